"""Impact: the answer to "what does this take down?", looked up by key, listed as hits, explained as chains."""

from collections.abc import Iterable
from functools import cached_property

from tocsin.core.impact.network import Network
from tocsin.core.impact.spread import FAILED, Spread
from tocsin.core.impact.values import Effect, Hit
from tocsin.core.inventory.values import ItemType

_EFFECTS = tuple(Effect)
SERVING = (ItemType.DEVICE, ItemType.CLUSTER, ItemType.VIRTUAL_MACHINE, ItemType.APPLICATION)


class Impact:
    """What a set of failures does. Items that are not hit are not in it."""

    __slots__ = ("__dict__", "_due", "_net", "_ranks", "_reached")

    def __init__(self, net: Network, failures: Iterable[tuple[str, Effect]]) -> None:
        spread = Spread(net, failures)
        self._net, self._ranks, self._due, self._reached = net, spread.ranks, spread.due, spread.reached

    def __len__(self) -> int:
        return len(self._reached)

    def __contains__(self, item: object) -> bool:
        return self._ranks[self._net.index.get(item, -1)] > 0  # type: ignore[call-overload]

    def effect(self, item: str) -> Effect:
        """How this item is hit; ``NONE`` if it is not, or is unknown."""
        return _EFFECTS[self._ranks[self._net.index.get(item, -1)]]

    def hit(self, item: str) -> Hit | None:
        """The hit on this item, with the lost parents that it is due to; None if it is not hit."""
        return self._hit(self._net.index[item]) if item in self else None

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Every item hit, worst first, those that failed themselves among them (``via`` is empty)."""
        return tuple(map(self._hit, self._reached))

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The keys of the items hit, worst first."""
        keys = self._net.keys
        return tuple([keys[at] for at in self._reached])

    @cached_property
    def reduced(self) -> frozenset[str]:
        """The items that only lost redundancy: one more loss may take them down."""
        keys, ranks, rank = self._net.keys, self._ranks, Effect.REDUNDANCY_LOST.rank
        return frozenset([keys[at] for at in self._reached if ranks[at] == rank])

    @cached_property
    def worst(self) -> Effect:
        """The worst effect on what serves somebody: devices, virtual machines, applications. ``NONE`` if there are none."""
        types = self._net.types
        return _EFFECTS[self._ranks[next((at for at in self._reached if types[at] in SERVING), -1)]]

    def explain(self, item: str) -> tuple[Hit, ...]:
        """The shortest chain from a failure to this item, one hit for each step; empty if the item is not hit."""
        start = self._net.index.get(item, -1)
        return tuple(map(self._hit, self._back(start))) if self._ranks[start] else ()

    def _back(self, start: int) -> list[int]:
        towards = {start: start}
        for at in (queue := [start]):
            if self._due.get(at) == FAILED:
                return _follow(towards, at, start)
            for parent in self._lost(at):
                if parent not in towards:
                    towards[parent] = at
                    queue.append(parent)
        return [start]

    def _hit(self, at: int) -> Hit:
        keys, effect = self._net.keys, _EFFECTS[self._ranks[at]]
        if self._due.get(at) == FAILED:
            return Hit(item=keys[at], effect=effect)
        via = tuple(dict.fromkeys(keys[parent] for parent in self._lost(at)))
        return Hit(item=keys[at], effect=effect, via=via, label=self._net.labels[self._group(at)])

    def _group(self, at: int) -> int:
        """The group that the hit is due to; where none is noted, that of its container, which is the first."""
        return self._due.get(at, self._net.groups_of[at][0])

    def _lost(self, at: int) -> tuple[int, ...]:
        """The members of the group it is due to that are hit at least as hard as it is."""
        members = self._net.members[self._group(at)]
        if len(members) == 1:
            return members
        ranks, rank = self._ranks, self._ranks[at]
        return tuple(parent for parent in members if ranks[parent] >= rank)


def _follow(towards: dict[int, int], at: int, end: int) -> list[int]:
    steps = [at]
    while at != end:
        at = towards[at]
        steps.append(at)
    return steps
