"""Problem values: an incident as recurrence sees it, and what was found to recur, with its evidence."""

from datetime import date, datetime
from enum import StrEnum

from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class Family(StrEnum):
    """What incidents may have in common. Each family is judged apart: its keys compete with one another only."""

    ITEM = "item"
    PLACE = "place"
    KIND = "kind"
    APPLICATION = "application"
    WORDING = "wording"  # described in nearly the same words, with a kind or a place in common
    PAIR = "pair"  # a kind of event at a place
    TOGETHER = "together"  # two causes that begin within minutes of each other


class Occurrence(Value):
    """An incident (id) that began at ``at``, and its keys in each family. ``down_s``: seconds from there to its end."""

    incident: int
    at: datetime
    keys: dict[Family, tuple[str, ...]]
    down_s: int = 0


class Recurrence(Value):
    """A key that comes up more often than its past explains, or, with ``every_s``, at even intervals of so many seconds.

    In the ``days`` up to ``day`` it had ``count`` of ``total`` incidents, where its past share lets one expect ``expected``.
    ``p`` is the probability of so many or more if nothing had changed; ``incidents`` (ids) are the evidence.
    """

    family: Family
    key: str
    day: date
    days: int
    count: int
    total: int
    expected: float
    p: float
    incidents: tuple[int, ...]
    down_s: int = 0
    every_s: int = 0

    @property
    def why(self) -> Why:
        """What was found, as a reason."""
        if self.every_s:
            facts = {"count": self.count, "days": self.days, "every": round(self.every_s / 86_400, 1)}
            return Why(code="problem.regular", facts=facts)
        facts = {
            "count": self.count,
            "total": self.total,
            "days": self.days,
            "expected": round(self.expected, 1),
        }
        return Why(code="problem.recurs", facts=facts)
