"""Heating: lost cooling explains the heat in its room, and heat what shuts down in it, for as long as it is hot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.groups import Group
from tocsin.core.correlation.signs import Sign
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import HOSTS, ItemType


def heated(desk: Desk, groups: Sequence[Group]) -> list[Group]:
    """Cooling lost, temperatures, shutdowns: one trouble that worsens.

    Heat rises slowly, so there is no window: what gets hot or shuts down in a place that is already hot, and still is, is
    due to that. Two hot places in a room mean that the room is hot.
    """
    hot = _hot(desk, groups)
    for group in groups if hot else ():
        cause = next((heat_source for heat_source in hot if _explains(desk, heat_source, group)), None)
        if cause is not None:
            cause[1].now.take(group, explained=True)
    if hot:
        _hot_rooms(desk, [group for group in groups if group.into is None])
    return [group for group in groups if group.into is None]


def _hot(desk: Desk, groups: Iterable[Group]) -> list[tuple[Sign, Group]]:
    """The groups of places that are hot or no longer cooled: lost cooling first, then the widest place."""
    found = [(sign, group) for group in groups for sign in group.signs if sign.hot and not group.inferred]
    return sorted(
        found,
        key=lambda pair: (
            not _cools(desk, pair[0]),
            desk.graph.rank(pair[0].item),
            pair[0].hot or pair[0].at,
        ),
    )


def _cools(desk: Desk, sign: Sign) -> bool:
    return desk.graph.type_of(sign.item) is ItemType.COOLING_UNIT


def _explains(desk: Desk, cause: tuple[Sign, Group], group: Group) -> bool:
    sign, known = cause
    return known.now is not group and all(_follows(desk, sign, root) for root in group.roots)


def _follows(desk: Desk, cause: Sign, sign: Sign) -> bool:
    graph = desk.graph
    if sign.item == cause.item or sign.item not in graph.lost(cause.item):
        return False
    here = graph.rack_of(sign.item) == graph.rack_of(cause.item) or graph.room_of(sign.item) in graph.lost(
        cause.item
    )
    return here and _due_to_heat(desk, cause.hot or cause.at, sign)


def _due_to_heat(desk: Desk, since: datetime, sign: Sign) -> bool:
    """Whether this is heat too, or a machine that failed after it got hot; a high load or a full disk does not count."""
    if sign.hot:
        return sign.hot >= since - desk.window
    harmed = desk.graph.type_of(sign.item) in HOSTS and sign.claim.rank >= Effect.DEGRADED.rank
    return harmed and sign.may_mean_lost_supply and sign.at >= since


def _hot_rooms(desk: Desk, groups: Sequence[Group]) -> None:
    """Two hot places of a room are one trouble, and from then on what shuts down in the room is due to it."""
    rooms: dict[str, list[tuple[Sign, Group]]] = defaultdict(list)
    roots = ((sign, group) for sign, group in _hot(desk, groups) if sign in group.roots)
    for sign, group in roots:
        if room := desk.graph.room_of(sign.item):
            rooms[room].append((sign, group))
    for room, hot in rooms.items():
        _, *others = sorted({sign.item: sign.hot or sign.at for sign, _ in hot}.values())
        for _, group in hot[1:]:
            if group.now is not hot[0][1].now:
                hot[0][1].now.take(group.now)
        if others:
            _harmed(desk, room, others[0], hot[0][1].now, groups)


def _harmed(desk: Desk, room: str, since: datetime, into: Group, groups: Sequence[Group]) -> None:
    for group in groups:
        if group.into is None and group is not into and not group.inferred:
            inside = all(desk.graph.room_of(sign.item) == room for sign in group.roots)
            if inside and all(_due_to_heat(desk, since, sign) for sign in group.roots):
                into.take(group, explained=True)
