"""A small company to escalate in: a region with a technician and a manager, the group's two teams, a CIO, a host."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tests.core.lifecycle.small import incident
from tocsin.core.duty.values import Absence, Roster
from tocsin.core.escalation.decide import decide, next_look
from tocsin.core.incident.values import Incident, NoticeDue, State, TimelineEntry
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.escalation import EscalationPolicy, FrozenPolicy, Step, Waits
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import (
    CalendarSpec,
    EscalationStep,
    Kind,
    Label,
    Person,
    Region,
    Rotation,
    RoutingRule,
    Supplier,
    Team,
)
from tocsin.core.sla.clocks import facts_of, read_clocks
from tocsin.core.sla.values import Clock

NIGHT = datetime(2026, 3, 2, 1, tzinfo=UTC)  # a Monday, 02:00 in Paris
MINUTE = timedelta(minutes=1)
OFFICE = CalendarSpec(
    key="office",
    zone="UTC",
    week=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("08:00-18:00",)),
)


def _person(key: str, team: str, manager: str = "") -> Person:
    return Person(
        key=key,
        name=key.title(),
        email=f"{key}@x.example",
        phone="+33 1",
        role="r",
        team=team,
        manager=manager,
    )


PEOPLE = {
    person.key: person
    for person in (
        _person("tech", "fr", "boss"),
        _person("boss", "fr", "head"),
        _person("head", "direction", "cio"),
        _person("cio", "direction"),
        _person("sys1", "systems", "head"),
        _person("sys2", "systems", "head"),
        _person("net1", "network", "head"),
    )
}
HERE = Organisation(
    persons=PEOPLE,
    teams={
        "fr": Team(
            key="fr", name="France", scope="regional", region="fr", members=("tech",), calendar="office",
            notices=("fr@x.example",),
        ),
        "systems": Team(key="systems", name="Systems", scope="group", notices=("systems@x.example",)),
        "network": Team(key="network", name="Network", scope="group", notices=("network@x.example",)),
        "direction": Team(key="direction", name="Direction", scope="group", members=("head", "cio")),
    },
    regions={"fr": Region(key="fr", name="France", country="FR", calendar="office", manager="boss")},
    calendars={"office": OFFICE},
    rotations={
        "systems": Rotation(
            key="systems", team="systems", zone="Europe/Paris", starts=date(2026, 1, 5), handover="08:30",
            members=("sys1", "sys2"),
        )
    },
    suppliers={
        "host": Supplier(
            key="host", name="Host", ladder=(EscalationStep(name="Shift leader", after_s=3600, phone="+33 9"),)
        )
    },
    kinds={
        "link.down": Kind(key="link.down", label=Label(fr="Lien", en="Link"), domain="network", effect="down"),
        "device.down": Kind(key="device.down", label=Label(fr="Hôte", en="Host"), domain="hardware", effect="down"),
    },
    routing=(
        RoutingRule(key="fr", team="fr", order=1, scope="regional", regions=("fr",)),
        RoutingRule(key="network", team="network", order=2, domains=("network",)),
        RoutingRule(key="rest", team="systems", order=9),
    ),
)  # fmt: skip


def after(**minutes: int) -> Waits:
    """``after(p1=5)``: five minutes for P1."""
    return Waits(**{name: count * 60 for name, count in minutes.items()})


def step(to: str, on: str = "unacknowledged", p1: int | None = None, **more: Any) -> Step:
    """A step to one target, for P1 after so many minutes."""
    waits = {} if p1 is None else {"after": after(p1=p1)}
    return Step(**{"on": on, "to": (to,), **waits, **more})


NEVER = Waits(p1=10**8)  # within these tests


def policy(*steps: Step, **more: Any) -> FrozenPolicy:
    """A frozen policy of these steps."""
    declared = EscalationPolicy(key="p", order=1, steps=steps, **{"again": NEVER, **more})
    return FrozenPolicy(policy=declared, calendars={"office": OFFICE})


def new(frozen: FrozenPolicy | None = None, **changes: Any) -> Incident:
    """A P1 of the region's team that nobody has taken."""
    whole = {
        "priority": Priority.P1, "owner_team": "fr", "opened_at": NIGHT, "since": NIGHT, "last_at": NIGHT,
        "state": State.NEW, "regions": ("fr",), "policy": frozen, "cause_kind": "device.down", "terms": (),
        **changes,
    }  # fmt: skip
    return replace(incident(7), **whole)


def clocks_at(known: Incident, now: datetime) -> tuple[Clock, ...]:
    """Its clocks."""
    return read_clocks(facts_of(known), known.terms, now=now)


def away(person: str, substitute: str = "", start: datetime = NIGHT - timedelta(days=1)) -> Absence:
    """An absence without an end."""
    return Absence(id=1, person=person, start=start, substitute=substitute)


class Played:
    """An incident while time passes: looked at exactly when ``next_look`` says."""

    def __init__(self, known: Incident, here: Organisation = HERE, roster: Roster | None = None) -> None:
        self.incident, self.here, self.roster = known, here, roster or Roster()
        self.entries: list[TimelineEntry] = []
        self.notices: list[NoticeDue] = []  # of the policy's steps
        self.resort: list[NoticeDue] = []  # of the last resort

    def until(self, end: datetime) -> "Played":
        """Let time pass."""
        now = self.incident.last_at
        while (at := self._next(now)) is not None and at <= end:
            now = max(at, now)
            self.look(now)
        return self

    def look(self, now: datetime) -> None:
        """Look at it now."""
        decision = decide(self.incident, self.here, self.roster, clocks_at(self.incident, now), now=now)
        self.incident = decision.after
        notices = self.notices
        for effect in decision.effects:  # a notice follows the entry that gives its reason
            if isinstance(effect, TimelineEntry):
                self.entries.append(effect)
                notices = self.resort if _is_last_resort(effect) else self.notices
            else:
                notices.append(effect)

    def _next(self, now: datetime) -> datetime | None:
        return next_look(self.incident, self.here, clocks_at(self.incident, now), now=now)

    @property
    def asked(self) -> list[tuple[int, str]]:
        """Minute after the opening, and whom, of each notice."""
        return self._minutes(self.notices)

    @property
    def asked_last(self) -> list[tuple[int, str]]:
        """The same of the last resort."""
        return self._minutes(self.resort)

    def _minutes(self, notices: list[NoticeDue]) -> list[tuple[int, str]]:
        return [(round((due.at - self.incident.opened_at) / MINUTE), " ".join(due.to)) for due in notices]


def _is_last_resort(entry: TimelineEntry) -> bool:
    return bool(entry.why and "last_resort" in entry.why.code)
