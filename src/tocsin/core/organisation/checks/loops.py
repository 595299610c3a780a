"""Loops: the loops in a graph of dependencies."""

from collections.abc import Iterable, Iterator, Mapping


def loops(parents: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """One loop for every link that closes one, smallest key first; no recursion, so depth is no limit."""
    done: set[str] = set()
    for start in parents:
        if start not in done:
            yield from _from(start, parents, done)


def _from(start: str, parents: Mapping[str, Iterable[str]], done: set[str]) -> Iterator[tuple[str, ...]]:
    trail = {start: iter(parents.get(start, ()))}
    while trail:
        node = next(reversed(trail))
        step = next(trail[node], None)
        if step is None:
            done.add(node)
            del trail[node]
        elif step in trail:
            yield _turned(list(trail), step)
        elif step in parents and step not in done:
            trail[step] = iter(parents[step])


def _turned(trail: list[str], step: str) -> tuple[str, ...]:
    loop = trail[trail.index(step) :]
    first = loop.index(min(loop))
    return tuple(loop[first:] + loop[:first])
