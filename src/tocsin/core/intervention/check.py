"""Check: reasons against an intervention, before it is declared: people, redundancy, other works, freezes, notice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.authorisation.rule import refusal
from tocsin.core.authorisation.values import Authorisation, AuthorisationState
from tocsin.core.company import Company
from tocsin.core.impact.values import Effect
from tocsin.core.intervention.collisions import Around, applications, collisions
from tocsin.core.intervention.places import racks, rooms, touched
from tocsin.core.intervention.values import Finding, Plan, Severity
from tocsin.core.intervention.works import works_of
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Freeze, Supplier

_SEVERITIES = tuple(Severity)


def check(
    plan: Plan,
    supplier: Supplier,
    authorisations: tuple[Authorisation, ...],
    around: Around,
    company: Company,
    *,
    now: datetime,
    number: int = 0,
) -> tuple[Finding, ...]:
    """Everything that was looked at, the worst first. ``number`` is its own id, if it has one already."""
    checking = _Checking(plan, supplier, authorisations, company, now)
    works = works_of(number, plan, touched(plan, company.organisation))
    found = (
        *checking.people(),
        *checking.freezes(),
        *checking.notice(),
        *checking.alone(),
        *collisions(works, around, company),
    )
    return tuple(sorted(found, key=lambda finding: _SEVERITIES.index(finding.severity)))


class _Checking:
    """One plan being checked by itself."""

    def __init__(
        self,
        plan: Plan,
        supplier: Supplier,
        authorisations: tuple[Authorisation, ...],
        company: Company,
        now: datetime,
    ) -> None:
        self._plan, self._supplier, self._authorisations = plan, supplier, authorisations
        self._organisation, self._graph, self._now = company.organisation, company.graph, now
        zone = ZoneInfo(supplier.zone)
        self._first = plan.start.astimezone(zone).date()
        self._last = (plan.end - timedelta(seconds=1)).astimezone(zone).date()

    def people(self) -> Iterator[Finding]:
        """Everyone is authorised for every room over the whole window."""
        if not self._plan.people:
            yield _finding(Severity.STOP, "nobody")
        for person in self._plan.people:
            if why := refusal(self._organisation, self._supplier, person):
                yield Finding(severity=Severity.STOP, why=why)
            else:
                yield from (
                    self._authorised(person, room) for room in rooms(self._plan.places, self._organisation)
                )

    def _authorised(self, person: str, room: str) -> Finding:
        within = {item.key for item in self._organisation.path(room)}
        own = [
            known
            for known in self._authorisations
            if known.person == person and known.place in within and not known.over
        ]
        confirmed = [known for known in own if known.state is AuthorisationState.CONFIRMED]
        facts = {"person": person, "where": room}
        if any(known.since <= self._first and self._last <= known.until for known in confirmed):
            badges = [known.badge for known in confirmed if known.badge]
            return _finding(Severity.FINE, "authorised", **facts, badge=badges[0] if badges else "-")
        if confirmed:
            last = max(known.until for known in confirmed).isoformat()
            first = min(known.since for known in confirmed).isoformat()
            return _finding(Severity.STOP, "not_all_the_time", **facts, first=first, last=last)
        state = own[0].state.value if own else "none"
        return _finding(Severity.STOP, f"not_authorised.{state}", **facts)

    def freezes(self) -> Iterator[Finding]:
        """No day of it is frozen for what it touches."""
        zone = ZoneInfo(self._organisation.settings.zone)
        first = self._plan.start.astimezone(zone).date()
        last = (self._plan.end - timedelta(seconds=1)).astimezone(zone).date()
        for freeze in self._organisation.settings.freezes:
            if freeze.since <= last and first <= freeze.until and self._frozen(freeze):
                days = {"first": freeze.since.isoformat(), "last": freeze.until.isoformat()}
                yield _finding(Severity.STOP, "freeze", name=freeze.name, **days)

    def _frozen(self, freeze: Freeze) -> bool:
        if not freeze.items:
            return True
        concerned = (*self._plan.places, *self._plan.mutes)
        return any(
            item.key in freeze.items for key in concerned for item in self._organisation.path(key)
        ) or any(
            key in {item.key for item in self._organisation.path(frozen)}
            for key in concerned
            for frozen in freeze.items
        )

    def notice(self) -> Iterator[Finding]:
        """It is declared as early as the contract wants."""
        wanted = self._supplier.site_access.notice_s if self._supplier.site_access else 0
        left = int((self._plan.start - self._now).total_seconds())
        facts = {"supplier": self._supplier.key, "wanted": _hours(wanted)}
        if left < wanted:
            yield _finding(Severity.RISK, "late", **facts)
        elif wanted:
            yield _finding(Severity.FINE, "in_time", **facts)

    def alone(self) -> Iterator[Finding]:
        """What it takes down by itself, if all that it touches goes off."""
        loss = self._graph.loss(dict.fromkeys(touched(self._plan, self._organisation), Effect.DOWN))
        down = applications(
            self._organisation, [key for key in loss.items if loss.effect(key) is Effect.DOWN]
        )
        if down:
            yield _finding(Severity.RISK, "takes_down", applications=down)
        elif racks(self._plan.places, self._organisation) or self._plan.mutes:
            yield _finding(Severity.FINE, "takes_nothing_down")


def _finding(severity: Severity, code: str, **facts: object) -> Finding:
    return Finding(severity=severity, why=Why(code=f"intervention.check.{code}", facts=facts))


def _hours(seconds: int) -> str:
    return f"{seconds // 3600} h" if seconds % 3600 == 0 else f"{seconds // 60} min"
