"""Promise: by which second a commitment promises to end an outage that begins at a given second. Exact; epoch seconds."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, pairwise

from tocsin.core.kernel.value import Value
from tocsin.core.sla.calendar import Calendar

NEVER = 2**60  # a second after all others: nothing is promised, or the calendars end before


class Term(Value):
    """One commitment, compiled. ``target_s`` runs in ``calendar``, ``delay_s`` after the beginning of the outage.

    ``rank`` orders by how specific it is, the lowest first. ``period``: it holds for outages that begin in the
    working time (``working``) of that calendar, or outside it; None: for any.
    """

    key: str
    target_s: int
    calendar: Calendar
    rank: tuple[bool, ...] = ()
    delay_s: int = 0
    period: Calendar | None = None
    working: bool = True

    def holds(self, second: int) -> bool:
        """Whether it holds for an outage that begins in this second."""
        if self.period is None:
            return True
        return (self.period.worked(second + 1) > self.period.worked(second)) is self.working

    def due(self, second: int) -> int:
        """The second by which an outage must be over that begins at this one. NEVER beyond the calendar's years."""
        due = self.calendar.due_second(second + self.delay_s, self.target_s)
        return NEVER if due is None else due

    def breaks(self, first: int, last: int) -> Iterator[int]:
        """The seconds from ``first`` to ``last`` at which ``due`` or ``holds`` changes course, and some beside them.
        Between them ``due`` is constant or moves with time."""
        yield from between(self.period.edges, first, last) if self.period else ()
        calendar, delay = self.calendar, self.delay_s
        yield from (edge - delay for edge in between(calendar.edges, first + delay, last + delay))
        for edge in between(calendar.edges, self.due(first), self.due(last)):
            ended_at_edge = calendar.reached(calendar.worked(edge) - self.target_s)
            if ended_at_edge is not None:
                yield ended_at_edge - delay


def between(edges: Sequence[int], first: int, last: int) -> Sequence[int]:
    """The edges from ``first`` to ``last``, and two more on either side."""
    return edges[max(bisect_left(edges, first) - 2, 0) : bisect_right(edges, last) + 2]


class Promise:
    """One party's commitments for one kind of outage: the most specific that holds; among equals, the first due.

    Compared by identity: equal promises are made once. Its course over a span is remembered.
    """

    __slots__ = ("_courses", "terms")

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._courses: dict[tuple[int, int], Course] = {}

    def due(self, second: int) -> int:
        """The second by which an outage must be over that begins at this one. NEVER: nothing is promised."""
        holding = [term for term in self.terms if term.holds(second)]
        if not holding:
            return NEVER
        best = min(term.rank for term in holding)
        return min(term.due(second) for term in holding if term.rank == best)

    def course(self, first: int, last: int) -> "Course":
        """What is due for every beginning from ``first`` to ``last``."""
        span = first, last
        if span not in self._courses:
            self._courses[span] = self._course(first, last)
        return self._courses[span]

    def _course(self, first: int, last: int) -> "Course":
        changes = chain.from_iterable(term.breaks(first, last) for term in self.terms)
        breaks = around(changes, first, last)
        due = {second: self.due(second) for second in sorted(breaks)}
        bends = [a + at_b - at_a for (a, at_a), (b, at_b) in pairwise(due.items()) if 0 < at_b - at_a < b - a]
        due |= {second: self.due(second) for second in around(bends, first, last)}
        seconds = sorted(due)
        return Course(seconds, [due[second] for second in seconds])


class Course:
    """The deadline of a promise for all beginnings of a span, by those at which it changes course (``seconds``, in order,
    the first and the last of the span among them). Between two of them it stays, or moves by one second for each second."""

    __slots__ = ("_dues", "_moves", "seconds")

    def __init__(self, seconds: list[int], dues: list[int]) -> None:
        self.seconds, self._dues = seconds, dues
        self._moves = [at_b > at_a for at_a, at_b in pairwise(dues)] + [False]

    def at(self, seconds: Iterable[int]) -> list[int]:
        """What is due for each of these beginnings, which lie in the span."""
        mine, dues, moves = self.seconds, self._dues, self._moves
        places = ((second, bisect_right(mine, second) - 1) for second in seconds)
        return [dues[at] + (second - mine[at] if moves[at] else 0) for second, at in places]

    def __iter__(self) -> Iterator[tuple[int, int, int, int]]:
        """Its pieces: from and to which beginning, and what is due for each of both."""
        for (a, b), (at_a, at_b) in zip(pairwise(self.seconds), pairwise(self._dues), strict=True):
            yield a, b, at_a, at_b


def around(seconds: Iterable[int], first: int, last: int) -> set[int]:
    """The seconds, those before and after each, and both ends: a course that changes is seen on either side."""
    found = {near for second in seconds for near in (second - 1, second, second + 1) if first <= near <= last}
    return found | {first, last}


def epoch(at: datetime) -> int:
    """The whole second of an instant."""
    return int(at.timestamp() // 1)
