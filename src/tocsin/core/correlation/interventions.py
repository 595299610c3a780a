"""Interventions: works notices become declared interventions, one for each window, known by source and reference."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from msgspec.structs import replace

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import InterventionCancelled, InterventionChanged, InterventionDeclared
from tocsin.core.correlation.values import Intervention, Sighting, Standing
from tocsin.core.event.values import Event
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Policies

CANCELLED, COMPLETED, TENTATIVE = "cancelled", "completed", "tentative"
_LISTING = ("", "confirmed", TENTATIVE)  # a notice with this status lists all windows of its works


def declare(desk: Desk, sighting: Sighting) -> None:
    """Declare, revise or cancel the works of this notice: one window, or all windows of its reference."""
    notice = _notice(desk, sighting)
    windows = [known for known in desk.interventions.values() if _same_works(known, notice)]
    occurrence = sighting.event.window.occurrence if sighting.event.window else None
    if occurrence is not None:
        _occurs(desk, windows, notice, occurrence)
    elif sighting.event.window is None and windows:
        for known in windows:
            _revise(desk, known, _without_window(known, notice))
    elif (meant := _window_meant(windows, notice, again=sighting.again)) is not None:
        _revise(desk, meant, notice)
    elif windows and notice.status == CANCELLED:
        for known in windows:
            _revise(desk, known, replace(notice, start=known.start, end=known.end, items=()))
    elif not any(_revision(notice) < _revision(known) for known in windows):
        _declare(desk, notice)


def drop_unnamed(desk: Desk, sightings: Sequence[Sighting]) -> None:
    """A newer notice lists all windows of its works: a window of an older revision that it does not name is cancelled.

    Not by a notice that only cancels or completes, nor by one occurrence of a series; and not what was over before.
    """
    for notice in _listings(desk, sightings):
        for known in list(desk.interventions.values()):
            if _same_works(known, notice) and _is_left_out(known, notice, desk.policy):
                dropped = replace(
                    known, status=CANCELLED, sequence=notice.sequence, revised_at=notice.revised_at
                )
                desk.notes.append(
                    InterventionCancelled(intervention=dropped, why=_why(desk, "dropped", dropped))
                )
                desk.interventions[dropped.id] = dropped


def _listings(desk: Desk, sightings: Sequence[Sighting]) -> list[Intervention]:
    """The newest notice of each works here, if it lists windows."""
    newest: dict[tuple[str, str], Intervention] = {}
    for sighting in sightings:
        window = sighting.event.window
        if window is None or window.occurrence:
            continue
        notice = _notice(desk, sighting)
        before = newest.get((notice.source, notice.reference))
        if notice.status in _LISTING and (before is None or _revision(before) < _revision(notice)):
            newest[notice.source, notice.reference] = notice
    return list(newest.values())


def _is_left_out(known: Intervention, notice: Intervention, policy: Policies) -> bool:
    is_ahead = ends_at(known, policy) > (notice.revised_at or notice.start)
    return is_ahead and known.status not in (CANCELLED, COMPLETED) and _revision(known) < _revision(notice)


def _declare(desk: Desk, notice: Intervention) -> None:
    notice = replace(notice, id=desk.ids.new(SubjectKind.INTERVENTION))
    desk.notes.append(InterventionDeclared(intervention=notice, why=_why(desk, "declared", notice)))
    desk.interventions[notice.id] = notice


def _occurs(desk: Desk, windows: Sequence[Intervention], notice: Intervention, occurrence: datetime) -> None:
    """A notice of one occurrence of a series: it changes that occurrence only.

    Where the series itself begins at other times than before, its windows are moved, the earliest first.
    """
    meant = [known for at in (occurrence, notice.start) for known in windows if known.start == at]
    if not meant and notice.start == occurrence:
        ahead = [
            known for known in windows if (known.end or known.start) > (notice.revised_at or notice.start)
        ]
        older = [known for known in ahead if _revision(known) < _revision(notice)]
        meant = sorted(older, key=attrgetter("start")) if notice.status != CANCELLED else []
    if meant:
        _revise(desk, meant[0], notice)
    elif notice.status != CANCELLED:
        _declare(desk, notice)


def _revise(desk: Desk, known: Intervention, notice: Intervention) -> None:
    """Apply the notice to a known window; an older revision is ignored."""
    if _revision(notice) < _revision(known):
        return
    notice = _revised(known, notice)
    if notice != known:
        _report(desk, notice)
        desk.interventions[notice.id] = notice


def _window_meant(
    windows: Sequence[Intervention], notice: Intervention, *, again: bool
) -> Intervention | None:
    """The window of its reference that a notice is about; None: a new window, or, for a cancellation, all windows.

    The window that begins at the same time; else the window that the same event declared; else works that were moved, the
    earliest first, since a notice lists all its windows anew. ``again``: its message was read before, perhaps wrongly.
    """
    own = [known for known in windows if set(known.notices) & set(notice.notices)]
    older = [known for known in windows if _revision(known) < _revision(notice)]
    for found in (
        [known for known in windows if known.start == notice.start],
        [known for known in own if again or known in older],
        [known for known in own if _revision(known) > _revision(notice)],
        [known for known in older if notice.status != CANCELLED != known.status],
    ):
        if found:
            return min(found, key=attrgetter("start"))
    return None


def _without_window(known: Intervention, notice: Intervention) -> Intervention:
    """A notice without a window is about every window: if it says completed, those that had begun end."""
    end = known.end
    if notice.status == COMPLETED:
        if known.start > notice.start:
            return replace(notice, start=known.start, end=end, status=known.status)
        end = min(end or notice.start, notice.start)
    return replace(notice, start=known.start, end=end)


def ends_at(intervention: Intervention, policy: Policies) -> datetime:
    """When it is over: as declared, or after the policy's duration if the notice gave no end."""
    return intervention.end or intervention.start + timedelta(seconds=policy.intervention_s)


def covers(intervention: Intervention, at: datetime, policy: Policies) -> bool:
    """Whether the works are on at this instant. Tentative and cancelled works never are."""
    if intervention.status in (CANCELLED, TENTATIVE):
        return False
    return intervention.start <= at < ends_at(intervention, policy)


def is_of(event: Event, intervention: Intervention) -> bool:
    """Whether this works notice is about the intervention."""
    return event.fingerprint in intervention.notices


def reach(standing: Standing, *, graph: Graph, policy: Policies, now: datetime) -> set[str]:
    """Every item that works which are on at this instant may touch."""
    on = [
        intervention.items
        for intervention in standing.interventions.values()
        if covers(intervention, now, policy)
    ]
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
        notices=(event.fingerprint,),
    )


def _reference(event: Event) -> str:
    return event.reference or event.fingerprint


def _same_works(known: Intervention, notice: Intervention) -> bool:
    """Two providers may use the same reference: the source is part of the identity."""
    return known.source == notice.source and known.reference == notice.reference


def _revision(intervention: Intervention) -> tuple[int, datetime]:
    return intervention.sequence, intervention.revised_at or intervention.start


def _revised(known: Intervention, notice: Intervention) -> Intervention:
    """The events of one notice add up their scopes; a newer notice replaces the scope, if it names any."""
    same = _revision(known) == _revision(notice)
    items = tuple(dict.fromkeys((*known.items, *notice.items))) if same else notice.items or known.items
    notices = tuple(dict.fromkeys((*known.notices, *notice.notices)))
    return replace(notice, id=known.id, items=items, notices=notices)


def _report(desk: Desk, notice: Intervention) -> None:
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
    end = "" if what in ("cancelled", "dropped") else end
    return Why(code=f"correlation.intervention_{what}{end}", facts=facts)
