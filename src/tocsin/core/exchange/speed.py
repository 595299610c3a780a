"""Speed: how long a supplier takes to acknowledge what reaches it by a channel, as measured. Knows no row and no clock."""

from collections.abc import Iterable

from tocsin.core.kernel.value import Value

ENOUGH = 12  # uses from which on a quantile is worth naming


class Wait(Value):
    """One use of a channel: acknowledged after ``seconds``, or still waiting since so many."""

    seconds: float
    acknowledged: bool


class Speed(Value):
    """Time to acknowledgement. ``acknowledged`` uses were, ``waiting`` ones are not yet.

    ``median_s`` and ``p90_s`` are None below 12 uses, and where too many are waiting still: then they are longer than
    ``longest_s``, the longest wait seen.
    """

    acknowledged: int = 0
    waiting: int = 0
    median_s: float | None = None
    p90_s: float | None = None
    longest_s: float = 0.0

    @property
    def enough(self) -> bool:
        """Whether there are enough uses to go by."""
        return self.acknowledged + self.waiting >= ENOUGH

    def slower_than(self, patience_s: float) -> bool:
        """Whether half of the uses surely took longer than this."""
        median_s = self.longest_s if self.median_s is None else self.median_s
        return self.enough and median_s > patience_s


def speed_of(waits: Iterable[Wait]) -> Speed:
    """The speed by these uses. What waits still counts as long as it has waited (the Kaplan-Meier estimate)."""
    known = sorted(waits, key=lambda wait: (wait.seconds, not wait.acknowledged))
    acknowledged = sum(wait.acknowledged for wait in known)
    speed = Speed(
        acknowledged=acknowledged,
        waiting=len(known) - acknowledged,
        longest_s=known[-1].seconds if known else 0.0,
    )
    if not speed.enough:
        return speed
    return Speed(
        acknowledged=acknowledged,
        waiting=speed.waiting,
        median_s=_quantile(known, 0.5),
        p90_s=_quantile(known, 0.9),
        longest_s=speed.longest_s,
    )


def _quantile(known: list[Wait], share: float) -> float | None:
    """After how many seconds this share is acknowledged; None: not within the longest wait. ``known`` in order of time."""
    unacknowledged = 1.0
    for passed, wait in enumerate(known):
        if wait.acknowledged:
            unacknowledged *= 1 - 1 / (len(known) - passed)
            if unacknowledged <= 1 - share + 1e-9:
                return wait.seconds
    return None
