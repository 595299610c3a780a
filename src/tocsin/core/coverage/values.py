"""Coverage values: whether an application's promise holds, when it does not, and what a contract would have to say."""

from datetime import datetime, time
from enum import StrEnum

from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value


class Verdict(StrEnum):
    """KEPT at every second; AT_RISK in some windows; BROKEN at every second, or nothing is promised to us;
    UNPROMISED: we promise nothing ourselves."""

    KEPT = "kept"
    AT_RISK = "at_risk"
    BROKEN = "broken"
    UNPROMISED = "unpromised"


class Worst(Value):
    """The worst beginning of an outage. ``guaranteed_at`` None: no supplier guarantees any end."""

    start: datetime
    promised_at: datetime  # what we promise our users
    guaranteed_at: datetime | None = None

    @property
    def late_s(self) -> int | None:
        """By how much the guarantee reaches beyond our promise; None: without end. Seconds, below zero when it is kept."""
        if self.guaranteed_at is None:
            return None
        return int((self.guaranteed_at - self.promised_at).total_seconds())


class Risk(Value):
    """An outage that begins from ``start`` to before ``end`` may last beyond our promise. ``late_s`` None: without end."""

    start: datetime
    end: datetime
    late_s: int | None = None


class Weekly(Value):
    """A risk of every ordinary week, in the local time of the group. Weekdays from 0, Monday. Found ``times`` times."""

    weekday: int
    start: time
    end_weekday: int
    end: time
    times: int


class Clause(Value):
    """What a supplier's commitment would have to say, alone, for our promise to hold. Seconds of its calendar.

    ``largest_s`` None: no target on this calendar is short enough; then ``always_s`` is the target, day and night,
    that is (None: our promise itself cannot be met by anybody). ``bound_at``: the beginning of outage that bounds it.
    ``commitment`` empty: a contract without one, still to be signed.
    """

    supplier: str
    commitment: str
    calendar: str
    target_s: int | None
    largest_s: int | None
    always_s: int | None
    bound_at: datetime

    @property
    def holds(self) -> bool:
        """Whether what it says now is short enough."""
        return self.target_s is not None and self.largest_s is not None and self.target_s <= self.largest_s


class Coverage(Value):
    """The judgement on one application, for troubles of one ``kind`` (empty: any that no commitment names)."""

    application: str
    criticality: Criticality
    verdict: Verdict
    kind: str = ""
    ours: tuple[str, ...] = ()  # keys of our commitments that may apply
    suppliers: tuple[str, ...] = ()  # keys of the suppliers in whose hands it is
    unpromised: tuple[str, ...] = ()  # items in a supplier's hands for which nothing is promised
    worst: Worst | None = None
    weekly: tuple[Weekly, ...] = ()
    exceptions: tuple[Risk, ...] = ()
    clauses: tuple[Clause, ...] = ()
    at_risk_s: int = 0  # seconds of the horizon from which an outage may last beyond our promise
