"""Causes: looking up the network, from what is hit to what could have done it, and to who says so."""

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


def ancestors(net: Network, item: str) -> tuple[str, ...]:
    """Everything that the item hangs on, nearest first."""
    start = net.index.get(item, -1)
    if start < 0:
        return ()
    seen = {start}
    for at in (queue := [start]):
        for group in net.groups_of[at]:
            for member in net.members[group]:
                if member not in seen:
                    seen.add(member)
                    queue.append(member)
    return tuple(net.keys[at] for at in queue[1:])
