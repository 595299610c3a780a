"""Causes: looking up the network, from what is hit to what could have done it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tocsin.core.impact.network import Network
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType

if TYPE_CHECKING:
    from tocsin.core.impact.graph import Graph

PHYSICAL = frozenset({ItemType.PDU, ItemType.FEED, ItemType.RACK, ItemType.ROOM})


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


def common(graph: "Graph", claims: Mapping[str, Effect]) -> tuple[str, ...]:
    """The lowest items whose loss hits every claimed item at least as hard as claimed, narrowest first."""
    lines = [{item, *graph.ancestors(item)} for item in claims]
    shared = set.intersection(*lines) if lines else set()
    found = [key for key in shared if _explains(graph, key, claims)]
    lowest = [key for key in found if not _takes_another(graph, key, found)]
    return tuple(sorted(lowest, key=lambda key: (len(graph.lost(key)), key)))


def _explains(graph: "Graph", key: str, claims: Mapping[str, Effect]) -> bool:
    loss = graph.lost(key)
    return all(loss.effect(item).rank >= max(claim.rank, 1) for item, claim in claims.items())


def _takes_another(graph: "Graph", key: str, found: list[str]) -> bool:
    loss = graph.lost(key)
    return any(other != key and loss.effect(other) is Effect.DOWN for other in found)
