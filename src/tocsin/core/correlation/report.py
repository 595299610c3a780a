"""Report: what a batch did to the incidents, as effects: counted, in the order to write them in."""

from collections.abc import Iterator

from msgspec.structs import replace

from tocsin.core.correlation.case import Case
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.effects import (
    AlertsEnded,
    AlertsJoined,
    AlertsMoved,
    AlertsMuted,
    CauseFound,
    CorrelationEffect,
    IncidentEased,
    IncidentFolded,
    IncidentOpened,
    IncidentRecovered,
    IncidentReopened,
    IncidentWorsened,
)
from tocsin.core.correlation.severity import assess
from tocsin.core.correlation.values import OpenIncident
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.why import Why


def report(desk: Desk) -> list[CorrelationEffect]:
    """The effects since the last report; the desk starts afresh."""
    cases = [case for case in desk.touched.values() if case.id in desk.incidents]
    for case in cases:
        _assess(desk, case)
    seen = [(case, case.frozen()) for case in cases]
    opened = [IncidentOpened(incident=now, why=case.fresh) for case, now in seen if case.fresh]
    effects: list[CorrelationEffect] = [*opened, *desk.notes, *desk.folds, *_joined(cases), *_muted(desk)]
    for case, now in seen:
        effects.extend(_changes(case, now))
        _clear(case, now)
    for log in (
        desk.notes,
        desk.folds,
        desk.muted,
        desk.touched,
        desk.risen,
        desk.fallen,
        desk.freed,
        desk.located,
        desk.reread,
        desk.corrected,
    ):
        log.clear()
    return effects


def once(desk: Desk, effects: list[CorrelationEffect]) -> list[CorrelationEffect]:
    """Without the incidents that one span opened and a later span of the same batch folded: nobody saw them."""
    opened = [effect for effect in effects if isinstance(effect, IncidentOpened)]
    absorbing = {
        effect.parent
        for effect in effects
        if isinstance(effect, IncidentFolded) and effect.parent not in desk.stood
    }
    unseen = ({effect.incident.id for effect in opened} | absorbing) - desk.incidents.keys()
    if not unseen:
        return effects
    others = (
        _redirected(desk, effect, unseen) for effect in effects if not isinstance(effect, IncidentOpened)
    )
    return [
        *(effect for effect in opened if effect.incident.id not in unseen),
        *(effect for effect in others if effect is not None),
    ]


def _redirected(desk: Desk, effect: CorrelationEffect, unseen: set[int]) -> CorrelationEffect | None:
    """Effects on the alerts of an unseen incident become effects on its last parent; its other effects are dropped."""
    match effect:
        case AlertsMoved(incident=number, target=target):
            target = _last(desk, target)
            return None if number in unseen or target == number else replace(effect, target=target)
        case IncidentFolded(child=child, parent=parent):
            return None if child in unseen else replace(effect, parent=_last(desk, parent))
        case AlertsJoined(incident=number) if number in unseen:
            return replace(effect, incident=_last(desk, number))
        case (
            AlertsEnded(incident=number)
            | CauseFound(incident=number)
            | IncidentWorsened(incident=number)
            | IncidentEased(incident=number)
            | IncidentRecovered(incident=number)
            | IncidentReopened(incident=number)
        ) if number in unseen:
            return None
    return effect


def _last(desk: Desk, incident: int) -> int:
    found = desk.find(incident)
    return found.id if found else incident


def _assess(desk: Desk, case: Case) -> None:
    if not case.review:
        return
    if case.members:
        case.effect = assess(desk, case)
    elif case.left_at is not None:
        case.recovered_at = case.left_at


def _joined(cases: list[Case]) -> Iterator[CorrelationEffect]:
    for case in cases:
        for tally in case.joined.values():
            yield AlertsJoined(
                incident=case.id,
                count=tally.count,
                sample=tuple(tally.sample),
                why=tally.why,
                since=tally.since,
            )


def _muted(desk: Desk) -> Iterator[CorrelationEffect]:
    for number, tally in desk.muted.items():
        yield AlertsMuted(intervention=number, count=tally.count, sample=tuple(tally.sample), why=tally.why)


def _changes(case: Case, now: OpenIncident) -> Iterator[CorrelationEffect]:
    if not case.fresh:
        yield from _severity(case.known, now)
    if case.left_at is not None and case.recovered_at is not None:
        facts = {"recovered_at": case.recovered_at.isoformat()}
        why = case.left_why or Why(code="correlation.recovered", facts=facts)
        yield IncidentRecovered(incident=case.id, at=case.recovered_at, why=why)
    else:
        yield from _ended(case)


def _ended(case: Case) -> Iterator[CorrelationEffect]:
    for tally in case.ended.values():
        yield AlertsEnded(incident=case.id, count=tally.count, sample=tuple(tally.sample), why=tally.why)


def _severity(known: OpenIncident, now: OpenIncident) -> Iterator[CorrelationEffect]:
    """Worse or better: by the effect, else by the causes, which may hit more items with the same effect."""
    before, effect = known.effect, now.effect
    grown = [key for key, claim in now.failing.items() if claim.rank > _claim(known, key).rank]
    gone = [key for key in known.failing if key not in now.failing]
    facts = {"before": before.value, "effect": effect.value, "criticality": now.criticality.value}
    if effect.rank > before.rank or now.criticality.rank > known.criticality.rank:
        code = "correlation.graver" if effect is before else "correlation.worsened"
        yield _worsened(known, now, Why(code=code, facts=facts))
    elif effect.rank < before.rank:
        yield _eased(known, now, Why(code="correlation.eased", facts=facts))
    elif grown and now.members:
        yield _worsened(known, now, Why(code="correlation.grown", facts={"items": grown}))
    elif gone and now.members:
        yield _eased(known, now, Why(code="correlation.shrunk", facts={"items": gone}))


def _claim(incident: OpenIncident, key: str) -> Effect:
    return incident.failing.get(key, Effect.NONE)


def _worsened(known: OpenIncident, now: OpenIncident, why: Why) -> IncidentWorsened:
    return IncidentWorsened(
        incident=now.id, before=known.effect, effect=now.effect, criticality=now.criticality, why=why
    )


def _eased(known: OpenIncident, now: OpenIncident, why: Why) -> IncidentEased:
    return IncidentEased(incident=now.id, before=known.effect, effect=now.effect, why=why)


def _clear(case: Case, now: OpenIncident) -> None:
    case.fresh, case.left_at, case.left_why, case.review = None, None, None, False
    case.joined, case.ended = {}, {}
    case.known = now
