"""Explaining: which sign is due to which named item. The most upstream item that explains it wins, in any order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.plausible import LATE, enough
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact.values import Effect

Named = dict[str, list[tuple[Sign, Group]]]  # item -> its signs, each with its group


def explained(desk: Desk, signs: Sequence[Sign]) -> list[Group]:
    """The signs as groups: each with what explains it, else alone; signs of one incident stay together."""
    named: Named = {}
    for item, on_item in _upstream_first(desk, signs):
        for sign in sorted(on_item, key=_worst_first):
            group = _explainer(desk, named, sign) or _same_item(desk, named, sign)
            if group is None:
                group = Group([sign])
            group.signs.append(sign)
            named.setdefault(item, []).append((sign, group))
    groups = list(dict.fromkeys(group for on_item in named.values() for _, group in on_item))
    return kept_together(groups, [sign for sign in signs if sign.bound])


def in_time(desk: Desk, cause: Sign, sign: Sign) -> bool:
    """Whether the cause may be that of the sign by their times.

    A cause may be named up to an hour after its symptom, and at any time if the symptom's cause was only inferred. A cause
    that is down explains for as long as it fires, any other cause within the window after its incident last grew.
    """
    if sign.at < cause.at:
        return bool(sign.guess) or cause.at - sign.at < LATE
    return (cause.fires and cause.claim is Effect.DOWN) or sign.at <= cause.last + desk.window


def _upstream_first(desk: Desk, signs: Iterable[Sign]) -> list[tuple[str, list[Sign]]]:
    by_item: dict[str, list[Sign]] = defaultdict(list)
    for sign in signs:
        by_item[sign.item].append(sign)
    return [(item, by_item[item]) for item in sorted(by_item, key=desk.graph.rank)]


def _worst_first(sign: Sign) -> tuple[int, object, bool]:
    return -sign.claim.rank, sign.at, sign.may_mean_lost_supply


def _explainer(desk: Desk, named: Named, sign: Sign) -> Group | None:
    line = desk.graph.line(sign.item)
    above = [item for item in line if item in named and item != sign.item]
    if len(above) > 1:
        above.sort(key=desk.graph.rank)
    for item in above:
        for cause, group in named[item]:
            effect = desk.graph.loss({item: cause.claim}).effect(sign.item)
            if enough(effect, sign.claim) and in_time(desk, cause, sign):
                return group
    return None


def _same_item(desk: Desk, named: Named, sign: Sign) -> Group | None:
    """Another condition of the same item: the same trouble, within the window or while it is down."""
    for other, group in named.get(sign.item, ()):
        if other in group.roots and (in_time(desk, other, sign) or sign.at <= other.last + desk.window):
            group.roots.append(sign)
            return group
    return None


def kept_together(groups: Sequence[Group], bound: Sequence[Sign]) -> list[Group]:
    """Signs of an incident stay with its causes, unless something else explains them."""
    if not bound:
        return list(groups)
    known = [(sign, group) for group in groups for sign in group.signs if sign.home]
    homes: dict[int, Group] = {}
    for sign, group in sorted(known, key=lambda pair: (pair[0] not in pair[1].roots, pair[0].at)):
        if sign.cause or sign.guess:
            homes.setdefault(sign.home, group)
    kept = set(bound)
    for sign, group in known:
        if sign not in kept or sign not in group.roots or any(root.home != sign.home for root in group.roots):
            continue
        home = homes.get(sign.home, group).now
        if home is not group.now:
            home.take(group.now, explained=not (sign.cause or sign.guess))
        home.inferred, home.spares = sign.guess, sign.spares
    return [group for group in groups if group.into is None]


def left_over(signs: Sequence[Sign]) -> list[Sign]:
    """The signs of an incident besides its causes, whatever the reason was."""
    return [sign for sign in signs if sign.home and not sign.bound and not sign.cause and not sign.guess]
