"""Storm: many items under one supply, and nobody named the cause: infer it."""

from collections import Counter
from datetime import datetime, timedelta

from tocsin.core.correlation.case import Case, Rise, claimed
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.folding import absorb
from tocsin.core.correlation.index import Incident
from tocsin.core.correlation.plausible import began_close, enough
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.why import Why

Shown = dict[str, tuple[datetime, Effect]]  # item -> since when, and the worst effect, that it shows
Evidence = dict[str, set[str]]  # supply -> the distinct items that its loss would explain

_OVER_RACKS = (ItemType.FEED, ItemType.ROOM)
_BEYOND = 2  # items outside the rack that has most of them, before a feed or a room is suspected
_AT_ONCE = 5  # what a feed or a room loses, it loses at once: within this fraction of the window


def infer(desk: Desk, left: list[Rise]) -> list[Rise]:
    """Give every storm among these alerts its one incident; return the alerts that belong to none.

    The supply that explains most items is the cause; of several that explain the same, the narrowest.
    """
    while left:
        evidence = _evidence(desk, left)
        cause = _best(desk, evidence)
        if cause is None:
            break
        storm = [rise for rise in left if _explains(desk, cause, rise)]
        _gather(desk, cause, storm, len(evidence[cause]))
        gone = {rise.alert.fingerprint for rise in storm}
        left = [rise for rise in left if rise.alert.fingerprint not in gone]
    return left


def _evidence(desk: Desk, left: list[Rise]) -> Evidence:
    """What speaks for each supply above these alerts; only where there is enough is the loss looked into."""
    suspects = _suspects(desk, left)
    newest = max(left, key=lambda rise: rise.at)
    for incident in desk.those(desk.index.about(newest.at)) if suspects else ():
        if _recent(desk, incident, newest):
            _testify(desk, incident, suspects)
    least = desk.policy.storm_threshold
    likely = {key: _hit(desk, key, shown) for key, shown in suspects.items() if len(shown) >= least}
    # Old troubles may make a storm among themselves: one of the new alerts must be in it.
    new = _claimed_now(desk, left)
    return {key: items for key, items in likely.items() if _has_new(desk, key, items, new)}


def _claimed_now(desk: Desk, left: list[Rise]) -> dict[str, set[Effect]]:
    new: dict[str, set[Effect]] = {}
    for rise in left:
        if desk.speaks_of_supply(rise.alert.kind):
            new.setdefault(rise.alert.item, set()).add(rise.alert.effect)
    return new


def _has_new(desk: Desk, supply: str, items: set[str], new: dict[str, set[Effect]]) -> bool:
    """Whether the loss explains a new alert; that it explains an older one of the same item is not enough."""
    loss = desk.graph.lost(supply)
    return any(enough(loss.effect(item), claim) for item in items for claim in new.get(item, ()))


def _hit(desk: Desk, supply: str, shown: Shown) -> set[str]:
    """The most items that the loss explains within the time in which a supply is lost."""
    loss = desk.graph.lost(supply)
    hit = sorted((at, item) for item, (at, claim) in shown.items() if enough(loss.effect(item), claim))
    over_racks = desk.graph.type_of(supply) in _OVER_RACKS
    span = desk.window / _AT_ONCE if over_racks else desk.window
    return {item for _, item in _densest(hit, span)}


def _densest(hit: list[tuple[datetime, str]], span: timedelta) -> list[tuple[datetime, str]]:
    """The longest run of these, in order of time, that lies within the span; of two, the later."""
    start, best = 0, hit[:0]
    for end, (at, _) in enumerate(hit, 1):
        while at - hit[start][0] > span:
            start += 1
        if end - start >= len(best):
            best = hit[start:end]
    return best


def _suspects(desk: Desk, left: list[Rise]) -> dict[str, Shown]:
    suspects: dict[str, Shown] = {}
    for alert, at in left:
        if desk.speaks_of_supply(alert.kind):
            for supply in desk.graph.supplies(alert.item):
                _show(suspects.setdefault(supply, {}), alert.item, at, alert.effect)
    return suspects


def _testify(desk: Desk, incident: Incident, suspects: dict[str, Shown]) -> None:
    """An incident speaks for its cause, an inferred one for each of its items."""
    known, at = incident.causes, incident.caused_at or incident.opened_at
    if incident.inferred:
        known = {key: claimed(counts) for key, counts in incident.members.items()}
        at = incident.last_at
    for item, claim in known.items():
        for supply in (item, *desk.graph.supplies(item)):
            if supply in suspects:
                _show(suspects[supply], item, at, claim)


def _show(shown: Shown, item: str, at: datetime, claim: Effect) -> None:
    before = shown.get(item)
    if before is None or claim.rank > before[1].rank:
        shown[item] = (at, claim)


def _recent(desk: Desk, incident: Incident, rise: Rise) -> bool:
    return (
        incident.recovered_at is None
        and bool(incident.causes)
        and desk.speaks_of_supply(incident.kind)
        and began_close(desk, incident, rise.at)
    )


def _best(desk: Desk, evidence: Evidence) -> str | None:
    likely = [supply for supply, items in evidence.items() if _is_storm(desk, supply, items)]
    return min(likely, key=lambda one: (-len(evidence[one]), len(desk.graph.lost(one)), one), default=None)


def _is_storm(desk: Desk, supply: str, items: set[str]) -> bool:
    """Enough items; and one rack in trouble never makes a room."""
    if len(items) < desk.policy.storm_threshold:
        return False
    if desk.graph.type_of(supply) not in _OVER_RACKS:
        return True
    racks = Counter(desk.graph.rack_of(item) for item in items)
    return len(items) - max(racks.values()) >= _BEYOND


def _explains(desk: Desk, cause: str, rise: Rise) -> bool:
    alert = rise.alert
    return desk.speaks_of_supply(alert.kind) and enough(
        desk.graph.lost(cause).effect(alert.item), alert.effect
    )


def _gather(desk: Desk, cause: str, storm: list[Rise], count: int) -> None:
    facts = {"cause": cause, "items": count, "window_s": desk.policy.correlation_window_s}
    why = Why(code="correlation.opened_inferred", facts=facts)
    case = _case(desk, cause, storm, why)
    for rise in storm:
        desk.join(case, rise, why)
    absorb(desk, case, max(rise.at for rise in storm))


def _case(desk: Desk, cause: str, storm: list[Rise], why: Why) -> Case:
    first = min(storm, key=lambda rise: rise.at)
    for incident in desk.those(desk.index.by_cause.get(cause, ())):
        if incident.inferred and _recent(desk, incident, first):
            return desk.case(incident)
    return desk.open(first, why, cause=cause, causes={cause: Effect.DOWN}, inferred=True)
