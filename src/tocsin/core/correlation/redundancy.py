"""Redundancy: losses that only weaken one by one, and together take something down, are one incident."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.explaining import in_time
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.plausible import least
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact.values import Effect


def completed(desk: Desk, groups: Sequence[Group]) -> list[Group]:
    """Feed B is lost while A is: one trouble with two causes.

    Only supplies (places and power) are one trouble before both losses have taken something down; two servers of a cluster
    stay two troubles until then. There is no window: the loss of B takes things down because A is still lost.
    """
    weakened: dict[str, list[tuple[Sign, Group]]] = defaultdict(list)
    for group in groups:
        for sign in _lost_supplies(desk, group):
            for item in desk.graph.loss({sign.item: sign.claim}).reduced:
                weakened[item].append((sign, group))
    for item, several in weakened.items():
        for (sign_x, group_a), (sign_b, group_b) in combinations(several, 2) if len(several) > 1 else ():
            if group_a.now is not group_b.now and _take_down(desk, sign_x, sign_b, item):
                _unite(group_a, group_b)
    return [group for group in groups if group.into is None]


def jointly(desk: Desk, groups: Sequence[Group]) -> list[Group]:
    """Both core switches are down, and a host that needs one of them: it is due to both, and they are one trouble."""
    firing: dict[str, tuple[Sign, Group]] = {}
    for group in groups:
        for sign in group.signs:
            known = firing.get(sign.item)
            worse = known is None or sign.claim.rank > known[0].claim.rank
            if worse and sign.fires and sign.claim.rank >= Effect.DEGRADED.rank:
                firing[sign.item] = sign, group
    if len(firing) < 2:
        return list(groups)
    for group in groups:
        if group.into is None and not group.inferred:
            _join_to_all(desk, firing, group)
    return [group for group in groups if group.into is None]


def _lost_supplies(desk: Desk, group: Group) -> list[Sign]:
    """The supplies that are certainly lost: none where the cause was inferred."""
    if group.inferred:
        return []
    return [sign for sign in group.roots if sign.fires and desk.graph.is_supply(sign.item)]


def _take_down(desk: Desk, sign: Sign, other: Sign, item: str) -> bool:
    both = {sign.item: sign.claim, other.item: other.claim}
    return sign.item != other.item and desk.graph.loss(both).effect(item) is Effect.DOWN


def _unite(group_a: Group, group_b: Group) -> None:
    first, second = sorted((group_a.now, group_b.now), key=lambda group: min(s.at for s in group.roots))
    first.take(second)


def _join_to_all(desk: Desk, firing: dict[str, tuple[Sign, Group]], group: Group) -> None:
    worst = max(group.roots, key=lambda sign: sign.claim.rank)
    if len(group.causes) > 1 or worst.claim.rank < Effect.DEGRADED.rank:
        return  # an alert without effect does not join two troubles
    above = (firing.keys() & desk.graph.line(worst.item)) - {worst.item}
    if len(above) < 2 or all(firing[item][1].now is group.now for item in above):
        return
    causes = _least(desk, {item: firing[item][0] for item in above}, worst)
    groups = [firing[cause.item][1].now for cause in causes]
    for other in groups[1:]:
        if other.now is not groups[0].now:
            groups[0].now.take(other.now)
    if groups and group.now is not groups[0].now:
        groups[0].now.take(group.now, explained=True)


def _least(desk: Desk, above: dict[str, Sign], sign: Sign) -> list[Sign]:
    """A smallest set of these that together explain the sign, upstream first; empty if even all of them do not."""
    losses = {item: cause.claim for item, cause in above.items() if in_time(desk, cause, sign)}
    return [above[item] for item in desk.graph.smallest(losses, sign.item, least(sign.claim))]
