"""Drawing: the turns of a team as stretches of a bar, one shade a person. Knows no names."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from tocsin.core.duty.values import Turn

DAY = 100  # units of the drawing
_SHADES = 6


class Stretch(NamedTuple):
    """A turn in the bar. ``shade`` (a class) tells people apart; ``nobody``: nobody is on duty."""

    x: str
    width: str
    shade: str


def stretches(turns: Sequence[Turn], start: datetime) -> list[Stretch]:
    """The turns from left to right; ``start`` is the left edge."""
    people = list(dict.fromkeys(turn.duty.person for turn in turns if turn.duty.person))
    return [
        Stretch(
            x=f"{_at(turn.start, start):.1f}",
            width=f"{max(_at(turn.end, start) - _at(turn.start, start), 2):.1f}",
            shade=f"shade-{people.index(turn.duty.person) % _SHADES}" if turn.duty.person else "nobody",
        )
        for turn in turns
    ]


def mark(now: datetime, start: datetime) -> str:
    """Where now is in the bar."""
    return f"{_at(now, start):.1f}"


def _at(instant: datetime, start: datetime) -> float:
    return (instant - start) / timedelta(days=1) * DAY
