"""The budget: whatever is asked when, no window of the contract's length ever sees more than what is usable of it."""

from datetime import UTC, datetime, timedelta
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.calls.budget import Rate, Spent, allowance, left, spend

START = datetime(2026, 10, 24, 12, tzinfo=UTC)
RATES = st.lists(
    st.builds(Rate, limit=st.integers(1, 400), interval_s=st.sampled_from([1, 10, 60, 3600])),
    min_size=1,
    max_size=3,
    unique_by=lambda rate: rate.name,
)
MARGINS = st.floats(0.1, 1.0)
PAUSES = st.lists(st.sampled_from([0.0, 0.01, 0.3, 1.0, 7.0, 60.0, 1800.0]), min_size=1, max_size=300)


@settings(deadline=None)
@given(RATES, MARGINS)
def test_burst_and_steady_rate_together_stay_within_the_margin_of_every_line(
    rates: list[Rate], margin: float
) -> None:
    for rate in rates:
        allowed = allowance(rate, margin)
        within = max(1, floor(margin * rate.limit))
        assert floor(allowed.burst + rate.interval_s / allowed.every_s + 1e-9) <= within or rate.limit == 1
        if rate.limit > 1 and within < rate.limit:
            assert within + allowed.burst <= rate.limit  # a clock that jumps forward fills one burst again


@settings(deadline=None)
@given(RATES, MARGINS, PAUSES)
def test_no_window_sees_more_calls_than_are_usable(
    rates: list[Rate], margin: float, pauses: list[float]
) -> None:
    calls = _calls(rates, margin, pauses)
    for rate in rates:
        length = timedelta(seconds=rate.interval_s)
        most = max(1, floor(margin * rate.limit))
        for at, first in enumerate(calls):
            within = [call for call in calls[at:] if call < first + length]
            assert len(within) <= most


@settings(deadline=None)
@given(RATES, MARGINS)
def test_who_waits_as_long_as_asked_is_let_through(rates: list[Rate], margin: float) -> None:
    now, spent = START, {}
    for _ in range(50):
        debit = spend(spent, rates, margin=margin, now=now)
        if not debit.granted:
            now += timedelta(seconds=debit.wait_s, microseconds=1)
            debit = spend(spent, rates, margin=margin, now=now)
        assert debit.granted
        spent = debit.spent


def test_polling_leaves_a_part_of_each_burst_to_people() -> None:
    minute = Rate(limit=100, interval_s=60)
    spent: dict[str, Spent] = {}
    while (debit := spend(spent, [minute], margin=0.8, now=START, reserve=0.25)).granted:
        spent = debit.spent
    assert left(spent, [minute], margin=0.8, now=START) == {"100/60s": 5}  # of a burst of 20
    assert spend(spent, [minute], margin=0.8, now=START).granted


def test_a_day_is_that_of_the_provider_and_lasts_twenty_five_hours_when_clocks_go_back() -> None:
    day = Rate(limit=10, interval_s=86_400, zone="Europe/Paris")
    midnight = datetime(2026, 10, 24, 22, tzinfo=UTC)  # in Paris; that day has 25 hours
    spent: dict[str, Spent] = {}
    for _ in range(8):
        spent = spend(spent, [day], margin=0.8, now=midnight).spent
    refused = spend(spent, [day], margin=0.8, now=midnight)
    assert (refused.granted, refused.line) == (False, "10/day Europe/Paris")
    assert refused.wait_s == 25 * 3600
    assert not spend(spent, [day], margin=0.8, now=midnight + timedelta(hours=24)).granted
    assert spend(spent, [day], margin=0.8, now=midnight + timedelta(hours=25)).granted


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=30)])
def test_a_clock_that_goes_back_costs_no_more_than_one_empty_bucket(back: timedelta) -> None:
    minute = Rate(limit=60, interval_s=60)
    spent: dict[str, Spent] = {}
    while (debit := spend(spent, [minute], margin=0.8, now=START)).granted:
        spent = debit.spent
    waits = spend(spent, [minute], margin=0.8, now=START - back).wait_s
    assert 0 < waits <= 60


def _calls(rates: list[Rate], margin: float, pauses: list[float]) -> list[datetime]:
    now, spent, calls = START, {}, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        debit = spend(spent, rates, margin=margin, now=now)
        if debit.granted:
            spent = debit.spent
            calls.append(now)
    return calls
