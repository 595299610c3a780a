"""A trouble that has come every other week since records began is found by its intervals, and chance is not."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from bench.recurrence import is_regular_found
from tocsin.core.problem.chance import evenness
from tocsin.core.problem.regular import regular
from tocsin.core.problem.values import Family, Occurrence

START = datetime(2026, 1, 1, 8, tzinfo=UTC)


def occurrences(days: list[float], key: str = "pdu") -> list[Occurrence]:
    return [
        Occurrence(incident=number, at=START + timedelta(days=day), keys={Family.ITEM: (key,)})
        for number, day in enumerate(days, 1)
    ]


def look(days: list[float], day: int) -> list[tuple[str, int]]:
    found = regular(occurrences(days), date(2026, 1, 1) + timedelta(days=day))
    return [(each.key, round(each.every_s / 86_400)) for each in found]


EVERY_OTHER_WEEK = [14 * n + (n % 3) for n in range(12)]


def test_every_other_week_is_found_with_its_interval() -> None:
    assert look(EVERY_OTHER_WEEK, 160) == [("pdu", 14)]


def test_what_has_stopped_is_not_found() -> None:
    assert look(EVERY_OTHER_WEEK, 190) == []


def test_several_incidents_of_one_night_are_one_occasion() -> None:
    assert look(sorted([*EVERY_OTHER_WEEK, *(day + 0.1 for day in EVERY_OTHER_WEEK)]), 160) == [("pdu", 14)]


def test_seven_are_too_few() -> None:
    assert look(EVERY_OTHER_WEEK[:7], 90) == []


@pytest.mark.parametrize(("every", "apart"), [(7, 1), (14, 2), (30, 1)])
def test_it_is_found_among_all_else_though_its_share_never_changed(every: float, apart: float) -> None:
    assert sum(is_regular_found(seed, every, apart) for seed in (301, 302, 303)) >= 2


@pytest.mark.parametrize("gaps", [8, 20])
def test_gaps_at_random_are_as_even_as_this_no_more_often_than_it_says(gaps: int) -> None:
    dice = random.Random(gaps)
    chances = [evenness([dice.expovariate(1) for _ in range(gaps)]) for _ in range(4_000)]
    for level in (0.05, 0.01):
        assert sum(chance <= level for chance in chances) <= 1.3 * level * len(chances)
