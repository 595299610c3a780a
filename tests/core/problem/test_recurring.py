"""What recurs: found where it is put in, rarely where chance alone is at work; explained by counts."""

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.problem.chance import at_least, discoveries
from tocsin.core.problem.recurring import LEAST, recurrences
from tocsin.core.problem.values import Family, Occurrence

START = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = 200


def history(seed: int, days: int = 300) -> list[Occurrence]:
    """Incidents of an estate in which nothing recurs: some items fail more often than others, weekends are quiet."""
    dice = random.Random(seed)
    weights = [1 / (item + 3) for item in range(ITEMS)]
    found: list[Occurrence] = []
    for day in range(days):
        for _ in range(int(dice.expovariate(1 / (5 if day % 7 < 5 else 2)))):
            item = dice.choices(range(ITEMS), weights)[0]
            found.append(occurrence(len(found) + 1, day + dice.random() * 0.99, f"i{item}"))
    return found


def occurrence(number: int, day: float, item: str) -> Occurrence:
    return Occurrence(
        incident=number, at=START + timedelta(days=day), keys={Family.ITEM: (item,)}, down_s=600
    )


def day_of(number: int) -> date:
    return (START + timedelta(days=number)).date()


def with_series(known: list[Occurrence], item: str, days: list[float]) -> list[Occurrence]:
    more = [occurrence(100_000 + number, day, item) for number, day in enumerate(days)]
    return sorted([*known, *more], key=lambda each: each.at)


def test_the_same_pdu_for_the_fourth_time_in_two_weeks_is_found_with_its_evidence() -> None:
    known = with_series(history(1), "i190", [282, 287, 291, 295])
    (found,) = [each for each in recurrences(known, day_of(295)) if each.key == "i190"]
    assert (found.count, found.incidents) == (4, (100_000, 100_001, 100_002, 100_003))
    assert found.expected < 0.5
    assert found.down_s == 4 * 600


def test_chance_alone_is_seldom_called_a_recurrence() -> None:
    """Fifty days of four estates: of all that could have been found, next to nothing is."""
    false = {
        (seed, each.key)
        for seed in range(4)
        for day in range(250, 300, 5)
        for each in recurrences(history(seed), day_of(day))
    }
    assert len(false) <= 3


@pytest.mark.parametrize(("count", "span"), [(6, 7), (6, 28), (4, 10), (4, 28)])
def test_most_series_that_are_put_in_are_found(count: int, span: int) -> None:
    hits = 0
    for seed in range(10):
        days = [290 - span + span * (number + 0.5) / count for number in range(count)]
        known = with_series(history(seed), "i190", days)
        hits += any(each.key == "i190" for each in recurrences(known, day_of(290)))
    assert hits >= 8


def test_a_busy_day_concerns_all_and_is_no_recurrence() -> None:
    known = history(3)
    storm = [
        occurrence(200_000 + number, 299.5, random.Random(number).choice(known).keys[Family.ITEM][0])
        for number in range(60)
    ]
    found = [each for each in recurrences([*known, *storm], day_of(299)) if each.days == 1]
    assert len(found) <= 1


def test_two_are_no_series_and_without_a_past_nothing_is_said() -> None:
    first = [occurrence(number, number / 10, "a") for number in range(1, 9)]
    assert recurrences(first, day_of(0)) == []
    known = with_series(history(5), "i199", [298, 299])
    assert all(each.count >= LEAST for each in recurrences(known, day_of(299)))


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(1, 6), st.integers(1, 6))
def test_the_tail_is_the_exact_sum(count: int, total: int, alpha: int, beta: int) -> None:
    """Against fractions: with whole alpha and beta the beta-binomial is a quotient of binomials."""

    def chance(number: int) -> Fraction:
        ways = comb(number + alpha - 1, number) * comb(total - number + beta - 1, total - number)
        return Fraction(ways, comb(total + alpha + beta - 1, total))

    exact = sum((chance(number) for number in range(count, total + 1)), Fraction(0))
    assert at_least(count, total, alpha, beta) == pytest.approx(float(exact), rel=1e-9, abs=1e-15)


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    chances = {"a": 0.001, "b": 0.008, "c": 0.039, "d": 0.041, "e": 0.6}
    assert discoveries(chances, 0.05, 5) == ["a", "b"]
    assert discoveries(chances, 0.05, 50) == ["a"]
    assert discoveries({}, 0.05, 0) == []
