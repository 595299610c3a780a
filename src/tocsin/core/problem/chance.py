"""Chance: how likely a count is if nothing has changed. Knows numbers, no incident."""

from collections.abc import Mapping, Sequence
from math import exp, lgamma, log, pi, sqrt
from typing import TypeVar

Key = TypeVar("Key")
_EULER = 0.5772156649015329
_NEGLIGIBLE = 1e-12  # of the sum so far


def at_least(count: int, total: int, alpha: float, beta: float) -> float:
    """The probability of ``count`` or more among ``total`` where the share is Beta(alpha, beta): beta-binomial tail."""
    if count <= 0:
        return 1.0
    if count > total:
        return 0.0
    term = exp(
        lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
        + lgamma(count + alpha) + lgamma(total - count + beta) - lgamma(total + alpha + beta)
        + lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)
    )  # fmt: skip
    found = term
    for number in range(count, total):
        growth = (total - number) * (number + alpha) / ((number + 1) * (total - number - 1 + beta))
        term *= growth
        found += term
        if growth < 1 and term < _NEGLIGIBLE * found:
            break
    return min(found, 1.0)


def evenness(gaps: Sequence[float]) -> float:
    """How likely gaps as even as these are, or more even, between events that come at any time.

    Source: Moran's statistic of uniform spacings (1947), by the scaled chi-square of Cheng and Stephens 1989; for few gaps
    it errs towards 1.
    """
    count, whole = len(gaps), sum(gaps)
    if count < 2 or min(gaps) <= 0:
        return 1.0
    moran = -sum(log(count * gap / whole) for gap in gaps)
    mean = count * _EULER - 0.5 - 1 / (12 * count)
    spread = sqrt(count * (pi**2 / 6 - 1) - 0.5 - 1 / (6 * count))
    scaled = (moran - mean + sqrt(count / 2) * spread) * sqrt(2 * count) / spread
    return _lower_gamma(count / 2, scaled / 2)


def _lower_gamma(shape: float, value: float) -> float:
    """The regularised lower incomplete gamma function, by its series."""
    if value <= 0:
        return 0.0
    term = found = 1 / shape
    number = 0
    while term > _NEGLIGIBLE * found:
        number += 1
        term *= value / (shape + number)
        found += term
    return min(1.0, exp(shape * log(value) - value - lgamma(shape)) * found)


def discoveries(chances: Mapping[Key, float], rate: float, tested: int) -> list[Key]:
    """Those that stand out among ``tested`` hypotheses so that at most this share of them is false on average.

    Source: Benjamini and Hochberg 1995. What is not in ``chances`` counts as tested and unremarkable.
    """
    ordered = sorted(chances, key=lambda key: chances[key])
    last = max(
        (rank for rank, key in enumerate(ordered, 1) if chances[key] <= rate * rank / max(tested, 1)),
        default=0,
    )
    return ordered[:last]
