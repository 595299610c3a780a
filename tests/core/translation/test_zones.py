"""Zones, as tables: a zone is known, or the message defines it, or the time is unread. Never an hour wrong."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.core.translation.build import message
from tocsin.core.translation.formats import compile_formats
from tocsin.core.translation.language.times import Times, read_moment
from tocsin.core.translation.language.zones import known, long_names, offsets
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Translation

NEAR = datetime(2026, 11, 28, 6, tzinfo=UTC)
PARIS = Times(zone="Europe/Paris")

# name -> hours from UTC in January and in July
NAMES = """
"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"               1 2
(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna    1 2
(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris                1 2
(UTC) Dublin, Edinburgh, Lisbon, London                         0 1
(UTC) Coordinated Universal Time                                0 0
(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius       2 3
(UTC+03:00) Moscow, St. Petersburg                              3 3
(UTC-05:00) Eastern Time (US & Canada)                          -5 -4
(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi                 5.5 5.5
(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi               8 8
(GMT+01:00) Brussels                                            1 2
(UTC+01:00) Bruxelles                                           unknown
(UTC+03:00) Paris                                               unknown
Romance Standard Time                                           1 2
FLE Standard Time                                               2 3
GMT Standard Time                                               0 1
Greenwich Standard Time                                         0 0
Pacific Daylight Time                                           -8 -7
/citadel.org/20210210_1/Europe/Paris                            1 2
europe/paris                                                    1 2
Etc/GMT-1                                                       1 1
America/Argentina/Buenos_Aires                                  -3 -3
UTC+1                                                           1 1
GMT+01:00                                                       1 1
+02:00                                                          2 2
tzone://Microsoft/Utc                                           0 0
tzone://Microsoft/Custom                                        unknown
Customized Time Zone                                            unknown
Europe/Atlantis                                                 unknown
Paris                                                           unknown
+25:00                                                          unknown
"""

# written in July (7) or December (12), read with the format's zone Europe/Paris: UTC, or None
WRITTEN = """
12/12/2026 23:00                                                     2026-12-12T22:00
12/12/2026 23:00 (UTC+01:00) Brussels, Copenhagen, Madrid, Paris     2026-12-12T22:00
12/07/2026 23:00 (UTC+01:00) Brussels, Copenhagen, Madrid, Paris     2026-07-12T21:00
12/07/2026 23:00 (UTC+01:00)                                         2026-07-12T22:00
12/07/2026 23:00 (UTC+01:00) Bruxelles                               None
12/12/2026 23:00 FLE Standard Time                                   2026-12-12T21:00
12/12/2026 23:00Z (Europe/Paris)                                     2026-12-12T23:00
2026-12-12T23:00:00Z Europe/Paris                                    2026-12-12T23:00
2026-12-12T23:00:00+01:00[Europe/Paris]                              2026-12-12T22:00
2026-07-12T23:00:00+01:00[Europe/Paris]                              None
12/12/2026 23:00 CET                                                 2026-12-12T22:00
12/07/2026 23:00 CET                                                 None
12/12/2026 23:00 MESZ                                                None
12/07/2026 23:00 CET/CEST                                            2026-07-12T21:00
12/12/2026 23:00 IST                                                 None
12/12/2026 23:00 CST                                                 None
12/12/2026 23:00 Pacific/Atlantis                                    None
12/12/2026 23:00 heure de Kiev                                       2026-12-12T21:00
12/12/2026 23:00 Brussels time                                       2026-12-12T22:00
12/12/2026 23:00 (London)                                            2026-12-12T23:00
12/12/2026 23:00 Gotham time                                         None
12/12/2026 23:00 heure normale du Pacifique                          None
12/12/2026 23:00 local time                                          2026-12-12T22:00
12/12/2026 14:02 CET / 13:02 UTC                                     None
Sat, 12 Dec 2026 23:00:00 +0100 (CET)                                2026-12-12T22:00
Sat Dec 12 2026 23:00:00 GMT+0100 (heure normale d’Europe centrale)  2026-12-12T22:00
le 23/11/2026 14:02 cet incident est clos                            2026-11-23T13:02
12/12/2026 23:00 Etc/GMT-1                                           2026-12-12T22:00
12/12/2026 23:00 America/Argentina/Buenos_Aires                      2026-12-13T02:00
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_names(line: str) -> None:
    name, _, hours = (part.strip() for part in line.partition("   "))
    place = known(name)
    away = [offset / timedelta(hours=1) for offset in offsets(place) if offset is not None] if place else None
    assert away == (None if hours == "unknown" else [float(hour) for hour in hours.split()])


@pytest.mark.parametrize("line", WRITTEN.strip().splitlines())
def test_written(line: str) -> None:
    text, _, expected = (part.strip() for part in line.rpartition("  "))
    found = read_moment(text, PARIS, near=NEAR)
    assert (f"{found.at:%Y-%m-%dT%H:%M}" if found else "None") == expected


def test_every_windows_name_is_a_zone() -> None:
    assert [name for name in long_names() if known(name) is None] == []


def test_the_format_s_own_zone_says_what_an_ambiguous_abbreviation_means() -> None:
    for zone, expected in (("Europe/Dublin", None), ("Asia/Kolkata", 17), ("Asia/Jerusalem", 21)):
        found = read_moment("12/12/2026 23:00 IST", Times(zone=zone), near=NEAR)
        assert (found.at.hour if found else None) == expected, zone  # Dublin keeps GMT in December


@given(st.text(max_size=60))
def test_any_name_is_a_zone_or_none(name: str) -> None:
    known(name)
    read_moment(f"12/12/2026 23:00 {name}", PARIS, near=NEAR)


# --- iCalendar

FORMAT = """
recognise: { calendar: DTSTART }
each: { calendar: VEVENT }
times: { zone: %s }
fields: { start: { calendar: DTSTART }, end: { calendar: DTEND } }
event: { kind: works, state: planned, place: { text: x }, status: confirmed, window: { start: "{start}", end: "{end}" } }
"""
EUROPE = """BEGIN:VTIMEZONE
TZID:%s
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
THIS_YEAR_ONLY = """BEGIN:VTIMEZONE
TZID:Works
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20261025T010000Z
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
BY_DATES = """BEGIN:VTIMEZONE
TZID:Works
BEGIN:STANDARD
DTSTART:20251026T030000
RDATE:20261025T030000,20271031T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20250330T020000
RDATE:20260329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
MOSCOW = """BEGIN:VTIMEZONE
TZID:%s
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE
"""
HOURLY = MOSCOW.replace("TZOFFSETFROM", "RRULE:FREQ=SECONDLY\nTZOFFSETFROM") % "Works"
GOOGLE = "X-WR-TIMEZONE:Europe/Paris\n"

CALENDARS = [
    # what is written; before it in the calendar; start and end in UTC, status
    ("DTSTART:20261212T230000Z|DTEND:20261213T030000Z", "", "12T23:00 13T03:00 translated"),
    ("DTSTART;PARIS:20261212T230000Z|DURATION:PT4H", "", "12T23:00 13T03:00 translated"),
    ("DTSTART;PARIS:20261212T230000|DURATION:PT4H", "", "12T22:00 13T02:00 translated"),
    ("DTSTART;PARIS:20261212T230000|DTEND;LONDON:20261213T030000", "", "12T22:00 13T03:00 translated"),
    ('DTSTART;TZID="(UTC+01:00) Brussels, Paris":20261212T230000|DURATION:PT4H', "", "12T22:00 13T02:00 translated"),
    ("DTSTART;TZID=(UTC+01:00) Brussels, Paris:20261212T230000|DURATION:PT4H", "", "12T22:00 13T02:00 translated"),
    ("DTSTART;TZID=Gotham:20261212T230000|DTEND;TZID=Gotham:20261213T030000", "", "None None partial"),
    ("DTSTART;PARIS:20261212T230000|DTEND;TZID=Gotham:20261213T030000", "", "12T22:00 None partial"),
    ("DTSTART;TZID=Works:20261212T230000|DURATION:PT4H", EUROPE % "Works", "12T22:00 13T02:00 translated"),
    ("DTSTART;TZID=Works:20260712T230000|DURATION:PT4H", EUROPE % "Works", "12T21:00 13T01:00 translated"),
    ("DTSTART;TZID=Works:20261212T230000|DURATION:PT4H", THIS_YEAR_ONLY, "12T22:00 13T02:00 translated"),
    ("DTSTART;TZID=Works:20261212T230000|DURATION:PT4H", BY_DATES, "12T22:00 13T02:00 translated"),
    ("DTSTART;TZID=Works:20260712T230000|DURATION:PT4H", BY_DATES, "12T21:00 13T01:00 translated"),
    ("DTSTART;TZID=Works:20261212T230000|DURATION:PT4H", HOURLY, "None None partial"),
    ("DTSTART;TZID=Works:20261212T230000|DURATION:PT4H", MOSCOW % "Works", "12T20:00 13T00:00 translated"),
    # a definition of a known name is read, with a doubt where it differs from what we know
    ("DTSTART;PARIS:20261212T230000|DURATION:PT4H", EUROPE % "Europe/Paris", "12T22:00 13T02:00 translated"),
    ("DTSTART;PARIS:20261212T230000|DURATION:PT4H", MOSCOW % "Europe/Paris", "12T20:00 13T00:00 partial"),
    # floating: the calendar's zone, else the format's, else unread
    ("DTSTART:20261212T230000|DURATION:PT4H", GOOGLE, "12T22:00 13T02:00 translated"),
    ("DTSTART:20261212T230000|DTEND:20261213T030000", "", "None None partial"),
    ("DTSTART;VALUE=DATE:20261212", GOOGLE, "11T23:00 12T23:00 translated"),
    ("DTSTART;VALUE=DATE:20261212|DTEND;VALUE=DATE:20261214", GOOGLE, "11T23:00 13T23:00 translated"),
    ("DTSTART;VALUE=DATE:20261212|DURATION:P2D", GOOGLE, "11T23:00 13T23:00 translated"),
    ("DTSTART;VALUE=DATE:20261212", "", "None None partial"),
    # DURATION: days by the calendar, hours by the clock; two ends that differ are none
    ("DTSTART;PARIS:20261024T230000|DURATION:P1D", "", "24T21:00 25T22:00 translated"),
    ("DTSTART;PARIS:20261024T230000|DURATION:PT24H", "", "24T21:00 25T21:00 translated"),
    ("DTSTART:20261212T230000Z|DTEND:20261213T030000Z|DURATION:PT4H", "", "12T23:00 13T03:00 translated"),
    ("DTSTART:20261212T230000Z|DTEND:20261213T030000Z|DURATION:PT2H", "", "12T23:00 None partial"),
    ("DTSTART:20261212T230000Z|DURATION:PT4", "", "12T23:00 None partial"),
    ("DTSTART:20261212T230000Z|DTEND:20261212T220000Z", "", "12T23:00 None partial"),
    ("DTSTART:20269912T230000Z|DTEND:20261212T220000Z", "", "None None partial"),
    # the hour that happens twice is the first (RFC 5545), the one that does not is read as before the gap
    ("DTSTART;PARIS:20261025T023000|DURATION:PT1H", "", "25T00:30 25T01:30 translated"),
    ("DTSTART;TZID=Works:20261025T023000|DURATION:PT1H", EUROPE % "Works", "25T00:30 25T01:30 translated"),
    ("DTSTART;TZID=Works:20260329T023000|DURATION:PT1H", EUROPE % "Works", "29T01:30 29T02:30 translated"),
    ("DTSTART;PARIS:20260329T023000|DURATION:PT1H", "", "29T01:30 29T02:30 translated"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "before", "expected"), CALENDARS)
def test_calendars(lines: str, before: str, expected: str) -> None:
    found = _read(lines, before, "stated")
    window = found.events[0].window
    bounds = [window.start if window else None, window.end if window else None]
    shown = " ".join(f"{bound:%dT%H:%M}" if bound else "None" for bound in bounds)
    assert f"{shown} {found.status}" == expected


def test_a_floating_time_is_in_the_zone_that_the_format_declares() -> None:
    found = _read("DTSTART:20261212T230000|DURATION:PT4H", "", "Europe/Paris")
    assert found.events[0].window is not None
    assert found.events[0].window.start == datetime(2026, 12, 12, 22, tzinfo=UTC)


def test_works_whose_beginning_is_unread_mute_nothing() -> None:
    found = _read("DTSTART;TZID=Gotham:20261212T230000|DURATION:PT4H", "", "stated")
    assert found.events[0].status == "tentative"
    assert {reason.code for reason in found.why} >= {
        "translation.time_unreadable",
        "translation.window_unread",
    }


def _read(lines: str, before: str, zone: str) -> Translation:
    for short in ("Paris", "London"):
        lines = lines.replace(f";{short.upper()}:", f";TZID=Europe/{short}:")
    event = lines.replace("|", "\n")
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}BEGIN:VEVENT\n{event}\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n"
    return translate(message(text, "text/calendar"), compile_formats({"f": yaml.safe_load(FORMAT % zone)}))
