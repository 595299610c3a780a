"""Causes: looking up the network, from what is hit to what could have done it, and down again. Spreads no loss."""

from tocsin.core.impact.network import Network
from tocsin.core.inventory.values import ItemType

PHYSICAL = frozenset({ItemType.PDU, ItemType.FEED, ItemType.RACK, ItemType.ROOM})
SUSPECT = PHYSICAL | {
    ItemType.UPS,
    ItemType.CLUSTER,
    ItemType.DEVICE,
    ItemType.VIRTUAL_MACHINE,
    ItemType.CIRCUIT,
}
CULPRITS = frozenset(
    {
        ItemType.CIRCUIT,
        ItemType.COOLING_UNIT,
        ItemType.UPS,
        ItemType.CLUSTER,
        ItemType.DEVICE,
        ItemType.OUTLET,
    }
)

_MUCH = 50


def ancestors(net: Network, item: str) -> tuple[str, ...]:
    """Everything that the item hangs on, nearest first."""
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


def hanging(net: Network, item: str) -> frozenset[str] | None:
    """Everything else that hangs on the item, and on what hangs on it; None if that is much."""
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
