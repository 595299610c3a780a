"""Cabling: redundant cords that are not, because one thing upstream takes them all."""

from collections import Counter
from itertools import chain

from tocsin.core.impact.network import Network
from tocsin.core.impact.values import MisCabled
from tocsin.core.inventory.values import ItemType

_POWER = frozenset({ItemType.OUTLET, ItemType.PDU, ItemType.FEED, ItemType.UPS})


def mis_cabled(net: Network) -> tuple[MisCabled, ...]:
    """Every item with spare cords that share an outlet, a PDU, a feed or a UPS beyond what can be spared."""
    seen: dict[int, tuple[int, ...]] = {}
    found = [case for group in range(len(net.child)) if (case := _case(net, group, seen))]
    return tuple(sorted(found, key=lambda case: case.item))


def _case(net: Network, group: int, seen: dict[int, tuple[int, ...]]) -> MisCabled | None:
    cords, spare = net.members[group], net.spare[group]
    if spare < 1 or len(cords) < 2 or not all(net.types[cord] in _POWER for cord in cords):
        return None
    shared = Counter(chain.from_iterable(_line(net, cord, seen) for cord in cords))
    common = tuple(net.keys[at] for at, count in shared.items() if count > spare)
    keys = tuple(net.keys[cord] for cord in cords)
    return MisCabled(item=net.keys[net.child[group]], cords=keys, common=common) if common else None


def _line(net: Network, cord: int, seen: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """The power line above a cord that it can't do without, the cord first."""
    if cord not in seen:
        line = {cord: None}
        for at in (queue := [cord]):
            for group in net.groups_of[at]:
                fresh = (
                    [member for member in net.members[group] if member not in line]
                    if not net.spare[group]
                    else []
                )
                line.update(dict.fromkeys(fresh))
                queue.extend(fresh)
        seen[cord] = tuple(at for at in queue if net.types[at] in _POWER)
    return seen[cord]
