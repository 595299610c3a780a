"""Sparkline: daily counts as bars in a box of 180 x 36. Knows no words."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 180, 36


class Bar(NamedTuple):
    """One day, as SVG wants its numbers."""

    x: str
    y: str
    width: str
    height: str
    messages: int


def bars(counts: Sequence[int]) -> list[Bar]:
    """One bar for each day; a day with a single message is still visible."""
    most = max(counts, default=0)
    step = WIDTH / max(len(counts), 1)
    return [_bar(number, count, most, step) for number, count in enumerate(counts)]


def _bar(number: int, count: int, most: int, step: float) -> Bar:
    height = max(HEIGHT * count / most, 1.5) if count else 0.0
    return Bar(f"{number * step:.1f}", f"{HEIGHT - height:.1f}", f"{step * 0.72:.1f}", f"{height:.1f}", count)
