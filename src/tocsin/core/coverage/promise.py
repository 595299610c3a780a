"""Promise: by which second a commitment promises to end an outage that begins at a given second. Exact; epoch seconds."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

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

    def breaks(self) -> Iterator[int]:
        """The seconds at which ``due`` or ``holds`` changes course. Between them ``due`` is constant or moves with time."""
        yield from self.period.edges if self.period else ()
        calendar = self.calendar
        for edge in calendar.edges:
            yield edge - self.delay_s
            ended_at_edge = calendar.reached(calendar.worked(edge) - self.target_s)
            if ended_at_edge is not None:
                yield ended_at_edge - self.delay_s


class Promise:
    """One party's commitments for one kind of outage: the most specific that holds; among equals, the first due.

    Compared by identity: equal promises are made once. Answers are remembered.
    """

    __slots__ = ("_breaks", "_due", "terms")

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._due: dict[int, int] = {}
        self._breaks: dict[tuple[int, int], frozenset[int]] = {}

    def due(self, second: int) -> int:
        """The second by which an outage must be over that begins at this one. NEVER: nothing is promised."""
        found = self._due.get(second)
        if found is None:
            found = self._due[second] = self._earliest(second)
        return found

    def _earliest(self, second: int) -> int:
        holding = [term for term in self.terms if term.holds(second)]
        if not holding:
            return NEVER
        best = min(term.rank for term in holding)
        return min(term.due(second) for term in holding if term.rank == best)

    def breaks(self, first: int, last: int) -> frozenset[int]:
        """All seconds from ``first`` to ``last`` at which it changes course, with the neighbours of each."""
        span = first, last
        if span not in self._breaks:
            changes = chain.from_iterable(term.breaks() for term in self.terms)
            self._breaks[span] = frozenset(around(changes, first, last))
        return self._breaks[span]


def around(seconds: Iterable[int], first: int, last: int) -> set[int]:
    """The seconds, those before and after each, and both ends: a course that changes is seen on either side."""
    found = {near for second in seconds for near in (second - 1, second, second + 1) if first <= near <= last}
    return found | {first, last}


def epoch(at: datetime) -> int:
    """The whole second of an instant."""
    return int(at.timestamp() // 1)
