"""A calendar of hostile words: no property, component or control character that a message or a file wrote."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tocsin.core.intervention.feed import Entry, calendar

AT = datetime(2026, 11, 28, 10, tzinfo=UTC)
KNOWN = {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}


def _feed(words: str) -> bytes:
    entry = Entry(
        uid="wrk-9", start=AT, end=AT.replace(hour=12), zone="Europe/Paris", title=words,
        place=words, text=words, status="CONFIRMED", sequence=1, changed_at=AT, address="https://tocsin.example/i/9",
    )  # fmt: skip
    return calendar([entry], name=words, host="tocsin.example")


def _properties(feed: bytes) -> set[str]:
    return {
        re.split("[;:]", line, maxsplit=1)[0]
        for line in re.split(r"\r\n|\r|\n", feed.decode())
        if line[:1] != " "
    }


PLAIN = _properties(_feed("works"))


@pytest.mark.parametrize(
    "words",
    [
        "x\r\nEND:VEVENT\r\nBEGIN:VALARM",
        "x\rATTENDEE:mailto:a@b.example",
        "x\nATTACH:http://evil.example",
        "\x00\x0b\x1b[31m",
    ],
)
def test_no_line_is_the_messages_own(words: str) -> None:
    """A line break in the company's name ended everybody's calendar with a mistake of ours."""
    feed = _feed(words)
    assert _properties(feed) == PLAIN
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", feed)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_words_give_a_calendar_that_is_read_back(words: str) -> None:
    read = Calendar.from_ical(_feed(words))
    assert {component.name for component in read.walk()} <= KNOWN
    assert len(read.walk("VEVENT")) == 1
