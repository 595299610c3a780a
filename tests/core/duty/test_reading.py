"""Absences out of calendars and sheets: whole days in local time, what recurs, what is left aside, every mistake."""

from datetime import datetime

import pytest

from tests.core.duty.team import at
from tocsin.core.duty.reading.calendars import read_calendar
from tocsin.core.duty.reading.sheets import read_sheet
from tocsin.core.duty.reading.values import Drafts
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.organisation.values import Person, Region

NOW = at("2026-10-01 00:00")
ORGANISATION = Organisation(
    regions={"pe": Region(key="pe", name="Peru", country="PE", zone="America/Lima", calendar="")},
    persons={
        "ines": Person(key="ines", name="Inès Belkacem", email="ines@x.example", role=""),
        "lucia": Person(key="lucia", name="Lucía Paz", email="lucia@x.example", role="", region="pe"),
    },
)


def calendar(*entries: str) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{chr(13).join(entry.splitlines(keepends=True))}\r\nEND:VEVENT\r\n"
        for number, entry in enumerate(entries)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n".encode()


def spans(found: Drafts) -> list[tuple[str, str, str]]:
    assert found.faults == ()
    return [
        (draft.absence.person, f"{draft.absence.start:%m-%d %H:%M}", f"{draft.absence.end:%m-%d %H:%M}")
        for draft in found.drafts
    ]


def of_ines(*entries: str) -> list[tuple[str, str]]:
    return [
        (start, end)
        for _, start, end in spans(read_calendar(calendar(*entries), ORGANISATION, NOW, person="ines"))
    ]


ZONE = "DTSTART;TZID={zone}:20261025T013000\nDTEND;TZID={zone}:20261025T033000"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("DTSTART;VALUE=DATE:20261005\nDTEND;VALUE=DATE:20261006", [("10-04 22:00", "10-05 22:00")]),
        ("DTSTART;VALUE=DATE:20261005", [("10-04 22:00", "10-05 22:00")]),
        ("DTSTART;VALUE=DATE:20261005\nDURATION:P1W", [("10-04 22:00", "10-11 22:00")]),
        ("DTSTART;VALUE=DATE:20261025\nDTEND;VALUE=DATE:20261026", [("10-24 22:00", "10-25 23:00")]),
        (ZONE.format(zone="Europe/Paris"), [("10-24 23:30", "10-25 02:30")]),
        (ZONE.format(zone="Romance Standard Time"), [("10-24 23:30", "10-25 02:30")]),
        ("DTSTART:20261005T080000\nDTEND:20261005T120000", [("10-05 06:00", "10-05 10:00")]),
        ("DTSTART:20261005T080000Z\nDTEND:20261005T120000Z", [("10-05 08:00", "10-05 12:00")]),
    ],
    ids=["a day", "no end", "a week", "25 hours", "DST", "Outlook's zone", "floating", "UTC"],
)
def test_when_it_is(entry: str, expected: list[tuple[str, str]]) -> None:
    assert of_ines(entry) == expected


def test_a_wednesday_off_each_week_but_one_and_one_moved() -> None:
    rule = "DTSTART;VALUE=DATE:20261007\nDTEND;VALUE=DATE:20261008\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20261014"
    found = of_ines(rule)
    assert [start for start, _ in found] == ["10-06 22:00", "10-20 22:00", "10-27 23:00"]


def test_a_rule_without_end_is_read_for_the_year_to_come() -> None:
    found = of_ines("DTSTART;VALUE=DATE:20200106\nRRULE:FREQ=WEEKLY")
    assert 55 < len(found) < 60


@pytest.mark.parametrize(
    "more",
    ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
)
def test_what_is_cancelled_or_marked_free_is_left_aside(more: str) -> None:
    found = read_calendar(calendar(f"DTSTART;VALUE=DATE:20261005\n{more}"), ORGANISATION, NOW, person="ines")
    assert (found.drafts, found.aside) == ((), 1)


def test_outlooks_out_of_office_counts_though_it_is_shown_as_free() -> None:
    entry = "DTSTART;VALUE=DATE:20261005\nTRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF"
    assert len(of_ines(entry)) == 1


def test_what_is_over_is_left_aside() -> None:
    found = read_calendar(
        calendar("DTSTART;VALUE=DATE:20260905", "DTSTART;VALUE=DATE:20260930"),
        ORGANISATION,
        NOW,
        person="ines",
    )
    assert (found.drafts, found.aside) == ((), 2)


@pytest.mark.parametrize(
    ("entry", "person"),
    [
        ("SUMMARY:Congés - Ines BELKACEM", "ines"),
        ("SUMMARY:BELKACEM Inès (RTT)", "ines"),
        ("SUMMARY:Congés\nATTENDEE;CN=Lucia:mailto:LUCIA@x.example", "lucia"),
    ],
)
def test_a_team_calendar_names_its_people(entry: str, person: str) -> None:
    found = read_calendar(calendar(f"DTSTART;VALUE=DATE:20261005\n{entry}"), ORGANISATION, NOW)
    assert [draft.absence.person for draft in found.drafts] == [person]


def test_a_day_begins_at_the_persons_midnight() -> None:
    found = read_calendar(calendar("DTSTART;VALUE=DATE:20261005"), ORGANISATION, NOW, person="lucia")
    assert spans(found) == [("lucia", "10-05 05:00", "10-06 05:00")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"hello", "no_calendar"),
        (b"", "no_calendar"),
        (b"\x00\xff\xfe", "no_calendar"),
        (calendar("SUMMARY:x"), "no_start"),
        (calendar("DTSTART:20261005T080000\nRRULE:FREQ=SECONDLY"), "too_often"),
        (calendar("DTSTART:20261005T080000\nRRULE:FREQ=DAILY;BYSECOND=1,2,3"), "too_often"),
        (calendar("DTSTART;VALUE=DATE:20261005\nSUMMARY:Réunion"), "whose"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, code: str) -> None:
    found = read_calendar(content, ORGANISATION, NOW)
    assert [fault.why.code for fault in found.faults] == [f"duty.import.{code}"]
    assert all(fault.remedy("fr") and fault.remedy("en") for fault in found.faults)


def sheet(*rows: tuple[str, ...]) -> list[Sheet]:
    return [
        Sheet(name="x", rows=tuple(Row(number=number, cells=cells) for number, cells in enumerate(rows, 1)))
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            ("Personne", "Du", "Au"),
            ("Inès Belkacem", "05/10/2026", "09/10/2026"),
            ("10-04 22:00", "10-09 22:00"),
        ),
        (("who", "from", "until"), ("ines@X.example", "2026-10-05", ""), ("10-04 22:00", "10-05 22:00")),
        (
            ("name", "start", "end"),
            ("ines", "2026-10-05 08:30", "2026-10-05 12:00"),
            ("10-05 06:30", "10-05 10:00"),
        ),
        (("nom", "début", "fin"), ("ines", "2026-10-24", "2026-10-25"), ("10-23 22:00", "10-25 23:00")),
        (
            ("nom", "début", "fin"),
            ("ines", "2026-10-05 00:00:00", "2026-10-06 00:00:00"),
            ("10-04 22:00", "10-06 22:00"),
        ),
    ],
    ids=["french", "one day", "hours", "the night of the clocks", "Excel's days"],
)
def test_a_row_is_an_absence_the_last_day_is_part_of_it(header, row, expected) -> None:
    assert [span[1:] for span in spans(read_sheet(sheet(header, row), ORGANISATION, NOW))] == [expected]


def test_every_mistake_of_a_sheet_has_its_row_and_its_remedy() -> None:
    found = read_sheet(
        sheet(
            ("personne", "du", "au", "remplaçant"),
            ("Nobody", "2026-10-05", "", ""),
            ("ines", "soon", "", "Ghost"),
            ("ines", "2026-10-05", "2026-10-04", ""),
            ("ines", "2026-10-05", "", "ines"),
        ),
        ORGANISATION,
        NOW,
        name="a.csv",
    )
    assert [(fault.line, fault.why.code.rpartition(".")[2]) for fault in found.faults] == [
        (2, "nobody"),
        (3, "nobody"),
        (3, "no_day"),
        (4, "order"),
        (5, "own_substitute"),
    ]
    assert found.faults[2].sentence("en") == (
        "a.csv:3: start: 'soon' is no day (write 2026-12-24 or 24/12/2026, with a time if need be)"
    )


def test_a_sheet_without_names_of_columns_says_which_are_wanted() -> None:
    (fault,) = read_sheet(sheet(("1", "2")), ORGANISATION, NOW).faults
    assert "person, from, until" in fault.remedy("en")


def test_what_is_read_is_in_utc() -> None:
    (draft,) = read_calendar(calendar("DTSTART;VALUE=DATE:20261005"), ORGANISATION, NOW, person="ines").drafts
    assert isinstance(draft.absence.end, datetime)
    assert draft.absence.start.utcoffset() == draft.absence.end.utcoffset() == NOW.utcoffset()
