"""Chance: how likely a count is if nothing has changed. Knows numbers, no incident."""

from collections.abc import Mapping
from math import exp, lgamma
from typing import TypeVar

Key = TypeVar("Key")
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
