"""Spread: how failures run through the network, over the affected area only."""

from collections.abc import Iterable

from tocsin.core.impact.network import Network
from tocsin.core.impact.values import Effect

FAILED = -1  # in place of a group: the item failed itself

_REDUCED, _DEGRADED, _DOWN = Effect.REDUNDANCY_LOST.rank, Effect.DEGRADED.rank, Effect.DOWN.rank


def spread(net: Network, failures: Iterable[tuple[str, Effect]]) -> tuple[dict[int, int], dict[int, int]]:
    """Settle every item hit: (item -> rank of its effect, item -> the group that it is due to).

    Worst first: all that is down, then degraded, then what only lost redundancy. A group gives its item the
    effect of the member that uses up its spares, so each item is settled once, whatever the order.
    """
    own = [(net.index[key], effect.rank) for key, effect in failures if key in net.index]
    settled: dict[int, int] = {}
    due: dict[int, int] = {}
    losses: dict[int, int] = {}
    reduced: list[int] = []
    for rank in (_DOWN, _DEGRADED, _REDUCED):
        front = [(item, FAILED) for item, failed in own if failed == rank]
        if rank == _REDUCED:
            front += [(net.child[group], group) for group in reduced]
        _settle(net, front, rank, settled, due, losses, reduced)
    return settled, due


def _settle(
    net: Network,
    front: list[tuple[int, int]],
    rank: int,
    settled: dict[int, int],
    due: dict[int, int],
    losses: dict[int, int],
    reduced: list[int],
) -> None:
    """Settle what this front reaches at this rank; note the groups that a loss only reduces."""
    dependents, child_of, spares = net.dependents, net.child, net.spare
    stack: list[int] = []
    for item, group in front:
        if item not in settled:
            settled[item], due[item] = rank, group
            stack.append(item)
    while stack:
        for group in dependents[stack.pop()]:
            child = child_of[group]
            if child in settled:
                continue
            if spare := spares[group]:
                lost = losses[group] = losses.get(group, 0) + 1
                if lost <= spare:
                    if rank == _DOWN:
                        reduced.append(group)
                    continue
            settled[child], due[child] = rank, group
            stack.append(child)
