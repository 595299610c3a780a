"""Interventions: works notices become declared interventions, known by source and reference."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import InterventionCancelled, InterventionChanged, InterventionDeclared
from tocsin.core.correlation.values import Intervention, Policy, Sighting, Standing
from tocsin.core.event.values import Event
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.kernel.why import Why

CANCELLED, COMPLETED, TENTATIVE = "cancelled", "completed", "tentative"


def declare(desk: Desk, sighting: Sighting) -> None:
    """Declare, revise or cancel the intervention that this notice speaks of; an older revision is ignored."""
    notice = _notice(desk, sighting)
    known = next((one for one in desk.interventions.values() if _same(one, notice)), None)
    if known is None:
        notice = replace(notice, id=desk.ids.new(SubjectKind.INTERVENTION))
        desk.notes.append(InterventionDeclared(intervention=notice, why=_why(desk, "declared", notice)))
    elif _revision(notice) < _revision(known):
        return
    else:
        notice = _revised(known, notice)
        if notice == known:
            return
        _tell(desk, notice)
    desk.interventions[notice.id] = notice


def ends_at(intervention: Intervention, policy: Policy) -> datetime:
    """When it is over: as declared, or after the policy's duration if the notice gave no end."""
    return intervention.end or intervention.start + timedelta(seconds=policy.intervention_s)


def covers(intervention: Intervention, at: datetime, policy: Policy) -> bool:
    """Whether the works are on at this instant. Tentative and cancelled ones never are."""
    if intervention.status in (CANCELLED, TENTATIVE):
        return False
    return intervention.start <= at < ends_at(intervention, policy)


def reach(standing: Standing, *, graph: Graph, policy: Policy, now: datetime) -> set[str]:
    """Every item that works which are on at this instant may touch."""
    on = [one.items for one in standing.interventions.values() if covers(one, now, policy)]
    return {item for items in on for item in (*items, *graph.loss(dict.fromkeys(items, Effect.DOWN)).items)}


def _notice(desk: Desk, sighting: Sighting) -> Intervention:
    event = sighting.event
    start, end = (event.window.start, event.window.end) if event.window else (event.occurred_at, None)
    if event.status == COMPLETED:
        end = min(end or event.occurred_at, event.occurred_at)
    return Intervention(
        id=0,
        source=event.source,
        reference=_reference(event),
        start=start,
        end=end,
        items=(sighting.item,) if sighting.item and sighting.confidence >= desk.policy.trust else (),
        status=event.status,
        sequence=sighting.sequence,
        revised_at=event.occurred_at,
        summary=event.summary,
    )


def _reference(event: Event) -> str:
    return event.reference or event.fingerprint


def _same(one: Intervention, other: Intervention) -> bool:
    """Two providers may use the same reference: the source is part of the identity."""
    return one.source == other.source and one.reference == other.reference


def _revision(intervention: Intervention) -> tuple[int, datetime]:
    return intervention.sequence, intervention.revised_at or intervention.start


def _revised(known: Intervention, notice: Intervention) -> Intervention:
    """A notice in several events adds up its scope; a newer one replaces it, if it names any."""
    same = _revision(known) == _revision(notice)
    items = tuple(dict.fromkeys((*known.items, *notice.items))) if same else notice.items or known.items
    return replace(notice, id=known.id, items=items)


def _tell(desk: Desk, notice: Intervention) -> None:
    if notice.status == CANCELLED:
        desk.notes.append(InterventionCancelled(intervention=notice, why=_why(desk, "cancelled", notice)))
    else:
        desk.notes.append(InterventionChanged(intervention=notice, why=_why(desk, "changed", notice)))


def _why(desk: Desk, what: str, notice: Intervention) -> Why:
    end = "" if notice.end else "_without_end"
    facts = {
        "reference": notice.reference,
        "items": list(notice.items),
        "start_at": notice.start.isoformat(),
        "end_at": ends_at(notice, desk.policy).isoformat(),
        "duration_s": desk.policy.intervention_s,
    }
    return Why(code=f"correlation.intervention_{what}{end if what != 'cancelled' else ''}", facts=facts)
