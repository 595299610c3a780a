"""Clocks: elapsed working time a second, on one core, over a year of business hours with holidays.

The yardstick is what one writes first: a loop over the days between the two instants.
"""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from tocsin.core.organisation.values import CalendarSpec, Holidays
from tocsin.core.sla.calendar import WEEK, Calendar

AIM = 300_000
YEAR = 2026
PARIS = ZoneInfo("Europe/Paris")
SPANS = ("08:30-12:30", "13:30-18:00")
SPEC = CalendarSpec(
    key="fr", zone="Europe/Paris", week=dict.fromkeys(WEEK[:5], SPANS), holidays=Holidays(country="FR")
)
Pair = tuple[datetime, datetime]


def run() -> dict[str, Any]:
    """Rates a second of the compiled calendar and of the day loop, and their ratio."""
    calendar = Calendar.compile(SPEC, range(YEAR, YEAR + 1))
    pairs = _pairs(100_000)
    closed = set(holidays.country_holidays("FR", years=YEAR))
    for a, b in pairs[:200]:
        if calendar.elapsed(a, b) != _by_days(a, b, closed):
            raise AssertionError(f"the day loop disagrees between {a} and {b}")
    ours = max(_rate(calendar.elapsed, pairs) for _ in range(3))
    due = _rate(calendar.due, [(a, 4 * 3600) for a, _ in pairs])
    loop = _rate(lambda a, b: _by_days(a, b, closed), pairs[:300])
    return {
        "elapsed_per_s": round(ours),
        "due_per_s": round(due),
        "day_loop_per_s": round(loop),
        "ratio": round(ours / loop),
        "aim_per_s": AIM,
        "kept": ours >= AIM,
    }


def _pairs(count: int) -> list[Pair]:
    dice = random.Random(YEAR)
    start = datetime(YEAR, 1, 1, tzinfo=UTC)
    return [_pair(start, dice.randrange(364 * 86_400), dice.randrange(364 * 86_400)) for _ in range(count)]


def _pair(start: datetime, first: int, second: int) -> Pair:
    return start + timedelta(seconds=min(first, second)), start + timedelta(seconds=max(first, second))


def _rate(work: Callable[..., Any], arguments: list[Any]) -> float:
    began = perf_counter()
    for first, second in arguments:
        work(first, second)
    return len(arguments) / (perf_counter() - began)


def _by_days(a: datetime, b: datetime, closed: set[Any]) -> int:
    total = 0.0
    day = a.astimezone(PARIS).date()
    while day <= b.astimezone(PARIS).date():
        if day.weekday() < 5 and day not in closed:
            for span in SPANS:
                opens, closes = (_at(day, text) for text in span.split("-"))
                total += max((min(b, closes) - max(a, opens)).total_seconds(), 0)
        day += timedelta(days=1)
    return int(total)


def _at(day: Any, text: str) -> datetime:
    hours, minutes = map(int, text.split(":"))
    return datetime(day.year, day.month, day.day, hours, minutes, tzinfo=PARIS).astimezone(UTC)


def main() -> None:
    """Print the figures as JSON."""
    print(json.dumps(run(), indent=2))


if __name__ == "__main__":
    main()
