"""Pairs: a kind of event at a place, and two causes that begin within minutes of each other. Knows no row."""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

_WITHIN = timedelta(minutes=15)
_CROWD = 4  # other incidents within that time: a storm pairs everything with everything, and says nothing
_BETWEEN = "|"


def pair(first: str, second: str) -> str:
    """The key of two keys."""
    return f"{first}{_BETWEEN}{second}"


def parts(key: str) -> tuple[str, ...]:
    """The keys of which a pair is made; another key is its only part."""
    return tuple(key.split(_BETWEEN))


def together(begun: Iterable[tuple[int, datetime, str]]) -> dict[int, tuple[str, ...]]:
    """For each incident (id, beginning, cause) in order of time: the pairs of its cause with those shortly before it."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    recent: deque[tuple[datetime, str]] = deque()
    for incident, at, cause in begun:
        while recent and at - recent[0][0] > _WITHIN:
            recent.popleft()
        others = {other for _, other in recent if other != cause}
        if cause and len(recent) <= _CROWD:
            found[incident] = tuple(pair(*sorted((cause, other))) for other in sorted(others))
        if cause:
            recent.append((at, cause))
    return found
