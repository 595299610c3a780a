"""What a contract's figure came to in a month that was recorded here in part."""

from datetime import UTC, date, datetime

from tests.core.statement.drawing import CALENDARS, CONTRACT, MONTH
from tocsin.core.sla.measures import Trouble
from tocsin.core.sla.months import of_month, reason_of, value_of

UP = next(measure for measure in CONTRACT.measures if measure.key == "up")
RECORDED = datetime(2026, 10, 11, 22, 30, tzinfo=UTC)  # the 12th in Paris
NOW = datetime(2026, 11, 5, tzinfo=UTC)


def figure(recorded, *troubles, measure=UP, contract=CONTRACT):
    return of_month(
        contract,
        measure,
        troubles,
        CALENDARS[""],
        MONTH,
        recorded_since=recorded,
        zone="Europe/Paris",
        now=NOW,
    )


def outage(day, hours):
    begin = datetime(2026, 10, day, 8, tzinfo=UTC)
    return Trouble(incident=day, start=begin, end=begin.replace(hour=8 + hours))


def test_of_a_month_recorded_in_part_only_that_part_counts_and_it_says_since_when():
    """It had been measured whole: five hours down of twenty days were five hours of thirty-one."""
    found = figure(RECORDED, outage(20, 5))
    assert found.recorded_from == date(2026, 10, 12)
    assert value_of(UP, found, "en") == "98.961%"
    assert found.state == "missed"
    assert reason_of(UP, found, "en").endswith(
        "(The month counts from 2026-10-12: nothing was recorded here before.)"
    )
    assert "12/10/2026" in reason_of(UP, found, "fr")


def test_a_month_recorded_from_before_its_beginning_is_whole():
    found = figure(datetime(2026, 9, 30, tzinfo=UTC), outage(20, 5))
    assert (found.recorded_from, value_of(UP, found, "en")) == (None, "99.327%")
    assert "counts from" not in reason_of(UP, found, "en")


def test_what_began_before_anything_was_recorded_is_not_counted():
    fast = next(measure for measure in CONTRACT.measures if measure.key == "fast")
    found = figure(RECORDED, outage(5, 4), outage(20, 5), measure=fast)
    assert [share.incident for share in found.shares] == [20]
