"""Times as programs export them."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.core.history.moments import length_of, read_exported, says_nothing
from tocsin.core.translation.language.times import Times

NOW = datetime(2026, 11, 29, tzinfo=UTC)
AT = datetime(2012, 5, 10, 22, 26, 15, tzinfo=UTC)


def instant(text, times):
    found = read_exported(text, times, near=NOW)
    return found and found.at


@pytest.mark.parametrize(
    "text",
    [
        "2012-05-11T00:26:15+02:00",
        "2012-05-11T00:26:15.000+0200",
        "11/05/2012 00:26:15",
        "11/05/2012 12:26:15 AM",
        "11/05/2012 12:26:15 a. m.",
        "11-May-12 12.26.15.000000 AM",
        "2012-05-11-00.26.15.000000",
        "20120511002615",
        "1336688775000",
        "41040.018229167",
        "41040,018229167",
        "11 mai 2012 00:26:15",
    ],
)
def test_one_instant_however_it_is_written(text):
    assert instant(text, Times(zone="Europe/Paris")) == AT


def test_a_month_that_comes_first_is_read_so_in_a_database_s_stamp_too():
    assert instant("5/11/2012 12.26.15.000000 AM", Times(zone="Europe/Paris", month_first=True)) == AT


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "NULL",
        "0",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00",
        "01/01/1970 00:00",
        "30/12/1899",
        "9999-12-31",
        "NaT",
    ],
)
def test_an_empty_date_is_no_mistake(text):
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text", ["29/2/2016 01:16", "19/09/2018 19:00:17", "1970-05-02 10:00", "41040.5", "11/05/2012 1900"]
)
def test_a_date_is_not_taken_for_an_empty_one(text):
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["41040 0.018229167", "41040 00:26:15", "2012-05-11 0,018229167", "11/05/2012 0.018229167"]
)
def test_a_day_and_a_time_in_two_cells_however_a_spreadsheet_counts_them(text):
    assert instant(text, Times(zone="Europe/Paris")) == AT


@pytest.mark.parametrize(
    "text",
    [
        "20120511 002615", "11/05/2012 00.26.15", "11.05.2012 00.26.15", "2012-May-11 00:26:15", "May-11-2012 00:26:15",
        "2012. 05. 11. 00:26:15", "/Date(1336688775000)/", "2012-05-11T00:26:15+02:00[Europe/Paris]",
    ],
)  # fmt: skip
def test_a_time_of_day_is_not_lost_for_the_way_it_is_written(text):
    assert instant(text, Times(zone="Europe/Paris")) == AT


@pytest.mark.parametrize("text", ["00.26.15 11.05.2012", "11/05/2012 shift 3 of 17"])
def test_a_day_beside_digits_that_nobody_understands_is_not_read_as_a_day(text):
    assert instant(text, Times(zone="Europe/Paris")) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h30", 90), ("1:30", 90), ("90", 90), ("90.0", 90), ("1,5 h", 90), ("PT1H30M", 90), ("0 days 01:30:00", 90),
        ("1 day, 2:03:00", 1563), ("1 day 02:03:00", 1563), ("1.02:03:00", 1563), ("1 jour 2 heures 3 minutes", 1563),
        ("2 heures 0 minute", 120), ("1 671,5 h", 100_290), ("1,671.5 h", 100_290), ("90:00:00", 5_400), ("400 d", 576_000),
        ("0", 0), ("0:00", 0), ("0 h", 0), ("3 Tage 4 Std.", 4_560), ("1d02h", 1_560),
        ("4h ouvrées", 240),
    ],
)  # fmt: skip
def test_a_length_of_time_however_it_is_written(text, minutes):
    assert length_of(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["-2h", "1 month", "some", "", "2 to 3 h", "h", "1:2:3:4"])
def test_what_is_no_length_of_time_is_none(text):
    assert length_of(text) is None
