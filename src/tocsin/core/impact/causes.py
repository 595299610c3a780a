"""Causes: from what is hit, up the network, to what could have caused it, and down again. Computes no impact."""

from collections.abc import Iterable

from tocsin.core.impact.network import Network
from tocsin.core.inventory.values import HOSTS, ItemType

PHYSICAL = frozenset({ItemType.PDU, ItemType.FEED, ItemType.RACK, ItemType.ROOM})
SUSPECT = PHYSICAL | {
    ItemType.UPS,
    ItemType.CLUSTER,
    ItemType.DEVICE,
    ItemType.VIRTUAL_MACHINE,
    ItemType.CIRCUIT,
}

_MUCH = 50


def redundant_sets(net: Network, item: str, above: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The sets of hosts of which the item, or what it depends on (``above``), needs one; and those that it is itself in."""
    start = net.index.get(item, -1)
    if start < 0:
        return ()
    asked = [start, *(net.index[key] for key in above)]
    groups = [group for at in asked for group in net.groups_of[at]] + [
        group for group, _ in net.dependents[start]
    ]
    found = dict.fromkeys(
        net.members[group]
        for group in groups
        if net.spare[group] == len(net.members[group]) - 1 > 0 and group not in net.degrading
    )
    hosts = (members for members in found if all(net.types[member] in HOSTS for member in members))
    return tuple(dict.fromkeys(tuple(sorted(net.keys[member] for member in members)) for members in hosts))


def ancestors(net: Network, item: str) -> tuple[str, ...]:
    """Everything that the item depends on, nearest first."""
    start = net.index.get(item, -1)
    if start < 0:
        return ()
    seen = {start}
    for at in (queue := [start]):
        for member in net.needs[at]:
            if member not in seen:
                seen.add(member)
                queue.append(member)
    return tuple([net.keys[at] for at in queue[1:]])


def dependents(net: Network, item: str) -> frozenset[str] | None:
    """Everything else that depends on the item, at any distance; None if that is much."""
    start = net.index.get(item, -1)
    if start < 0:
        return frozenset()
    seen = set(range(start, net.ends[start]))
    for at in (queue := [start]):
        for group, _ in net.outward[at]:
            child = net.child[group]
            if child not in seen:
                seen.add(child)
                seen.update(range(child + 1, net.ends[child]))
                queue.append(child)
        if len(seen) > _MUCH:
            return None
    seen.remove(start)
    return frozenset([net.keys[at] for at in seen])
