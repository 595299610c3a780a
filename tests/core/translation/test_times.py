"""Times, as a table: what a source writes, and the instant that it means (zone Europe/Paris unless said)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tocsin.core.translation.language.times import Times, read_duration, read_moment

NEAR = datetime(2026, 11, 23, 13, tzinfo=UTC)
PARIS = Times(zone="Europe/Paris")

TABLE = """
23/11/2026 12:48:00                     2026-11-23T11:48:00
23/11/26 à 12h48                        2026-11-23T11:48:00
lundi 23 novembre 2026 à 12h48          2026-11-23T11:48:00
mar. 24 nov. 2026 08:05                 2026-11-24T07:05:00
24 mars 2026 7h30                       2026-03-24T06:30:00
14/07/2026 16:30                        2026-07-14T14:30:00
Mon Nov 23 12:48:00 UTC 2026            2026-11-23T12:48:00
2026-11-23 12:44:34 +0000               2026-11-23T12:44:34
2026-11-23T12:41:42.5Z                  2026-11-23T12:41:42.500000
1795437872.5                            2026-11-23T12:44:32.500000
1795437872500                           2026-11-23T12:44:32.500000
Nov 23, 2026 1:05 PM                    2026-11-23T12:05:00
23.11.2026, 12.48 Uhr                   2026-11-23T11:48:00
Montag, 23. November 2026 um 12:48 Uhr  2026-11-23T11:48:00
20261123T220000 Europe/Paris            2026-11-23T21:00:00
2026-11-23 22:00 America/New_York       2026-11-24T03:00:00
2026-11-23 22:00 CET                    2026-11-23T21:00:00
23 November 2026 22:00 (UTC+1)          2026-11-23T21:00:00
31/12 23:50                             2026-12-31T22:50:00
02/01 03h15                             2027-01-02T02:15:00
25-Sep-2026 00:01 ( Pacific )           2026-09-25T07:01:00
23/11/2026 14:02 JST                    2026-11-23T05:02:00
23/11/2026 14:02 XYT                    None
Jan 5th 2027 at 11pm ET                 None
Mon Nov 23 2026 14:02:11 GMT+0100 (Central European Standard Time)  2026-11-23T13:02:11
23/11/2026 14:02 Central European Time  2026-11-23T13:02:00
1er décembre 2026 à 8h                  2026-12-01T07:00:00
15 AOUT 2026 10:00                      2026-08-15T08:00:00
14h02 le 15 AOUT                        2026-08-15T12:02:00
01 JUL 2026 0900 UTC                    2026-07-01T09:00:00
01JUL2026 09:00                         2026-07-01T07:00:00
2026-11-23 1402                         2026-11-23T13:02:00
20261123 14:02:11                       2026-11-23T13:02:11
23/Nov/2026:14:02:11 +0100              2026-11-23T13:02:11
23 de noviembre de 2026 14:02           2026-11-23T13:02:00
maandag 23 november 2026 14:02          2026-11-23T13:02:00
lunedì 14 dicembre 2026 ore 22:00       2026-12-14T21:00:00
23 november 2026 24h00                  2026-11-23T23:00:00
hier à 14h02                            2026-11-22T13:02:00
tomorrow 10:00 PM                       2026-11-24T21:00:00
il y a 2h15                             2026-11-23T10:45:00
2h 15m ago                              2026-11-23T10:45:00
vor 2 Stunden                           2026-11-23T11:00:00
day 300 at 14:02                        None
9999-12-31T00:00:00Z                    None
0001-01-01T00:00:00Z                    None
31/02/2026 10:00                        None
n'importe quand                         None
"""


def read_time(text: str, times: Times, **near: Any) -> datetime | None:
    found = read_moment(text, times, **near)
    return found.at if found else None


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_table(line: str) -> None:
    text, _, expected = line.rpartition("  ")
    found = read_time(text.strip(), PARIS, near=NEAR)
    assert (found.replace(tzinfo=None).isoformat() if found else "None") == expected.strip()


def test_a_time_without_its_day_is_the_first_after_the_start() -> None:
    start = datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert read_time("02h00", PARIS, near=NEAR, after=start) == datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4 heures", 240), ("2h30", 150), ("90 min", 90), ("1,5 h", 90), ("2 days", 2880), ("2h15m", 135),
        ("1d 2h 3m", 1563), ("PT2H15M", 135), ("P1DT2H", 1560), ("45s", 0.75), ("12m 3s", 12.05), ("4:30", 270),
        ("00:45:00", 45), ("1 semaine", 10080), ("2 Std. 30 Min.", 150), ("8 hours 30", 510), ("90", 90),
        ("Up to 04 Hours", 240), ("1 day, 2:03:00", 1563), ("24 x 7", None), ("soon", None),
    ],
)  # fmt: skip
def test_durations(text: str, minutes: float | None) -> None:
    found = read_duration(text)
    assert (found.total_seconds() / 60 if found else None) == minutes


def test_works_without_a_year_lie_ahead() -> None:
    announced = read_time("15 août 10h00", PARIS, near=NEAR, planned=True)
    done = read_time("20/11 10h00", PARIS, near=NEAR, planned=True)
    assert announced == datetime(2027, 8, 15, 8, tzinfo=UTC)
    assert done == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_format_says_which_zone_a_word_of_theirs_means() -> None:
    theirs = Times(zone="UTC", zones={"ist": "Asia/Kolkata", "heure de paris": "Europe/Paris"})
    assert read_time("23/11/2026 14:02 IST", theirs, near=NEAR) == datetime(2026, 11, 23, 8, 32, tzinfo=UTC)
    assert read_time("23/11/2026 14:02 (heure de Paris)", theirs, near=NEAR) == datetime(
        2026, 11, 23, 13, 2, tzinfo=UTC
    )


@pytest.mark.parametrize(("sent", "meant"), [("00:10:30", "00:10"), ("01:10:30", "01:10")])
def test_of_the_hour_that_happens_twice_the_mail_s_date_decides(sent: str, meant: str) -> None:
    """25 October 2026, 03:00 becomes 02:00 in Paris."""
    near = datetime.fromisoformat(f"2026-10-25T{sent}+00:00")
    found = read_time("25/10/2026 02:10", PARIS, near=near)
    assert found == datetime.fromisoformat(f"2026-10-25T{meant}+00:00")


def test_how_exactly_a_time_is_known() -> None:
    precisions = {
        "23/11/2026": "day", "il y a 2 heures": "hour", "23/11/2026 12:48": "minute", "23/11/26 à 12h48": "minute",
        "2026-11-23T12:48Z": "minute", "20261123T2200": "minute", "23/11/2026 12:48:00": "second",
        "2026-11-23T12:48:00Z": "second", "1795437872": "second", "1795437872500": "millisecond",
        "2026-11-23T12:41:42.5Z": "millisecond", "12:48": "minute",
    }  # fmt: skip
    found = {text: read_moment(text, PARIS, near=NEAR) for text in precisions}
    assert {text: moment.precision.value for text, moment in found.items() if moment} == precisions
