"""Impact: the answer to "what does this take down?", looked up by key, told as hits, explained as chains."""

from functools import cached_property

from tocsin.core.impact.network import Network
from tocsin.core.impact.spread import FAILED
from tocsin.core.impact.values import Effect, Hit
from tocsin.core.inventory.values import ItemType

_EFFECTS = tuple(Effect)
_SERVING = (ItemType.DEVICE, ItemType.APPLICATION)


class Impact:
    """What a set of failures does. Items that are not hit are not in it."""

    __slots__ = ("__dict__", "_due", "_net", "_ranks")

    def __init__(self, net: Network, ranks: dict[int, int], due: dict[int, int]) -> None:
        self._net, self._ranks, self._due = net, ranks, due

    def __len__(self) -> int:
        return len(self._ranks)

    def __contains__(self, item: object) -> bool:
        return self._net.index.get(item, -1) in self._ranks  # type: ignore[call-overload]

    def effect(self, item: str) -> Effect:
        """How this item is hit; ``NONE`` if it is not, or is unknown."""
        return _EFFECTS[self._ranks.get(self._net.index.get(item, -1), 0)]

    def hit(self, item: str) -> Hit | None:
        """The hit on this item, with the lost parents that it is due to; None if it is not hit."""
        at = self._net.index.get(item, -1)
        return self._hit(at, self._ranks[at]) if at in self._ranks else None

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Every item hit, worst first, those that failed themselves among them (``via`` is empty)."""
        return tuple(self._hit(at, rank) for at, rank in self._ranks.items())

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The keys of the items hit, worst first."""
        keys = self._net.keys
        return tuple(keys[at] for at in self._ranks)

    @cached_property
    def reduced(self) -> frozenset[str]:
        """The items that only lost redundancy: one more loss may take them down."""
        keys, rank = self._net.keys, Effect.REDUNDANCY_LOST.rank
        return frozenset(keys[at] for at, hit in self._ranks.items() if hit == rank)

    @cached_property
    def worst(self) -> Effect:
        """The worst effect on what serves somebody: devices and applications. ``NONE`` if there are none."""
        types = self._net.types
        return _EFFECTS[max((rank for at, rank in self._ranks.items() if types[at] in _SERVING), default=0)]

    def explain(self, item: str) -> tuple[Hit, ...]:
        """The shortest chain from a failure to this item, one hit a step; empty if the item is not hit."""
        start = self._net.index.get(item, -1)
        if start not in self._ranks:
            return ()
        chain = self._back(start)
        return tuple(self._hit(at, self._ranks[at]) for at in chain)

    def _back(self, start: int) -> list[int]:
        towards = {start: start}
        for at in (queue := [start]):
            if self._due[at] == FAILED:
                return _follow(towards, at, start)
            for parent in self._lost(at):
                if parent not in towards:
                    towards[parent] = at
                    queue.append(parent)
        return [start]

    def _hit(self, at: int, rank: int) -> Hit:
        keys, group = self._net.keys, self._due[at]
        if group == FAILED:
            return Hit(item=keys[at], effect=_EFFECTS[rank])
        via = tuple(dict.fromkeys(keys[parent] for parent in self._lost(at)))
        return Hit(item=keys[at], effect=_EFFECTS[rank], via=via, label=self._net.labels[group])

    def _lost(self, at: int) -> tuple[int, ...]:
        """The members of the group it is due to that are hit at least as hard as it is."""
        members = self._net.members[self._due[at]]
        if len(members) == 1:
            return members
        ranks, rank = self._ranks, self._ranks[at]
        return tuple(parent for parent in members if ranks.get(parent, 0) >= rank)


def _follow(towards: dict[int, int], at: int, end: int) -> list[int]:
    chain = [at]
    while at != end:
        at = towards[at]
        chain.append(at)
    return chain
