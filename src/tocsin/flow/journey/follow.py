"""Following a correlation: each of its effects becomes a command on an incident, or opens one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from tocsin.core.correlation import effects as e
from tocsin.core.correlation.decide import Correlated
from tocsin.core.correlation.values import OpenIncident
from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide
from tocsin.core.incident.opening import Opening, open_incident
from tocsin.core.incident.values import Incident, NoticeDue, State, TimelineEntry
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.why import Why
from tocsin.flow.incidents.keeping import keep
from tocsin.flow.journey import gravity
from tocsin.flow.organisation import Company
from tocsin.store import alerts, incidents, standing


def follow(decision: Correlated, company: Company, now: datetime) -> list[NoticeDue]:
    """Write what the correlation did to the incidents; the notices that are due."""
    following = _Following(decision, company, now)
    for effect in decision.effects:
        following.on(effect)
    return following.finish()


class _Following:
    """One correlation being followed: incidents are loaded once, changed in memory, written once."""

    def __init__(self, decision: Correlated, company: Company, now: datetime) -> None:
        self._company, self._now = company, now
        self._seen: dict[int, OpenIncident] = dict(decision.after.incidents)
        self._incidents = incidents.load(_known(decision.effects))
        self._changed: set[int] = set()
        self._regauged: set[int] = set()
        self._entries: list[TimelineEntry] = []
        self._notices: list[NoticeDue] = []
        self._folds: dict[int, int] = {}
        self._muted: dict[int, int] = defaultdict(int)
        self._joining = _joining(decision.effects)
        self._tellers = _tellers(decision)

    def on(self, effect: e.CorrelationEffect) -> None:
        """Follow one effect."""
        match effect:
            case e.IncidentOpened(incident=seen, why=why):
                self._open(seen, why)
            case e.AlertsJoined(incident=number, count=count, why=why):
                self._join(number, count, why)
            case e.AlertsEnded(incident=number, count=count, why=why):
                self._command(number, c.EndAlerts(count=count, why=why))
            case e.IncidentWorsened(incident=number, why=why):
                self._worsen(number, why)
            case e.IncidentEased(incident=number, why=why):
                self._ease(number, why)
            case e.CauseFound(incident=number, why=why):
                self._rename(number, why)
            case e.IncidentFolded(child=child, parent=parent, why=why):
                self._fold(child, parent, why)
            case e.IncidentRecovered(incident=number, why=why):
                self._command(number, c.Recover(why=why))
            case e.IncidentReopened(incident=number, why=why):
                self._reopen(number, why)
            case e.AlertsMuted(intervention=number, count=count):
                self._muted[number] += count

    def finish(self) -> list[NoticeDue]:
        """Write it all; what people are to be told."""
        keep([self._incidents[number] for number in self._changed], self._now)
        incidents.write_entries(self._entries)
        incidents.write_hits(
            {n: gravity.hit_rows(self._seen[n], self._company) for n in self._regauged if n in self._seen}
        )
        alerts.refold(self._folds)
        standing.count_muted(self._muted)
        return self._notices

    def _open(self, seen: OpenIncident, why: Why) -> None:
        opening = self._as_new(seen, why, self._joining.get(seen.id, 1))
        self._incidents.pop(seen.id, None)
        self._take(seen.id, open_incident(opening, now=self._now))
        self._regauged.add(seen.id)

    def _join(self, number: int, count: int, why: Why) -> None:
        incident = self._incidents.get(number)
        if incident is None or (incident.opened_at == self._now and number in self._regauged):
            return  # it was opened with these alerts
        if incident.state in (State.RESOLVED, State.CLOSED) and incident.folded_into is None:
            self._reopen(number, Why(code="flow.fires_after_resolution"))
        self._command(number, c.JoinAlerts(count=count, why=why))

    def _worsen(self, number: int, why: Why) -> None:
        as_new = self._as_new(self._seen[number], why)
        self._reopen_if_done(number)
        worse = c.Worsen(
            assessment=as_new.assessment,
            why=why,
            terms=as_new.terms,
            owner_team=as_new.owner_team,
            routed=as_new.routed,
        )
        self._command(number, worse)
        self._regauged.add(number)

    def _ease(self, number: int, why: Why) -> None:
        weight = gravity.of(self._seen[number], self._company)
        self._command(number, c.Ease(assessment=weight.assessment, why=why))
        self._regauged.add(number)

    def _as_new(self, seen: OpenIncident, why: Why, alert_count: int = 1) -> Opening:
        """What the incident would be opened from, did it open now."""
        return gravity.opening(
            seen,
            self._company,
            why=why,
            teller=self._tellers.get(seen.id, ""),
            alert_count=alert_count,
            now=self._now,
        )

    def _rename(self, number: int, why: Why) -> None:
        seen = self._seen[number]
        as_new = self._as_new(seen, why)
        named = c.NameCause(
            cause=seen.cause,
            kind=seen.kind,
            title=as_new.title,
            inferred=seen.inferred,
            why=why,
            owner_team=as_new.owner_team,
            supplier=as_new.supplier,
            reported=as_new.reported,
            terms=as_new.terms,
            routed=as_new.routed,
        )
        self._command(number, named)
        self._regauged.add(number)

    def _fold(self, child: int, parent: int, why: Why) -> None:
        self._folds[child] = parent
        folded = self._incidents[child]
        self._command(child, c.FoldInto(parent=parent, why=why))
        self._reopen_if_done(parent)
        self._command(parent, c.Absorb(child=folded, why=why))

    def _reopen(self, number: int, why: Why) -> None:
        incident = self._incidents[number]
        if incident.state in (State.RESOLVED, State.CLOSED):
            self._command(number, c.Reopen(why=why, reported=self._told_by(incident.supplier, number)))

    def _told_by(self, supplier: str, number: int) -> bool:
        """Whether the supplier itself spoke of the incident in this batch."""
        source = self._company.organisation.sources.get(self._tellers.get(number, ""))
        return bool(supplier) and source is not None and source.supplier == supplier

    def _reopen_if_done(self, number: int) -> None:
        self._reopen(number, Why(code="flow.fires_after_resolution"))

    def _command(self, number: int, command: c.Command) -> None:
        self._take(number, decide(self._incidents[number], command, now=self._now))

    def _take(self, number: int, decision: Decision[Incident, TimelineEntry | NoticeDue]) -> None:
        self._incidents[number] = decision.after
        self._changed.add(number)
        for effect in decision.effects:
            if isinstance(effect, TimelineEntry):
                self._entries.append(effect)
            else:
                self._notices.append(effect)


def _known(effects: Iterable[e.CorrelationEffect]) -> set[int]:
    """The ids of the incidents that the effects speak of."""
    named = (getattr(effect, name, None) for effect in effects for name in ("incident", "child", "parent"))
    return {number for number in named if isinstance(number, int)}


def _joining(effects: Iterable[e.CorrelationEffect]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for effect in effects:
        if isinstance(effect, e.AlertsJoined):
            counts[effect.incident] += effect.count
    return counts


def _tellers(decision: Correlated) -> dict[int, str]:
    """The source that first spoke of each incident in this batch."""
    told: dict[int, str] = {}
    for effect in decision.effects:
        if isinstance(effect, e.AlertsJoined) and effect.sample:
            told.setdefault(effect.incident, decision.after.alerts[effect.sample[0]].source)
    return told
