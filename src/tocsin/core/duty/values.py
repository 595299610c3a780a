"""Duty values: absences and covers as people declare them, and who is on duty as it is computed."""

from datetime import datetime

from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class Absence(Value):
    """A person (key) is away from ``start`` until ``end`` (None: until somebody says otherwise). Instants in UTC.

    ``substitute`` (person key) does the person's work meanwhile; empty: whoever is on duty does. ``by`` declared it.
    """

    id: int
    person: str
    start: datetime
    end: datetime | None = None
    substitute: str = ""
    reason: str = ""
    by: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether the person is away at this instant."""
        return self.start <= at and (self.end is None or at < self.end)


class Cover(Value):
    """A person takes the duty of a rotation (key) between two instants (UTC), whoever's turn it is."""

    id: int
    rotation: str
    person: str
    start: datetime
    end: datetime
    by: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether it holds at this instant."""
        return self.start <= at < self.end


class Roster(Value):
    """What people change by the hour. Covers stand in the order in which they were declared: the last one wins."""

    absences: tuple[Absence, ...] = ()
    covers: tuple[Cover, ...] = ()


class OnDuty(Value):
    """Who is on duty (person key; empty: nobody), by which rotation (key; empty: none is in force), and why.

    ``expected`` (person key) is whose turn or cover it is, there or not: when it changes, a duty is handed over.
    """

    person: str
    rotation: str
    why: Why
    expected: str = ""


class Turn(Value):
    """The same person is on duty for the same reason from ``start`` until ``end`` (instants, UTC)."""

    start: datetime
    end: datetime
    duty: OnDuty
