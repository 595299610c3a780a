"""Times as programs export them."""

from datetime import UTC, datetime

import pytest

from tocsin.core.history.moments import read_exported, says_nothing
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
