"""Drawing: a channel's last days with its interruptions, and a budget's line, as SVG wants its numbers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from tocsin.core.exchange.watch import BudgetLine, Interruption

WIDTH = 700  # units of the timeline


class Span(NamedTuple):
    """A stretch of a channel's timeline."""

    x: str
    width: str
    state: str


def timeline(spans: Iterable[Interruption], now: datetime, drawn: timedelta) -> list[Span]:
    """The interruptions of the time drawn, now at the right edge; a short one still shows."""
    begin = now - drawn

    def at(instant: datetime) -> float:
        return max((instant - begin) / drawn, 0.0) * WIDTH

    ends = ((span, at(span.start), at(span.end or now)) for span in spans if (span.end or now) > begin)
    return [Span(f"{x:.1f}", f"{max(end - x, 3):.1f}", span.state) for span, x, end in ends]


def percent_left(line: BudgetLine) -> str:
    """How much of what could be called at once is left, in per cent."""
    return f"{100 * line.left / line.burst:.1f}" if line.burst else "0"
