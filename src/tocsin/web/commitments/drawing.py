"""Drawing: a week with its windows of risk, and the two deadlines of the worst outage, as SVG wants its numbers."""

from collections.abc import Iterable
from datetime import time
from typing import NamedTuple

from tocsin.core.coverage.values import Weekly, Worst

WEEK, DAY = 700, 100  # units of the drawing


class Span(NamedTuple):
    """A stretch of a bar."""

    x: str
    width: str


def spans(weekly: Iterable[Weekly]) -> list[Span]:
    """The windows of an ordinary week, Monday at the left; one that runs over Sunday midnight is two stretches."""
    return [span for window in weekly for span in _stretches(window)]


def _stretches(window: Weekly) -> list[Span]:
    start, end = _at(window.weekday, window.start), _at(window.end_weekday, window.end)
    return [_span(start, end)] if start < end else [_span(0, end), _span(start, WEEK)]


def _span(start: float, end: float) -> Span:
    return Span(f"{start:.1f}", f"{max(end - start, 2):.1f}")


def _at(weekday: int, at: time) -> float:
    return weekday * DAY + (at.hour * 3600 + at.minute * 60 + at.second) * DAY / 86_400


class Deadlines(NamedTuple):
    """Both deadlines of the worst outage, in seconds from its beginning and in per cent of the longer one.

    ``guaranteed_s`` None: no end is guaranteed; the bar then runs to the edge.
    """

    promised_s: int
    guaranteed_s: int | None
    promised: str
    guaranteed: str


def deadlines(worst: Worst) -> Deadlines:
    """The two bars of the worst outage."""
    promised = int((worst.promised_at - worst.start).total_seconds())
    if worst.guaranteed_at is None:
        return Deadlines(promised, None, "50", "100")
    guaranteed = int((worst.guaranteed_at - worst.start).total_seconds())
    longest = max(promised, guaranteed, 1)
    return Deadlines(
        promised, guaranteed, f"{promised * 100 / longest:.1f}", f"{guaranteed * 100 / longest:.1f}"
    )
