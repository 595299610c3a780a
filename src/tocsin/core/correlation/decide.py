"""Decide: is it the same trouble? The rules of correlation in their order, over one batch or one tick."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tocsin.core.correlation import (
    correcting,
    folding,
    instability,
    interventions,
    joining,
    ledger,
    muting,
    passing,
    past,
    rereading,
)
from tocsin.core.correlation.assigning import assign
from tocsin.core.correlation.case import Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.doubting import doubted
from tocsin.core.correlation.effects import CorrelationEffect
from tocsin.core.correlation.explaining import explained, kept_together, left_over
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.heating import heated
from tocsin.core.correlation.neighbours import unrelated, with_neighbours
from tocsin.core.correlation.redundancy import completed, jointly
from tocsin.core.correlation.references import references_given
from tocsin.core.correlation.report import once, report
from tocsin.core.correlation.signs import Sign, of_rises
from tocsin.core.correlation.slowing import slowed
from tocsin.core.correlation.storm import inferred
from tocsin.core.correlation.values import AlertState, Retraction, Sighting, Standing
from tocsin.core.dispatch import Stage, stage_of
from tocsin.core.event.values import EventState
from tocsin.core.impact.graph import Graph
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.subject import Ids
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Kind, Policies

Over = Mapping[str, datetime]  # alarm -> when the batch says that it was over
Correlated = Decision[Standing, CorrelationEffect]


def decide(
    standing: Standing,
    sightings: Sequence[Sighting],
    *,
    graph: Graph,
    kinds: Mapping[str, Kind],
    policy: Policies,
    ids: Ids,
    now: datetime,
    retracted: Sequence[Retraction] = (),
) -> Correlated:
    """What these events, in their order of arrival, do to alerts, incidents and interventions.

    ``retracted``: events of earlier translations of their messages that these no longer contain. ``ids`` are for new ones.
    """
    desk = Desk(standing, graph, kinds, policy, ids, now)
    effects: list[CorrelationEffect] = []
    _retract(desk, retracted, None)
    ends = iter(past.ends(sightings))
    for span in _spans(sightings, policy):
        over: dict[str, datetime] = {}
        last = _last(span)
        for at, sighting in enumerate(span):
            if desk.fallen and _begins(desk, sighting):
                fallen = [fingerprint for fingerprint in desk.fallen if last.get(fingerprint, at) < at]
                _let_go(desk, fallen, sighting.event.occurred_at, over)
            _retract(desk, retracted, sighting)
            _take(desk, sighting)
            correcting.by_source(desk, sighting)
            if ended := next(ends):
                over[sighting.event.fingerprint] = ended
            elif over and sighting.event.state is EventState.FIRING:
                over.pop(sighting.event.fingerprint, None)
        works = [sighting for sighting in span if stage_of(sighting.event) is Stage.INTERVENTIONS]
        interventions.drop_unnamed(desk, works)
        effects += _judge(desk, over)
    after = desk.after()
    given = references_given(standing.alerts, after)
    return Decision(after=after, effects=(*once(desk, effects), *given))


def tick(
    standing: Standing,
    *,
    graph: Graph,
    kinds: Mapping[str, Kind],
    policy: Policies,
    ids: Ids,
    now: datetime,
    unrepeated: Mapping[str, datetime],
) -> Correlated:
    """What time alone does: works begin to explain alerts, or end; flapping alerts become stable; alerts lapse.

    ``unrepeated``: by source, the instant up to which alerts that were valid until then had to be repeated by now. A source
    that does not send is not in it: its silence ends nothing.
    """
    desk = Desk(standing, graph, kinds, policy, ids, now)
    passing.lapse(desk, unrepeated)
    passing.mute_explained(desk)
    passing.raise_muted(desk)
    passing.settle_flapping(desk)
    return Decision(effects=tuple(_judge(desk, {})), after=desk.after())


def correct(
    standing: Standing,
    wrong: int,
    right: int,
    *,
    graph: Graph,
    kinds: Mapping[str, Kind],
    policy: Policies,
    ids: Ids,
    now: datetime,
    why: Why,
) -> Correlated:
    """A person says that the place of the incident ``wrong`` (id) was wrong: its trouble is that of ``right``.

    ``standing`` holds the alerts of both.
    """
    desk = Desk(standing, graph, kinds, policy, ids, now)
    correcting.by_person(desk, wrong, right, why)
    return Decision(effects=tuple(_judge(desk, {})), after=desk.after())


def restore(
    standing: Standing,
    *,
    graph: Graph,
    kinds: Mapping[str, Kind],
    policy: Policies,
    ids: Ids,
    now: datetime,
    why: Why,
) -> Correlated:
    """A person says that a corrected place was right: the alerts of ``standing`` that ended for it fire again."""
    desk = Desk(standing, graph, kinds, policy, ids, now)
    for alert in standing.alerts.values():
        correcting.place_restored(desk, alert, why)
    return Decision(effects=tuple(_judge(desk, {})), after=desk.after())


def _retract(desk: Desk, retracted: Sequence[Retraction], instead: Sighting | None) -> None:
    for retraction in retracted:
        if retraction.instead == (instead.id if instead else None):
            rereading.retract(desk, retraction, instead)


def _take(desk: Desk, sighting: Sighting) -> None:
    match stage_of(sighting.event):
        case Stage.INTERVENTIONS:
            interventions.declare(desk, sighting)
        case Stage.CORRELATION:
            ledger.record(desk, sighting)


def _judge(desk: Desk, over: Over) -> list[CorrelationEffect]:
    """Place new alerts, let recovered alerts leave, report. ``over``: alarms that end within the batch, and when."""
    if desk.idle:
        return []
    correcting.release(desk)
    _place(desk, over)
    correcting.move(desk)
    folding.left_behind(desk)
    joining.fell(desk, list(desk.fallen))
    instability.take_back(desk)
    return report(desk)


def _begins(desk: Desk, sighting: Sighting) -> bool:
    """Whether an alert begins to fire with this event."""
    known = desk.alerts.get(sighting.event.fingerprint)
    return sighting.event.state is EventState.FIRING and (known is None or known.state is AlertState.RESOLVED)


def _last(span: Sequence[Sighting]) -> dict[str, int]:
    """The position of the last event of each alert in the span; empty if nothing recovers there."""
    if all(sighting.event.state is not EventState.RESOLVED for sighting in span):
        return {}
    return {sighting.event.fingerprint: at for at, sighting in enumerate(span)}


def _let_go(desk: Desk, fallen: Sequence[str], at: datetime, over: Over) -> None:
    """Let alerts leave that were over for good before this instant: they cannot be part of what begins then."""
    before = [fingerprint for fingerprint in fallen if desk.fallen[fingerprint] <= at]
    if before:
        _place(desk, over)
        desk.risen.clear()
        joining.fell(desk, before)


def _place(desk: Desk, over: Over) -> None:
    rises = [rise for rise in _risen(desk) if not muting.muted(desk, rise)]
    for group in past.apart(desk, rises, over) if rises else ():
        new = [rise for rise in group if not _placed(desk, rise)]
        if new:
            _judge_anew(desk, new)


def _placed(desk: Desk, rise: Rise) -> bool:
    """Apply the rules that need only the alert and the open incidents."""
    if joining.returns(desk, rise) or joining.stays(desk, rise) or joining.set_apart(desk, rise):
        return True
    if not rise.alert.item:
        return joining.same_subject(desk, rise) or _open(desk, rise)
    if desk.apart(rise.alert.kind):
        return joining.same_item(desk, rise) or _open(desk, rise)
    return (
        joining.explained(desk, rise)
        or joining.same_item_by_hand(desk, rise)
        or joining.same_symptom(desk, rise)
        or instability.joins(desk, rise)
    )


def _judge_anew(desk: Desk, rises: Sequence[Rise]) -> None:
    """Judge these alerts together with all that may be related to them: neither arrival nor batches matter."""
    signs = with_neighbours(desk, of_rises(desk, rises))
    assign(desk, _groups(desk, signs))


def _groups(desk: Desk, signs: Sequence[Sign]) -> list[Group]:
    if unrelated(desk, signs):
        return [Group([sign], [sign]) for sign in sorted(signs, key=lambda sign: desk.graph.rank(sign.item))]
    groups = jointly(desk, completed(desk, explained(desk, signs)))
    groups = heated(desk, slowed(desk, doubted(desk, groups)))
    return inferred(desk, kept_together(groups, left_over(signs)))


def _open(desk: Desk, rise: Rise) -> bool:
    if folding.place_found(desk, rise) is not None:
        return True
    alert = rise.alert
    facts = {"item": alert.item, "source": alert.source, "subject": alert.subject}
    code = "correlation.opened_alone" if alert.item else "correlation.opened_unresolved"
    why = desk.freed.get(alert.fingerprint) or Why(code=code, facts=facts)
    desk.join(desk.open_alone(rise, why), rise, why)
    return True


def _risen(desk: Desk) -> Iterator[Rise]:
    """What began to fire, also if it began to flap or recovered later in the batch."""
    for fingerprint, at in desk.risen.items():
        alert = desk.alerts[fingerprint]
        if not alert.counted:
            yield Rise(alert, at)


def _spans(sightings: Sequence[Sighting], policy: Policies) -> Iterator[list[Sighting]]:
    """A batch may hold days (a mailbox read after a silence): judge it in spans no longer than the window."""
    span: list[Sighting] = []
    window = policy.window
    for sighting in sightings:
        if span and abs(sighting.event.occurred_at - span[0].event.occurred_at) > window:
            yield span
            span = []
        span.append(sighting)
    yield span
