"""Spans: from when to when a line or an incident lasts, and how well two times agree, in bits. Knows no match."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp, log2

from tocsin.core.statement.values import Known, Line

MONTH_S = 30 * 86_400  # over which a line that means nothing of ours may fall anywhere
PROMPT_S, SLOW_S = 90, 1200  # how far two clocks of one trouble differ, and where one side noticed late
DAY_S = 86_400
_PROMPT, _SLOW, _LOST = 0.8, 0.18, 0.02  # of times: right, noticed late, anything else
_ENDLESS = timedelta(days=1)  # what still lasts is looked at so far

Span = tuple[datetime, datetime]


def span_of_line(line: Line) -> Span | None:
    """From its beginning to its end, or for as long as it says."""
    if line.start is None:
        return None
    if line.end is not None:
        return line.start, line.end
    return (line.start, line.start + timedelta(seconds=line.duration_s)) if line.duration_s else None


def span_of(known: Known) -> Span:
    """An incident's; so far, while it lasts."""
    return known.start, known.end or known.start + _ENDLESS


def whole(spans: Sequence[Span]) -> Span:
    """From the first beginning to the last end."""
    return min(start for start, _ in spans), max(end for _, end in spans)


def seconds_apart(at: datetime, other: datetime) -> float:
    """Whichever is first."""
    return abs((at - other).total_seconds())


def clocks_apart(at: datetime, other: datetime) -> float:
    """How far the times of day differ, in seconds, whatever the days."""
    away = (at - other).total_seconds() % DAY_S
    return min(away, DAY_S - away)


def agreement(away_s: float, *, grain_s: int) -> float:
    """What a difference says for two times being one, where a file rounds them to ``grain_s``."""
    prompt = max(PROMPT_S, grain_s / 2)
    density = _PROMPT * exp(-abs(away_s) / prompt) / (2 * prompt)
    density += _SLOW * exp(-abs(away_s) / SLOW_S) / (2 * SLOW_S)
    return log2((density + _LOST / MONTH_S) * MONTH_S)
