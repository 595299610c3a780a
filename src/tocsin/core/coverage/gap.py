"""Gap: how far the suppliers' promises reach beyond ours, for an outage that begins at any second of a span.

Exact. Between two neighbouring breaks every deadline stays the same or moves by one second for each second. Where our own
deadline stops moving, the piece is cut once more; in each piece the gap then only rises or only falls. Its maximum is at
an end of the piece; where its sign changes inside a piece, bisection finds the second.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise

from tocsin.core.coverage.promise import NEVER, Promise, around
from tocsin.core.coverage.structure import Part, promises_of
from tocsin.core.kernel.value import Value
from tocsin.core.sla.calendar import Calendar

Gap = Callable[[int], int]


class Late(Value):
    """Outages that begin from ``start`` to before ``end`` (epoch seconds) may last beyond our promise.

    ``worst`` is the second among them from which the delay is longest: ``late_s`` seconds.
    """

    start: int
    end: int
    worst: int
    late_s: int


def beginnings(structure: Part, ours: Promise, first: int, last: int) -> list[int]:
    """The seconds between which the gap only rises or only falls, in order."""
    found = ours.breaks(first, last).union(
        *(promise.breaks(first, last) for promise in promises_of(structure))
    )
    bends = (bend for start, end in pairwise(sorted(found)) for bend in _bend(ours, start, end))
    return sorted(found | around(bends, first, last))


def _bend(ours: Promise, start: int, end: int) -> Iterator[int]:
    """Where our deadline, the earliest of several, stops moving; nothing if it does not stop."""
    rise = ours.due(end) - ours.due(start)
    if 0 < rise < end - start:
        yield start + rise


def late(structure: Part, ours: Promise, seconds: list[int]) -> tuple[Late, ...]:
    """Every span of beginnings from which an outage may last beyond our promise, in order."""

    def gap(second: int) -> int:
        return structure.due(second) - ours.due(second)

    spans: list[Late] = []
    for start, end, worst, late_s in _spans(gap, seconds):
        if spans and spans[-1].end >= start:
            before = spans[-1]
            best = max((before.late_s, -before.worst), (late_s, -worst))
            spans[-1] = Late(start=before.start, end=end, worst=-best[1], late_s=best[0])
        else:
            spans.append(Late(start=start, end=end, worst=worst, late_s=late_s))
    return tuple(spans)


def _spans(gap: Gap, seconds: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """The late part of each piece: (start, end, its worst second, the delay there)."""
    values = [gap(second) for second in seconds]
    for (a, b), (at_a, at_b) in zip(pairwise(seconds), pairwise(values), strict=True):
        if at_a <= 0 and at_b <= 0:
            continue
        worst, most = (a, at_a) if at_a >= at_b else (b, at_b)
        start = a if at_a > 0 else _change(gap, a, b)
        end = b + 1 if at_b > 0 else _change(gap, a, b)
        yield start, end, worst, most


def _change(gap: Gap, a: int, b: int) -> int:
    """The first second after ``a`` whose sign is that of ``b``. The gap only rises or only falls between them."""
    wanted = gap(b) > 0
    while b - a > 1:
        middle = (a + b) // 2
        a, b = (a, middle) if (gap(middle) > 0) is wanted else (middle, b)
    return b


def largest(calendar: Calendar, delay_s: int, ours: Promise, first: int, last: int) -> tuple[int, int]:
    """The longest target in this calendar that never ends after our promise, and the beginning that bounds it.

    Seconds of that calendar; zero or less: no target on this calendar is short enough.
    """
    edges = [edge - delay_s for edge in calendar.edges]
    found = ours.breaks(first, last) | around(edges, first, last)
    bends = (bend for start, end in pairwise(sorted(found)) for bend in _bend(ours, start, end))
    found |= around(bends, first, last)
    pieces = pairwise(sorted(found))
    crossings = (at for a, b in pieces for at in _crossings(ours, calendar.edges, a, b))
    found |= around(crossings, first, last)
    return min((_room(calendar, delay_s, ours, second), second) for second in found)


def _room(calendar: Calendar, delay_s: int, ours: Promise, second: int) -> int:
    due = ours.due(second)
    return NEVER if due >= NEVER else calendar.worked(due) - calendar.worked(second + delay_s)


def _crossings(ours: Promise, edges: list[int], a: int, b: int) -> Iterator[int]:
    """The beginnings between these two for which our deadline falls on an edge of the calendar."""
    low, high = ours.due(a), ours.due(b)
    if high - low == b - a:
        yield from (a + edge - low for edge in edges[bisect_left(edges, low) : bisect_right(edges, high)])
