"""Drawing: a policy as lanes from left to right and steps from top to bottom. Numbers for SVG; no colours, no names."""

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.core.escalation.process import LANES, Stage

GUTTER, LANE, ROW, HEAD = 110, 245, 62, 34  # units of the drawing
WIDTH = GUTTER + LANE * len(LANES)
BOX = LANE - 16


class Box(NamedTuple):
    """A step: its corner, its middle, and its number in the list."""

    x: int
    y: int
    middle: int
    number: int


def boxes(stages: Sequence[Stage]) -> list[Box]:
    """One box for each step, in its lane."""
    return [
        Box(
            x=GUTTER + LANES.index(stage.lane) * LANE + 8,
            y=HEAD + number * ROW + 8,
            middle=HEAD + number * ROW + ROW // 2 + 4,
            number=number,
        )
        for number, stage in enumerate(stages)
    ]


def height(stages: Sequence[Stage]) -> int:
    """The height of the drawing."""
    return HEAD + ROW * max(len(stages), 1) + 6
