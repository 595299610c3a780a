"""Gap: how far the suppliers' promises reach beyond ours, for an outage that begins at any second of a span.

Exact. Between two neighbouring beginnings of their courses every promise's deadline stays the same or moves by one second
for each second; in each piece the gap then only rises or only falls. Its maximum is at an end of the piece; where its sign
changes inside a piece, the second is found.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from operator import sub

from tocsin.core.coverage.promise import NEVER, Course, Promise, around, between
from tocsin.core.coverage.structure import Deadlines, Part
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


def beginnings(theirs: Iterable[Promise], ours: Promise, first: int, last: int) -> list[int]:
    """The seconds between which the gap of any structure of these promises only rises or only falls, in order."""
    courses = (promise.course(first, last).seconds for promise in (ours, *theirs))
    return sorted(set(chain.from_iterable(courses)))


def late(structure: Part, ours: Promise, deadlines: Deadlines) -> tuple[Late, ...]:
    """Every span of beginnings from which an outage may last beyond our promise, in order.

    ``deadlines`` at the ``beginnings`` of these promises.
    """

    def gap(second: int) -> int:
        return structure.due(second) - ours.due(second)

    spans: list[Late] = []
    for start, end, worst, late_s in _spans(gap, structure, ours, deadlines):
        if spans and spans[-1].end >= start:
            before = spans[-1]
            best = max((before.late_s, -before.worst), (late_s, -worst))
            spans[-1] = Late(start=before.start, end=end, worst=-best[1], late_s=best[0])
        else:
            spans.append(Late(start=start, end=end, worst=worst, late_s=late_s))
    return tuple(spans)


def _spans(
    gap: Gap, structure: Part, ours: Promise, deadlines: Deadlines
) -> Iterator[tuple[int, int, int, int]]:
    """The late part of each piece: (start, end, its worst second, the delay there)."""
    values = list(map(sub, deadlines.of(structure), deadlines.of(ours)))
    for (a, b), (at_a, at_b) in zip(pairwise(deadlines.seconds), pairwise(values), strict=True):
        if at_a <= 0 and at_b <= 0:
            continue
        worst, most = (a, at_a) if at_a >= at_b else (b, at_b)
        change = b if (at_a > 0) is (at_b > 0) else _change(gap, (a, at_a), (b, at_b))
        start = a if at_a > 0 else change
        end = b + 1 if at_b > 0 else change
        yield start, end, worst, most


def _change(gap: Gap, start: tuple[int, int], end: tuple[int, int]) -> int:
    """The first second after ``start`` whose sign is that of ``end``, both with the gap there. It only rises or only falls
    between them, by at most a second for each second."""
    (a, at_a), (b, at_b) = start, end
    if abs(at_b - at_a) == b - a:  # it never stops
        return a + at_a if at_a > 0 else a - at_a + 1
    wanted = at_b > 0
    while b - a > 1:
        middle = (a + b) // 2
        a, b = (a, middle) if (gap(middle) > 0) is wanted else (middle, b)
    return b


def largest(calendar: Calendar, delay_s: int, ours: Promise, first: int, last: int) -> tuple[int, int]:
    """The longest target in this calendar that never ends after our promise, and the beginning that bounds it.

    Seconds of that calendar; zero or less: no target on this calendar is short enough.
    """
    course = ours.course(first, last)
    edges = [edge - delay_s for edge in between(calendar.edges, first + delay_s, last + delay_s)]
    changes = chain(edges, _crossings(course, calendar.edges))
    found = sorted(around(changes, first, last).union(course.seconds))
    pairs = zip(course.at(found), found, strict=True)
    return min((_room(calendar, delay_s, second, due), second) for due, second in pairs)


def _room(calendar: Calendar, delay_s: int, second: int, due: int) -> int:
    return NEVER if due >= NEVER else calendar.worked(due) - calendar.worked(second + delay_s)


def _crossings(course: Course, edges: list[int]) -> Iterator[int]:
    """The beginnings for which a deadline falls on an edge of the calendar while it moves."""
    for a, b, low, high in course:
        if high - low == b - a:
            yield from (a + edge - low for edge in edges[bisect_left(edges, low) : bisect_right(edges, high)])
