"""Spread: how failures run through the network, over the affected area only."""

from collections.abc import Iterable

from tocsin.core.impact.network import Network
from tocsin.core.impact.ranks import ranks
from tocsin.core.impact.values import Effect

FAILED = -1  # in place of a group: the item failed itself

_REDUCED, _DEGRADED, _DOWN = Effect.REDUNDANCY_LOST.rank, Effect.DEGRADED.rank, Effect.DOWN.rank


class Spread:
    """What was reached so far: the rank of the effect on each item, in which order, and due to which group.

    Worst first: all that is down, then degraded, then what only lost redundancy. A group gives its item the
    effect of the member that uses up its spares, so each item is settled once, whatever the order.
    A degrading group gives its item no more than degraded; a spare lost in it stays with that one item,
    because the next loss takes nothing down.
    """

    def __init__(self, net: Network, failures: Iterable[tuple[str, Effect]]) -> None:
        self._net = net
        own = [(net.index[key], effect.rank) for key, effect in failures if key in net.index]
        self.ranks = ranks(len(net.keys), max((net.ends[item] - item for item, _ in own), default=0))
        self.reached: list[int] = []
        self.due: dict[int, int] = {}  # what a container takes along is not in it
        self._losses: dict[int, int] = {}
        self._degraded: list[int] = []  # degrading groups that are down
        self._reduced: list[int] = []
        self._alone: list[int] = []  # degrading groups that lost a spare
        for rank in (_DOWN, _DEGRADED, _REDUCED):
            front = {item: FAILED for item, failed in own if failed == rank and not self.ranks[item]}
            self.due |= front
            if rank == _DEGRADED:
                front = self._children(self._degraded) | front
            if rank == _REDUCED:
                front = self._children(self._reduced) | front
            if front:
                self._settle(front, rank)
        self._settle_alone()

    def _children(self, groups: list[int]) -> dict[int, int]:
        return {self._net.child[group]: group for group in reversed(groups)}

    def _settle_alone(self) -> None:
        for item, group in self._children(self._alone).items():
            if not self.ranks[item]:
                self.ranks[item] = _REDUCED
                self.due[item] = group
                self.reached.append(item)

    def _settle(self, front: dict[int, int], rank: int) -> None:
        """Settle what this front reaches at this rank; note the groups that a loss only reduces."""
        child_of, spares, ranks, losses = self._net.child, self._net.spare, self.ranks, self._losses
        due, reduced, reach, degrading = self.due, self._reduced, self._reach, self._net.degrading
        while front:
            item, through = front.popitem()
            if ranks[item]:
                continue
            due.setdefault(item, through)
            for group, count in reach(item, rank, front):
                child = child_of[group]
                if ranks[child]:
                    continue
                if spare := spares[group]:
                    lost = losses[group] = losses.get(group, 0) + count
                    if lost <= spare:
                        if rank == _DOWN:
                            (self._alone if group in degrading else reduced).append(group)
                        continue
                if group in degrading and rank != _DEGRADED:
                    (self._degraded if rank == _DOWN else self._alone).append(group)
                else:
                    front[child] = group

    def _reach(self, item: int, rank: int, front: dict[int, int]) -> Iterable[tuple[int, int]]:
        """Take the item with all that it contains, or alone where some of that was reached before it."""
        net, ranks, end = self._net, self.ranks, self._net.ends[item]
        if end == item + 1:
            ranks[item] = rank
            self.reached.append(item)
            return net.outward[item]
        if ranks.take(item, end, rank):
            self.reached += range(item, end)
            return net.outward[item]
        ranks[item] = rank
        self.reached.append(item)
        inside = item + 1
        while inside < end:
            front[inside] = net.groups_of[inside][0]
            inside = net.ends[inside]
        return net.dependents[item]
