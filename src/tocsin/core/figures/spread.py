"""Spread: times as their number, median and 90th percentile; below twelve they say nothing. Knows no incident."""

from collections.abc import Sequence
from math import ceil

from tocsin.core.kernel.value import Value

FEWEST = 12  # below it a percentile is chance


class Spread(Value):
    """``n`` times in seconds. ``median_s`` and ``p90_s`` are None where there are too few of them."""

    n: int
    median_s: float | None = None
    p90_s: float | None = None

    @property
    def too_few(self) -> bool:
        """Whether there are too few to speak of a median."""
        return self.n < FEWEST


def spread(seconds: Sequence[float]) -> Spread:
    """The spread of these times. Percentiles are by the nearest rank: each is a time that really was.

    Means are not given: a single long incident moves them (Google, *Incident Metrics in SRE*, 2021).
    """
    times = sorted(seconds)
    if len(times) < FEWEST:
        return Spread(n=len(times))
    return Spread(n=len(times), median_s=_rank(times, 0.5), p90_s=_rank(times, 0.9))


def _rank(times: Sequence[float], share: float) -> float:
    return times[ceil(share * len(times)) - 1]
