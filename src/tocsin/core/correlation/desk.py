"""Desk: the working table of one batch: alerts, cases and their indexes; the rules act through it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from msgspec.structs import replace

from tocsin.core.correlation.case import Case, Rise, Tally, worst
from tocsin.core.correlation.effects import (
    AlertsMoved,
    AlertsTakenOut,
    CorrelationEffect,
    IncidentFolded,
    IncidentReopened,
)
from tocsin.core.correlation.index import Incident, Index
from tocsin.core.correlation.values import Alert, AlertState, Intervention, OpenIncident, Standing
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.subject import Ids, SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Kind, Policies

EMPTY: Mapping[str, Effect] = {}
_FEW = 32  # incidents: to look at each costs less than to find out what an application hangs on
_CLAIMS = {effect.value: effect for effect in Effect}


class Correction(NamedTuple):
    """An incident's place was wrong: the alert (fingerprint) or the incident (id) with the right place, and the
    alerts that ended for it."""

    right: str | int
    ended: tuple[str, ...]
    why: Why


class Desk:
    """Mutable, for the time of one decision. Incidents become cases when first touched."""

    def __init__(
        self,
        standing: Standing,
        graph: Graph,
        kinds: Mapping[str, Kind],
        policy: Policies,
        ids: Ids,
        now: datetime,
    ) -> None:
        self.graph, self.kinds, self.policy, self.ids, self.now = graph, kinds, policy, ids, now
        self.stood = standing.incidents.keys()  # the incidents that were open before the batch
        self.window = policy.window
        self.alerts: dict[str, Alert] = dict(standing.alerts)
        self.interventions: dict[int, Intervention] = dict(standing.interventions)
        self.incidents: dict[int, Incident] = dict(standing.incidents)
        self.risen: dict[str, datetime] = {}
        self.fallen: dict[str, datetime] = {}
        self.freed: dict[str, Why] = {}  # alerts that count as new because nothing mutes them any more
        self.located: dict[str, int] = {}  # alerts whose place is now known -> their unresolved incident
        self.reread: dict[str, tuple[int, Why]] = {}  # alerts -> the incident of what was read instead
        self.corrected: dict[int, Correction] = {}  # incidents whose place was wrong -> the correction
        self.muted: dict[int, Tally] = {}
        self.notes: list[CorrelationEffect] = []
        self.folds: list[IncidentFolded | AlertsMoved | AlertsTakenOut] = []
        self.touched: dict[int, Case] = {}
        self._merged: dict[int, int] = {}
        self._slow: dict[str, bool] = {}  # application -> whether it works badly, as far as that was asked

    @cached_property
    def index(self) -> Index:
        """The index of incidents; built on demand, because a batch of repeats does not need it."""
        return Index(self.incidents.values(), self.graph, self.window)

    @property
    def idle(self) -> bool:
        """Whether nothing has happened since the last report that has to be reported."""
        alerts = self.risen or self.fallen or self.muted or self.located or self.reread or self.corrected
        return not (alerts or self.touched or self.notes or self.folds)

    def claim(self, kind: str) -> Effect:
        """The effect that a kind reports of its item; ``NONE`` if the kind is not ours."""
        known = self.kinds.get(kind)
        return _CLAIMS[known.effect] if known else Effect.NONE

    def apart(self, kind: str) -> bool:
        """Whether the kind is security, which only security explains: a power cut must not hide an intrusion."""
        known = self.kinds.get(kind)
        return known is not None and known.domain == "security"

    def may_mean_lost_supply(self, kind: str) -> bool:
        """Whether several alerts of this kind may mean a lost supply: an item that reports its disk has current."""
        known = self.kinds.get(kind)
        return known is not None and known.domain not in ("security", "system") and known.effect != "none"

    def is_about_heat(self, kind: str, item: str) -> bool:
        """Whether an alert is about cooling or temperature, by its kind, or because its item cools."""
        if self.graph.type_of(item) is ItemType.COOLING_UNIT:
            return True
        known = self.kinds.get(kind)
        return known is not None and known.domain == "cooling"

    def is_slow(self, application: str) -> bool:
        """Whether the application works badly, in whatever incident that is."""
        slow = self._slow.get(application)
        if slow is None:
            few = len(self.incidents) <= _FEW
            known = self.incidents.values() if few else self.those(self.index.above(application))
            slow = any(Effect.DEGRADED in incident.members.get(application, ()) for incident in known)
            self._slow[application] = slow
        return slow

    def find(self, incident: int) -> Incident | None:
        """The incident, or the incident that it was folded into; None if it is no longer here."""
        while incident in self._merged:
            incident = self._merged[incident]
        return self.incidents.get(incident)

    def case(self, incident: Incident) -> Case:
        """The working copy, made when first asked for."""
        if isinstance(incident, OpenIncident):
            incident = self.incidents[incident.id] = Case(incident)
        self.touched[incident.id] = incident
        return incident

    def open(
        self,
        why: Why,
        *,
        kind: str,
        at: datetime,
        cause: str = "",
        causes: Mapping[str, Effect] = EMPTY,
        inferred: bool = False,
        caused_at: datetime | None = None,
        source: str = "",
        subject: str = "",
    ) -> Case:
        """A new case, with nothing in it yet. ``at``: since when; ``source`` and ``subject`` if no item is known."""
        incident = OpenIncident(
            id=self.ids.new(SubjectKind.INCIDENT),
            cause=cause,
            kind=kind,
            effect=Effect.NONE,
            opened_at=at,
            last_at=at,
            caused_at=caused_at or at,
            causes=causes,
            inferred=inferred,
            source=source,
            subject=subject,
        )
        case = self.incidents[incident.id] = Case(incident, fresh=why)
        self.index.add(case)
        return self.case(case)

    def open_alone(self, rise: Rise, why: Why) -> Case:
        """A new case for this alert: its item is the cause, if it is known."""
        alert = rise.alert
        if alert.item:
            causes = {alert.item: alert.effect}
            return self.open(why, kind=alert.kind, at=rise.at, cause=alert.item, causes=causes)
        return self.open(why, kind=alert.kind, at=rise.at, source=alert.source, subject=alert.subject)

    def join(self, incident: Incident, rise: Rise, why: Why, *, review: bool = True) -> Case:
        """The alert fires in this incident from now on; a recovered incident is reopened by it."""
        case, alert = self.case(incident), rise.alert
        case.add(alert.item or alert.subject, alert.effect)
        if alert.effect is Effect.DEGRADED:
            self._slow.pop(alert.item, None)
        if (case.inferred or alert.item in case.causes) and self.may_mean_lost_supply(alert.kind):
            case.witness(alert.item, alert.effect, rise.at)
        if alert.item and self.is_about_heat(alert.kind, alert.item):
            case.heat(alert.item, alert.effect, rise.at)
        case.last_at = max(case.last_at, rise.at)
        case.criticality = worst(case.criticality, alert.criticality)
        if self.located.get(alert.fingerprint) != case.id:  # otherwise the case counts it already
            tally = case.joined.get(why.code) or case.joined.setdefault(why.code, Tally(why))
            tally.add(alert.fingerprint, why, rise.at)
        case.review = case.review or review
        if case.recovered_at or case.resolved_at:
            self._reopen(case, rise.at)
        self._set(alert.fingerprint, incident=case.id, counted=True, muted_by=0)
        return case

    def leave(self, alert: Alert, at: datetime, why: Why | None = None) -> None:
        """The alert no longer fires in its incident. ``why``: the reason, if its source did not report it."""
        self._set(alert.fingerprint, counted=False)
        incident = self.find(alert.incident)
        if incident is None:
            return
        case = self.case(incident)
        case.remove(alert.item or alert.subject, alert.effect)
        case.left_at, case.left_why = max(at, case.left_at or at), why
        case.review = True

    def end(self, alert: Alert, at: datetime, why: Why) -> None:
        """The alert is over, although its source did not report it; the source's next event begins it anew."""
        if alert.counted:
            self.leave(alert, at, why)
            if incident := self.find(alert.incident):
                self.case(incident).ended.setdefault(why.code, Tally(why)).add(alert.fingerprint)
        over = {"state": AlertState.RESOLVED, "state_at": at, "holds_until": None}
        self._set(alert.fingerprint, muted_by=0, flapping=False, **over)

    def mute(self, alert: Alert, intervention: int, why: Why) -> None:
        """The alert is counted with the intervention, and fires in no incident."""
        self.muted.setdefault(intervention, Tally(why)).add(alert.fingerprint)
        self._set(alert.fingerprint, muted_by=intervention)

    def free(self, alert: Alert, at: datetime, why: Why) -> None:
        """The alert is in no incident, and is to be judged again, as firing since ``at``."""
        self._set(alert.fingerprint, counted=False, incident=0)
        self.risen[alert.fingerprint] = at
        self.freed[alert.fingerprint] = why

    def unmute(self, alert: Alert) -> None:
        """No intervention mutes the alert any more."""
        if alert.muted_by:
            self._set(alert.fingerprint, muted_by=0)

    def reminded(self, alert: Alert, at: datetime, until: datetime) -> None:
        """The alert still fires at some instant from ``at`` to ``until``: if a person has resolved its incident before
        that, it was too early."""
        incident = self.find(alert.incident)
        if incident is not None and incident.resolved_at and until > incident.resolved_at:
            self._reopen(self.case(incident), at)

    def raised(self, alert: Alert) -> None:
        """The criticality of a known alert changed: its incident is at least as critical."""
        incident = self.find(alert.incident) if alert.counted else None
        if incident is not None:
            case = self.case(incident)
            case.criticality = worst(case.criticality, alert.criticality)

    def fold(self, child: Incident, parent: Case, why: Why, corrected: tuple[str, ...] = ()) -> None:
        """The child's alerts are the parent's; ``corrected`` are those that ended because their place was wrong."""
        self.index.remove(child)
        parent.take(child)
        del self.incidents[child.id]
        self.touched.pop(child.id, None)
        self._merged[child.id] = parent.id
        if isinstance(child, Case) and child.fresh:
            for code, tally in child.joined.items():
                _pour(tally, parent.joined.setdefault(code, Tally(tally.why)))
        else:
            self.folds.append(IncidentFolded(child=child.id, parent=parent.id, why=why, corrected=corrected))

    def move(self, source: Case, target: Case, signs: Mapping[str, tuple[Effect, ...]], why: Why) -> None:
        """The alerts of these items that report these effects fire in the other incident from now on."""
        count = sum(source.give(target, item, claim) for item, claims in signs.items() for claim in claims)
        for fingerprint, alert in self.alerts.items():
            if alert.effect in signs.get(alert.item, ()) and self._is_in(alert, source):
                self.alerts[fingerprint] = replace(alert, incident=target.id)
        if source.fresh:
            source.lend(target, count, why)
        else:
            self.folds.append(
                AlertsMoved(incident=source.id, target=target.id, items=signs, count=count, why=why)
            )

    def give(self, alert: Alert, target: Case) -> None:
        """The alert, firing or not, belongs to the other incident: if it fires again, it fires there."""
        self._set(alert.fingerprint, incident=target.id)

    def _is_in(self, alert: Alert, case: Case) -> bool:
        incident = self.find(alert.incident) if alert.incident else None
        return incident is not None and incident.id == case.id

    def recause(
        self, case: Case, cause: str, causes: dict[str, Effect], *, at: datetime, inferred: bool = False
    ) -> None:
        """The case has other causes than before, since this instant."""
        self.index.remove(case)
        case.cause, case.causes, case.caused_at = cause, causes, at
        case.inferred, case.review = inferred, True
        self.index.add(case)

    def those(self, numbers: Collection[int]) -> list[Incident]:
        """The incidents of these numbers, oldest number first; not those whose last alert has just left."""
        if not numbers:
            return []
        found = (self.incidents[number] for number in sorted(numbers))
        return [incident for incident in found if incident.members or incident.recovered_at]

    def after(self) -> Standing:
        """What stands after the batch, all of it reported."""
        alerts = {fingerprint: self._settled(alert) for fingerprint, alert in self.alerts.items()}
        incidents = {
            number: incident.known if isinstance(incident, Case) else incident
            for number, incident in self.incidents.items()
        }
        return Standing(alerts=alerts, incidents=incidents, interventions=self.interventions)

    def _settled(self, alert: Alert) -> Alert:
        if alert.incident not in self._merged:
            return alert
        incident = self.find(alert.incident)
        return replace(alert, incident=incident.id if incident else 0)

    def _set(self, fingerprint: str, **changes: Any) -> None:
        self.alerts[fingerprint] = replace(self.alerts[fingerprint], **changes)

    def _reopen(self, case: Case, at: datetime) -> None:
        code = "correlation.reopened" if case.recovered_at else "correlation.still_firing"
        since = case.recovered_at or case.resolved_at
        why = Why(code=code, facts={"recovered_at": since.isoformat() if since else ""})
        self.notes.append(IncidentReopened(incident=case.id, at=max(at, since or at), why=why))
        case.recovered_at, case.resolved_at, case.review = None, None, True


def _pour(source: Tally, target: Tally) -> None:
    for fingerprint in source.sample:
        target.add(fingerprint, since=source.since)
    target.count += source.count - len(source.sample)
