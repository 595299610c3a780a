"""Opening: an incident is opened with its priority, its team, its commitments, and the reason of each."""

from datetime import datetime, timedelta

from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.values import (
    LATE,
    TOCSIN,
    FrozenCommitment,
    Holder,
    Incident,
    NoticeDue,
    NoticeKind,
    TimelineEntry,
    Turn,
    Verb,
)
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.escalation import FrozenPolicy
from tocsin.core.organisation.values import Label

Effects = TimelineEntry | NoticeDue


class Opening(Value):
    """All that an incident is opened from. ``id`` is given by the store.

    ``since`` is when the trouble began (None: now), ``stated`` when its source says that it began. ``why`` is correlation's
    reason. ``routed`` is routing's, ``committed`` the reasons of the commitments chosen. ``reported`` says that the
    supplier itself reported it: it needs no report from us, and its clock starts.
    """

    id: int
    title: Label
    cause: str
    cause_kind: str
    assessment: Assessment
    owner_team: str
    why: Why
    since: datetime | None = None
    stated: datetime | None = None
    inferred: bool = False
    alert_count: int = 0
    supplier: str = ""
    holder: Holder = Holder.US
    reported: bool = False
    reference: str = ""
    terms: tuple[FrozenCommitment, ...] = ()
    policy: FrozenPolicy | None = None
    routed: tuple[Why, ...] = ()
    committed: tuple[Why, ...] = ()


def open_incident(opening: Opening, *, now: datetime, by: str = TOCSIN) -> Decision[Incident, Effects]:
    """The incident, its first timeline entries (each with its Why) and the notice of its opening."""
    subject = Subject.incident(opening.id)
    entries = [
        TimelineEntry(subject=subject, at=now, actor=by, verb=verb, why=why, data=_data(opening, verb, now))
        for verb, reasons in _reasons(opening)
        for why in reasons
    ]
    notice = NoticeDue(subject=subject, kind=NoticeKind.OPENED, at=now)
    return Decision(after=_incident(opening, now), effects=(*entries, notice))


def begins(stated: datetime, oldest: timedelta, now: datetime) -> datetime:
    """When a trouble begins for us if its source says ``stated``: not in the future, and at most ``oldest`` ago, because an
    older time is more likely a wrong clock."""
    return min(max(stated, now - oldest), now)


def _data(opening: Opening, verb: Verb, now: datetime) -> dict[str, str]:
    """The first entry says since when, if that is not now, and the time that its source gave, if another one is used."""
    if verb is not Verb.OPENED or opening.since is None:
        return {}
    data = {"since": opening.since} if now - opening.since >= LATE else {}
    if opening.stated is not None and opening.stated < opening.since:
        data["said"] = opening.stated
    return {name: at.isoformat() for name, at in data.items()}


def _reasons(opening: Opening) -> tuple[tuple[Verb, tuple[Why, ...]], ...]:
    return (
        (Verb.OPENED, (opening.why,)),
        (Verb.PRIORITISED, (opening.assessment.why,)),
        (Verb.ROUTED, opening.routed),
        (Verb.COMMITTED, opening.committed),
    )


def _incident(opening: Opening, now: datetime) -> Incident:
    weight, since = opening.assessment, opening.since or now
    return Incident(
        id=opening.id,
        kind=weight.kind,
        effect=weight.effect,
        peak=weight.effect,
        priority=weight.priority,
        weighed=weight.priority,
        criticality=weight.criticality,
        cause=opening.cause,
        cause_kind=opening.cause_kind,
        inferred=opening.inferred,
        title=opening.title,
        applications=weight.applications,
        regions=weight.regions,
        owner_team=opening.owner_team,
        supplier=opening.supplier,
        reference=opening.reference,
        holder=opening.holder,
        opened_at=now,
        since=since,
        last_at=now,
        reported_at=since if opening.reported and opening.supplier else None,
        terms=opening.terms,
        policy=opening.policy,
        turns=(Turn(at=since, holder=opening.holder),),
        alert_count=opening.alert_count,
    )
