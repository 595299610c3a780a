"""Decide: each of correlation's effects becomes a command on an incident, opens one, or is noted on a timeline."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never

from tocsin.core.company import Company
from tocsin.core.correlation import effects as e
from tocsin.core.correlation.decide import Correlated
from tocsin.core.correlation.values import OpenIncident, Standing
from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide as on_command
from tocsin.core.incident.opening import Opening, open_incident
from tocsin.core.incident.values import (
    TOCSIN,
    Correction,
    Incident,
    NoticeDue,
    State,
    SupplierReference,
    TimelineEntry,
    Verb,
)
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why, together
from tocsin.core.lifecycle import weight
from tocsin.core.lifecycle.effects import (
    AlertJudged,
    AlertsCounted,
    AlertsGiven,
    Effect,
    HitsChanged,
    IncidentChanged,
    StandingChanged,
)

_AGAIN = Why(code="lifecycle.fires_after_resolution")


def decide(
    before: Standing,
    correlated: Correlated,
    incidents: Mapping[int, Incident],
    company: Company,
    *,
    now: datetime,
    by: str = TOCSIN,
) -> Decision[Mapping[int, Incident], Effect]:
    """The incidents after a correlation: ``incidents`` are those of ``concerned`` that exist already.

    Each effect changes its incident in turn; each incident is among the effects once, in its final state.
    ``by``: the person (key) who decided what belongs together, if a person did.
    """
    following = _Following(correlated, incidents, company, now, by)
    for effect in correlated.effects:
        following.on(effect)
    return Decision(
        after=following.incidents,
        effects=(*following.effects(), StandingChanged(before=before, after=correlated.after)),
    )


def concerned(effects: Iterable[e.CorrelationEffect]) -> set[int]:
    """The ids of the known incidents that these effects change."""
    opened = {effect.incident.id for effect in effects if isinstance(effect, e.IncidentOpened)}
    return {number for effect in effects for number in _changed(effect)} - opened


def _changed(effect: e.CorrelationEffect) -> tuple[int, ...]:
    match effect:
        case e.IncidentFolded(child=child, parent=parent):
            return child, parent
        case e.AlertsMoved(incident=number, target=target):
            return number, target
        case (
            e.AlertsJoined(incident=number)
            | e.ReferencesGiven(incident=number)
            | e.AlertsEnded(incident=number)
            | e.AlertsTakenOut(incident=number)
            | e.IncidentWorsened(incident=number)
            | e.IncidentEased(incident=number)
            | e.CauseFound(incident=number)
            | e.IncidentRecovered(incident=number)
            | e.IncidentReopened(incident=number)
        ):
            return (number,)
    return ()


class _Following:
    """The effects of one correlation, applied in order: incidents are changed in memory, and returned once."""

    def __init__(
        self,
        correlated: Correlated,
        incidents: Mapping[int, Incident],
        company: Company,
        now: datetime,
        by: str,
    ) -> None:
        self.incidents = dict(incidents)
        self._company, self._now, self._by = company, now, by
        self._after = correlated.after
        self._opened: set[int] = set()
        self._changed: dict[int, None] = {}
        self._weighed: set[int] = set()
        self._further: list[Effect] = []
        self._noted: dict[tuple[Subject, Verb, str], TimelineEntry] = {}
        self._joining = _joining(correlated.effects)
        self._reporters = _reporters(correlated)

    def on(self, effect: e.CorrelationEffect) -> None:
        """Apply one effect."""
        if isinstance(effect, e.AlertsEffect):
            self._on_alerts(effect)
        elif isinstance(effect, e.IncidentEffect):
            self._on_incident(effect)
        elif isinstance(effect, e.InterventionEffect):
            self._on_intervention(effect)
        else:
            self._on_alert(effect)

    def _on_alerts(self, effect: e.AlertsEffect) -> None:
        match effect:
            case e.AlertsJoined(incident=number, count=count, why=why, since=since):
                self._join(number, c.JoinAlerts(count=count, why=why, since=since))
            case e.ReferencesGiven(incident=number, given=given, why=why):
                self._learn_references(number, given, why)
            case e.AlertsEnded(incident=number, count=count, why=why):
                self._command(number, c.EndAlerts(count=count, why=why))
            case e.AlertsMoved():
                self._move(effect)
            case e.AlertsTakenOut(incident=number, target=target, count=count, why=why):
                self._take_out(number, c.GiveAlerts(count=count, target=target, why=why))
            case _:
                assert_never(effect)

    def _on_incident(self, effect: e.IncidentEffect) -> None:
        match effect:
            case e.IncidentOpened(incident=seen, why=why):
                self._open(seen, why)
            case e.IncidentWorsened(incident=number, why=why):
                self._worsen(number, why)
            case e.IncidentEased(incident=number, why=why):
                self._ease(number, why)
            case e.CauseFound(incident=number, why=why):
                self._name_cause(number, why)
            case e.IncidentFolded():
                self._fold(effect)
            case e.IncidentRecovered(incident=number, at=at, why=why):
                self._command(number, c.Recover(why=why, at=at))
            case e.IncidentReopened(incident=number, at=at, why=why):
                self._reopen_if_done(number, why, at)
            case _:
                assert_never(effect)

    def _on_intervention(self, effect: e.InterventionEffect) -> None:
        match effect:
            case e.AlertsMuted(intervention=number, count=count, why=why):
                self._further.append(AlertsCounted(intervention=number, count=count))
                self._note(Subject.intervention(number), Verb.MUTED, why, count)
            case e.AlertsRaised(intervention=number, count=count, why=why):
                self._note(Subject.intervention(number), Verb.RAISED, why, count)
            case e.InterventionDeclared(intervention=works, why=why):
                self._note(Subject.intervention(works.id), Verb.DECLARED, why)
            case e.InterventionChanged(intervention=works, why=why):
                self._note(Subject.intervention(works.id), Verb.CHANGED, why)
            case e.InterventionCancelled(intervention=works, why=why):
                self._note(Subject.intervention(works.id), Verb.CANCELLED, why)
            case _:
                assert_never(effect)

    def _on_alert(self, effect: e.AlertEffect) -> None:
        match effect:
            case e.AlertFlapping(fingerprint=fingerprint, why=why):
                self._note_of_alert(fingerprint, Verb.FLAPPING, why)
            case e.AlertStable(fingerprint=fingerprint, why=why):
                self._note_of_alert(fingerprint, Verb.SETTLED, why)
            case e.EventOutdated():
                self._further.append(effect)
            case _:
                assert_never(effect)

    def effects(self) -> Iterable[Effect]:
        """All that has to be written, in the order in which it happened; incidents and their hits at the end."""
        yield from self._further
        yield from self._noted.values()
        for number in self._changed:
            yield IncidentChanged(incident=self.incidents[number])
        for number in sorted(self._weighed & self._after.incidents.keys()):
            hits = weight.typed_hits(self._after.incidents[number], self._company)
            yield HitsChanged(incident=number, hits=hits)

    def _open(self, seen: OpenIncident, why: Why) -> None:
        opening = self._as_new(seen, why, self._joining.get(seen.id, 1))
        self._take(seen.id, open_incident(opening, now=self._now, by=self._by))
        self._opened.add(seen.id)
        self._weighed.add(seen.id)

    def _join(self, number: int, joined: c.JoinAlerts) -> None:
        if number in self._opened:
            return  # it was opened with these alerts
        if self.incidents[number].folded_into is None:
            self._reopen_if_done(number, _AGAIN)
        self._command(number, joined)

    def _learn_references(self, number: int, given: Iterable[tuple[str, str, datetime]], why: Why) -> None:
        """The numbers of the supplier's own sources; those of our monitoring mean nothing to the supplier."""
        incident, sources = self.incidents[number], self._company.organisation.sources
        theirs = tuple(
            SupplierReference(text=text, by=source, at=at)
            for source, text, at in given
            if incident.supplier and source in sources and sources[source].supplier == incident.supplier
        )
        if theirs and incident.folded_into is None:
            self._command(number, c.LearnReferences(given=theirs, why=why))

    def _move(self, moved: e.AlertsMoved) -> None:
        self._further.append(moved)
        self._command(moved.incident, c.GiveAlerts(count=moved.count, target=moved.target, why=moved.why))
        self._join(moved.target, c.JoinAlerts(count=moved.count, why=moved.why))
        self._weighed |= {moved.incident, moved.target}

    def _take_out(self, number: int, given: c.GiveAlerts) -> None:
        self._command(number, given, by=self._by)
        self._weighed.add(number)

    def _worsen(self, number: int, why: Why) -> None:
        seen = self._after.incidents.get(number)
        if seen is None:
            return  # a later span of the batch folded it: its parent got worse instead
        as_new = self._as_new(seen, why)
        self._reopen_if_done(number, _AGAIN)
        worse = c.Worsen(
            assessment=as_new.assessment,
            why=why,
            terms=as_new.terms,
            owner_team=as_new.owner_team,
            routed=as_new.routed,
        )
        self._command(number, worse)
        self._weighed.add(number)

    def _ease(self, number: int, why: Why) -> None:
        seen = self._after.incidents.get(number)
        if seen is not None:
            assessment = weight.weigh(seen, self._company).assessment
            self._command(number, c.Ease(assessment=assessment, why=why))
            self._weighed.add(number)

    def _name_cause(self, number: int, why: Why) -> None:
        seen = self._after.incidents.get(number)
        if seen is None:
            return  # a later span of the batch folded it
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
            at=seen.caused_at,
            terms=as_new.terms,
            routed=as_new.routed,
        )
        self._command(number, named)
        self._weighed.add(number)

    def _as_new(self, seen: OpenIncident, why: Why, alert_count: int = 1) -> Opening:
        """The opening of the incident if it opened now: its team and terms are needed."""
        reporter = self._reporters.get(seen.id, "")
        return weight.opening(
            seen, self._company, why=why, reporter=reporter, alert_count=alert_count, now=self._now
        )

    def _fold(self, fold: e.IncidentFolded) -> None:
        child, parent, why = fold.child, fold.parent, fold.why
        folded, since = self.incidents[child], self.incidents[parent].since
        correction = Correction(ended=fold.corrected, since=since) if fold.corrected else None
        self._further.append(AlertsGiven(child=child, parent=parent))
        self._command(child, c.FoldInto(parent=parent, why=why, correction=correction), by=self._by)
        self._reopen_if_done(parent, _AGAIN)
        self._command(parent, c.Absorb(child=folded, why=why, corrected=correction is not None), by=self._by)

    def _reopen_if_done(self, number: int, why: Why, at: datetime | None = None) -> None:
        incident = self.incidents[number]
        if incident.state in (State.RESOLVED, State.CLOSED):
            self._command(number, c.Recur(why=why, reported=self._reported(incident), at=at))

    def _reported(self, incident: Incident) -> bool:
        """Whether the supplier itself reported the incident in this batch."""
        source = self._company.organisation.sources.get(self._reporters.get(incident.id, ""))
        return bool(incident.supplier) and source is not None and source.supplier == incident.supplier

    def _command(self, number: int, command: c.Command, by: str = TOCSIN) -> None:
        self._take(number, on_command(self.incidents[number], command, now=self._now, by=by))

    def _take(self, number: int, decision: Decision[Incident, TimelineEntry | NoticeDue]) -> None:
        self.incidents[number] = decision.after
        self._changed[number] = None
        self._further += decision.effects

    def _note_of_alert(self, fingerprint: str, verb: Verb, why: Why) -> None:
        """Note it on the timeline of the alert's incident, or of the works that mute it, as decided at the end. The
        reason of an alert that is in neither goes into the event history."""
        alert = self._after.alerts[fingerprint]
        if alert.incident:
            self._note(Subject.incident(alert.incident), verb, why)
        elif alert.muted_by:
            self._note(Subject.intervention(alert.muted_by), verb, why)
        else:
            self._further.append(AlertJudged(fingerprint=fingerprint, why=why))

    def _note(self, subject: Subject, verb: Verb, why: Why, count: int = 1) -> None:
        """One line for all effects of a batch on a subject that have reasons of the same code."""
        key = subject, verb, why.code
        if known := self._noted.get(key):
            why, count = together(known.why or why, why), known.data["count"] + count
        self._noted[key] = TimelineEntry(
            subject=subject, at=self._now, actor=TOCSIN, verb=verb, why=why, data={"count": count}
        )


def _joining(effects: Iterable[e.CorrelationEffect]) -> dict[int, int]:
    """How many alerts joined each incident in this batch."""
    counts: dict[int, int] = defaultdict(int)
    for effect in effects:
        if isinstance(effect, e.AlertsJoined):
            counts[effect.incident] += effect.count
        elif isinstance(effect, e.AlertsMoved):
            counts[effect.target] += effect.count
    return counts


def _reporters(correlated: Correlated) -> dict[int, str]:
    """The source that first reported each incident in this batch."""
    reporters: dict[int, str] = {}
    for effect in correlated.effects:
        if isinstance(effect, e.AlertsJoined) and effect.sample:
            reporters.setdefault(effect.incident, correlated.after.alerts[effect.sample[0]].source)
    return reporters
