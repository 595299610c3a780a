"""Rate: knows how fast each source may speak (a token bucket); reads the monotonic clock only."""

import math
from collections.abc import Callable
from time import monotonic

from tocsin.core.kernel.errors import Busy


class Rate:
    """One token bucket a source: ``burst`` events at once, ``events_per_s`` in the long run."""

    def __init__(self, events_per_s: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_s = events_per_s
        self._burst = float(burst)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # source -> tokens left, at

    def take(self, source: str, events: int) -> None:
        """Count ``events`` of this source; Busy (with the seconds to wait) when its bucket is empty.

        The bucket may go below zero: a batch larger than ``burst`` passes when the bucket is full, and is
        paid for afterwards; refusing it for ever would lose it.
        """
        at = self._clock()
        left, since = self._buckets.get(source, (self._burst, at))
        left = min(self._burst, left + (at - since) * self._per_s)
        needed = min(float(events), self._burst)
        if left < needed:
            self._buckets[source] = (left, at)
            raise Busy(math.ceil((needed - left) / self._per_s), "inlet.too_fast", source=source)
        self._buckets[source] = (left - events, at)
