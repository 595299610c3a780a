"""Figures as pictures: numbers of an SVG, and nothing that is not also in the text beside it. Computes no figure."""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from tocsin.core.figures.measures import AGES, Figure
from tocsin.core.figures.spread import Spread

_FIRST_S, _LAST_S = 60.0, 30 * 86400.0  # the ends of the axis of times, which is logarithmic
_DOTS = 200  # times that are drawn; more lie upon one another


class Tick(NamedTuple):
    """A time on the axis, where it stands in per cent, and how its text is set there."""

    seconds: int
    x: str
    anchor: str


class Part(NamedTuple):
    """A part of a bar, from ``x`` on, ``width`` wide, in per cent."""

    name: str
    incidents: int
    x: str
    width: str


class Strip(NamedTuple):
    """Times on a logarithmic axis, in per cent: each a dot; a bar from the median to the 90th percentile."""

    dots: list[str]
    median: str
    p90: str
    width: str


def ages(found: Mapping[str, Figure], most: int) -> list[Part]:
    """The open incidents of a scope by age, as a bar whose whole length is ``most`` incidents."""
    parts, x = [], 0.0
    for name, _ in AGES:
        count = found[f"age_{name}"].value
        width = 100 * count / most if most else 0.0
        parts.append(Part(name, count, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return parts


def strip(times: Sequence[float], spread: Spread) -> Strip:
    """The times of a figure."""
    step = max(1, len(times) // _DOTS)
    median, p90 = (_at(time) if time is not None else 0.0 for time in (spread.median_s, spread.p90_s))
    return Strip(
        [f"{_at(time):.2f}" for time in times[::step]], f"{median:.2f}", f"{p90:.2f}", f"{p90 - median:.2f}"
    )


def _at(seconds: float) -> float:
    bounded = min(max(seconds, _FIRST_S), _LAST_S)
    return 100 * log(bounded / _FIRST_S) / log(_LAST_S / _FIRST_S)


def _tick(seconds: int) -> Tick:
    anchor = {_FIRST_S: "start", _LAST_S: "end"}.get(float(seconds), "middle")
    return Tick(seconds, f"{_at(seconds):.2f}", anchor)


TICKS = tuple(map(_tick, (60, 600, 3600, 4 * 3600, 86400, 7 * 86400, 30 * 86400)))
