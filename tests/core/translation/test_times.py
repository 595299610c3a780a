"""Times, as a table: what a source writes, and the instant that it means (zone Europe/Paris unless said)."""

from datetime import UTC, datetime

import pytest

from tocsin.core.translation.language.times import Times, read_duration, read_time

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
9999-12-31T00:00:00Z                    None
0001-01-01T00:00:00Z                    None
31/02/2026 10:00                        None
n'importe quand                         None
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_table(line: str) -> None:
    said, _, expected = line.rpartition("  ")
    found = read_time(said.strip(), PARIS, near=NEAR)
    assert (found.replace(tzinfo=None).isoformat() if found else "None") == expected.strip()


def test_a_time_without_its_day_is_the_first_after_the_start() -> None:
    start = datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert read_time("02h00", PARIS, near=NEAR, after=start) == datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "minutes"), [("4 heures", 240), ("2h30", 150), ("90 min", 90), ("1,5 h", 90), ("2 days", 2880)]
)
def test_durations(said: str, minutes: int) -> None:
    found = read_duration(said)
    assert found is not None
    assert found.total_seconds() == minutes * 60
