"""Works that recur: every window is known, in its own zone, whatever was moved, added, taken out or called off."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from time import process_time

import pytest
from dateutil import rrule

from tocsin.core.event.message import Message
from tocsin.core.event.values import Event
from tocsin.core.translation.formats import compile_formats
from tocsin.core.translation.language.recurrence import Unreadable, read_rule, starts
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status, Translation

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
FORMAT = {
    "recognise": {"calendar": "DTSTART"},
    "each": {"calendar": "VEVENT"},
    "times": {"zone": "stated"},
    "tables": {"status": {"CONFIRMED": "confirmed", "CANCELLED": "cancelled", "TENTATIVE": "tentative"}},
    "fields": {
        "uid": {"calendar": "UID"}, "start": [{"calendar": "DTSTART"}, {"calendar": "RECURRENCE-ID"}],
        "end": {"calendar": "DTEND"}, "status": {"calendar": "STATUS"}, "what": {"calendar": "SUMMARY"},
    },
    "event": {
        "kind": "works", "state": "planned", "status": {"value": "{status}", "default": "confirmed"},
        "place": {"text": "{what}"}, "identity": "{uid}", "reference": "{uid}",
        "window": {"start": "{start}", "end": "{end}"},
    },
}  # fmt: skip
PARIS = "DTSTART;TZID=Europe/Paris:20261201T230000\nDTEND;TZID=Europe/Paris:20261202T030000\n"


def read(*entries: str) -> Translation:
    body = "".join(f"BEGIN:VEVENT\nUID:w1\nSUMMARY:works\n{entry}\nEND:VEVENT\n" for entry in entries)
    message = Message(
        source="s", channel="http", received_at=NOW, media_type="text/calendar",
        body=f"BEGIN:VCALENDAR\n{body}END:VCALENDAR\n".encode(),
    )  # fmt: skip
    return translate(message, compile_formats({"calendar": FORMAT}))


def shown(event: Event) -> str:
    assert event.window is not None
    end = f"{event.window.end:%d %H:%M}" if event.window.end else "?"
    return f"{event.window.start:%m-%d %H:%M}/{end}" + (
        f" {event.status}" if event.status != "confirmed" else ""
    )


def windows(*entries: str) -> list[str]:
    translation = read(*entries)
    assert translation.status is Status.TRANSLATED, translation.why
    return [shown(event) for event in translation.events]


WEEKLY = f"{PARIS}RRULE:FREQ=WEEKLY;COUNT=3"
THREE = ["12-01 22:00/02 02:00", "12-08 22:00/09 02:00", "12-15 22:00/16 02:00"]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param((WEEKLY,), THREE, id="three weeks"),
        pytest.param((f"{PARIS}RRULE:FREQ=WEEKLY;UNTIL=20261215T220000Z",), THREE, id="until an instant"),
        pytest.param((f"{PARIS}RRULE:FREQ=WEEKLY;UNTIL=20261215T215959Z",), THREE[:2], id="until a second before"),
        pytest.param((f"{PARIS}RRULE:FREQ=WEEKLY;UNTIL=20261215",), THREE, id="until a day"),
        pytest.param((f"{WEEKLY}\nEXDATE;TZID=Europe/Paris:20261208T230000",), [THREE[0], THREE[2]], id="one taken out"),
        pytest.param((f"{WEEKLY}\nEXDATE:20261201T220000Z,20261215T220000Z",), [THREE[1]], id="taken out in UTC"),
        pytest.param((f"{WEEKLY}\nEXDATE;VALUE=DATE:20261208",), [THREE[0], THREE[2]], id="a day taken out"),
        pytest.param(
            (f"{PARIS}RDATE;TZID=Europe/Paris:20261220T010000",), [THREE[0], "12-20 00:00/20 04:00"], id="one added",
        ),
        pytest.param(
            (f"{PARIS}RDATE;VALUE=PERIOD:20261220T000000Z/20261220T003000Z,20261221T000000Z/PT2H",),
            [THREE[0], "12-20 00:00/20 00:30", "12-21 00:00/21 02:00"], id="periods added",
        ),
        pytest.param(
            (WEEKLY, "RECURRENCE-ID;TZID=Europe/Paris:20261208T230000\nDTSTART:20261210T100000Z\nDTEND:20261210T110000Z"),
            [THREE[0], THREE[2], "12-10 10:00/10 11:00"], id="one moved",
        ),
        pytest.param(
            ("RECURRENCE-ID:20261208T220000Z\nDTSTART:20261210T100000Z\nSEQUENCE:1",
             "RECURRENCE-ID:20261208T220000Z\nDTSTART:20261211T100000Z\nSEQUENCE:2", WEEKLY),
            ["12-11 10:00/?", THREE[0], THREE[2]], id="one moved twice: the higher sequence",
        ),
        pytest.param(
            (WEEKLY, "RECURRENCE-ID;TZID=Europe/Paris:20261208T230000\nSTATUS:CANCELLED"),
            [THREE[0], THREE[2], "12-08 22:00/? cancelled"], id="one called off",
        ),
        pytest.param(
            (f"{WEEKLY}\nSEQUENCE:1\nEXDATE:20261208T220000Z",),
            [THREE[0], THREE[2], "12-08 22:00/09 02:00 cancelled"], id="one taken out by a revision",
        ),
        pytest.param(
            (WEEKLY, f"{PARIS}RRULE:FREQ=WEEKLY;COUNT=2\nSEQUENCE:3"), THREE[:2], id="the higher sequence of a series",
        ),
        pytest.param(
            ("DTSTART;TZID=Europe/Paris:20270326T230000\nDURATION:PT4H\nRRULE:FREQ=DAILY;COUNT=3",),
            ["03-26 22:00/27 02:00", "03-27 22:00/28 02:00", "03-28 21:00/29 01:00"], id="over the change to summer time",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;COUNT=2",), None, id="whole days float: unread",
        ),
        pytest.param(
            ("DTSTART:20200101T230000Z\nDTEND:20200102T010000Z\nRRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20270110T000000Z",),
            ["01-01 23:00/02 01:00", "12-02 23:00/03 01:00", "01-06 23:00/07 01:00"], id="a series that began long ago",
        ),
    ],
)  # fmt: skip
def test_the_windows_of_a_series(entries: tuple[str, ...], expected: list[str] | None) -> None:
    if expected is None:
        assert read(*entries).status is Status.PARTIAL
    else:
        assert windows(*entries) == expected


def test_each_names_its_occurrence_of_the_series() -> None:
    moved = "RECURRENCE-ID;TZID=Europe/Paris:20261208T230000\nDTSTART:20261210T100000Z"
    events = read(WEEKLY, moved).events
    known = [event.window.occurrence for event in events if event.window]
    assert [f"{instant:%d %H:%M}" for instant in known if instant] == ["01 22:00", "15 22:00", "08 22:00"]
    (alone,) = read(PARIS).events
    assert alone.window is not None
    assert alone.window.occurrence is None


def test_a_rule_that_we_cannot_read_keeps_its_first_window_and_says_so() -> None:
    for rule in (
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYWEEKNO=3",
        "often",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=x",
    ):
        translation = read(f"{PARIS}RRULE:{rule}")
        assert translation.status is Status.PARTIAL
        assert [shown(event) for event in translation.events] == THREE[:1]
        assert [
            why.facts["text"] for why in translation.why if why.code == "translation.recurrence_unread"
        ] == [rule]


def test_a_series_without_end_says_up_to_when_it_is_read() -> None:
    translation = read(f"{PARIS}RRULE:FREQ=MONTHLY")
    assert len(translation.events) == 14
    assert [why.facts["text"] for why in translation.why if why.code == "translation.recurrence_endless"] == [
        "2028-01-02"
    ]


def test_a_series_of_too_many_windows_is_cut_and_says_so() -> None:
    translation = read(f"{PARIS}RRULE:FREQ=DAILY;COUNT=300")
    assert (translation.status, len(translation.events)) == (Status.PARTIAL, 200)
    assert "translation.recurrence_bounded" in {why.code for why in translation.why}


def test_a_rule_that_no_day_fits_costs_little() -> None:
    """February 30th: other readers look for it until the year 9999."""
    begun = process_time()
    for frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        first = datetime(1990, 1, 1, tzinfo=UTC)
        rule = read_rule(f"FREQ={frequency};BYMONTH=2;BYMONTHDAY=30;COUNT=5")
        assert list(starts(rule, first, date(2028, 1, 1))) == [first]
    assert process_time() - begun < 3


FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = (
    ("", "INTERVAL=2", "INTERVAL=3"),
    (
        "",
        "BYDAY=MO",
        "BYDAY=TU,SA",
        "BYDAY=MO,TU,WE,TH,FR",
        "BYMONTHDAY=15",
        "BYMONTHDAY=-1",
        "BYMONTHDAY=1,2,3,29,31",
    ),
    ("", "BYMONTH=1,6,12"),
    ("", "BYSETPOS=1", "BYSETPOS=-1"),
    ("", "WKST=SU"),
)
ORDINALS = [
    f"FREQ={frequency};BYDAY={days}"
    for frequency in ("MONTHLY", "YEARLY")
    for days in ("1MO", "-1FR", "2TU,-2SA", "5WE", "3SU,1TU")
]


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_the_days_are_those_of_another_reader_of_the_rules(frequency: str) -> None:
    """python-dateutil; the first day is always ours, whether the rule names it or not (RFC 5545, 3.8.5.3)."""
    rules = [";".join(filter(None, (f"FREQ={frequency}", *parts))) for parts in product(*PARTS)]
    compared = 0
    for number, text in enumerate([*rules, *(rule for rule in ORDINALS if frequency in rule)]):
        if "BYSETPOS" in text and (frequency == "WEEKLY" or text.count("BY") < 2):
            continue  # only with another BY part (RFC 5545); the other reader counts in a first week from its first day on
        first = NOW.replace(tzinfo=None) - timedelta(days=37 * number % 1_500)
        last = first + timedelta(days=800)
        ours = list(islice(starts(read_rule(text), first, last.date()), 60))
        if len(ours) < 3:
            continue  # the other reader looks for a day that never comes until the year 9999
        theirs = [at for at in islice(rrule.rrulestr(text, dtstart=first), 61) if at.date() != first.date()]
        assert ours[1:] == [at for at in theirs if at <= last][: len(ours) - 1], text
        compared += 1
    assert compared > 30


@pytest.mark.parametrize(
    "text", ["", "FREQ=SECONDLY", "COUNT=3", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;BYHOUR=3", "\x00"]
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_rule(text)
