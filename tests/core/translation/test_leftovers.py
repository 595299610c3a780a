"""A line of a list that no rule reads is named, and the message partial: an alarm in it must not be gone without a word."""

from datetime import UTC, datetime

import pytest
import yaml

from tocsin.core.event.message import Message
from tocsin.core.translation.formats import compile_formats
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status, Translation

HEAD = """
recognise: {subject: digest}
event: {kind: device.down, state: firing, criticality: high, summary: "{host}", place: {host: "{host}"}}
"""
LINES = "each: {line: '^(?P<when>\\d\\d:\\d\\d) - (?P<host>[\\w-]+) - down$'}"
BULLETS = "each: {line: '^[-*] (?P<host>\\w+) is down$', under: '^== room (?P<room>\\w+)'}"
BLOCKS = "each: {block: '^Alarm n° \\d+$'}\nfields: {host: {label: Host}, note: {label: Alarm type}}"
ROWS = "each: {rows: [Host, State]}\nfields: {host: {column: Host}}"


def read(format_: str, text: str) -> Translation:
    body = (
        f"From: a@host.example\nSubject: digest\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    )
    now = datetime(2026, 11, 28, 6, tzinfo=UTC)
    message = Message(source="s", channel="smtp", received_at=now, media_type="message/rfc822", body=body)
    return translate(message, compile_formats({"digest": yaml.safe_load(HEAD + format_)}))


def left(translation: Translation) -> list[str]:
    return [why.facts["text"] for why in translation.why if why.code == "translation.line_left"]


@pytest.mark.parametrize(
    ("format_", "text", "expected"),
    [
        pytest.param(
            LINES,
            "06:10 - srv-1 - down\n06:12 - srv-2 - dwn\n06:15 - srv-3 - down",
            ["06:12 - srv-2 - dwn"],
            id="in the middle",
        ),
        pytest.param(
            LINES, "06:10 – srv 1 – down\n06:12 - srv-2 - down", ["06:10 – srv 1 – down"], id="the first"
        ),
        pytest.param(
            LINES,
            "06:12 - srv-2 - down\n\n06:15 : srv-3 down",
            ["06:15 : srv-3 down"],
            id="the last, after an empty line",
        ),
        pytest.param(
            LINES,
            "06:12 - srv-2 - down\nsrv-3 as well",
            ["srv-3 as well"],
            id="of another form, within the list",
        ),
        pytest.param(
            LINES,
            "06:12 - srv-2 - down\n06:15 - a-host-with-a-name-that-is-long -\n down",
            ["06:15 - a-host-with-a-name-that-is-long -"],
            id="broken in two",
        ),
        pytest.param(
            BULLETS,
            "== room 1\n- alpha is down\n== room 2\n- beta has gone",
            ["- beta has gone"],
            id="a bullet",
        ),
        pytest.param(BULLETS, "- alpha is down\n• beta is down", ["• beta is down"], id="another bullet"),
        pytest.param(
            BLOCKS,
            "Alarm n° 1\nHost: a\n\nAlarm no 2\nHost: b\n\nAlarm n° 3\nHost: c",
            ["Alarm no 2"],
            id="a block that begins otherwise",
        ),
    ],
)
def test_a_line_that_almost_fits_is_named(format_: str, text: str, expected: list[str]) -> None:
    translation = read(format_, text)
    assert translation.status is Status.PARTIAL
    assert left(translation) == expected
    assert translation.events, "what could be read is read"


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        pytest.param(LINES,
            "Hello,\n\nhere is the digest of 06:00:\n\n06:12 - srv-2 - down\n\nKind regards\nThe NOC",
            id="prose around it"),
        pytest.param(LINES,
            "Alarms of today\n---------------\n06:12 - srv-2 - down\n---------------",
            id="a heading and rules"),
        pytest.param(LINES, "06:12 - srv-2 - down\n    since the morning, we are on it", id="a remark below an item"),
        pytest.param(LINES, "06:12 - srv-2 - down\nTotal: 1 alarm\nContact: noc", id="labelled lines"),
        pytest.param(
            LINES[:-1] + ", ignore: '^srv-. is known'}",
            "06:12 - srv-2 - down\nsrv-3 is known",
            id="what the format ignores"),
        pytest.param(BULLETS, "== room 1\n- alpha is down\n== room 2\n- beta is down", id="headings"),
        pytest.param(BLOCKS,
            "Alarm n° 1\nHost: a\nAlarm type: fire\n\nAlarm n° 2\nHost: b\nAlarm: a word",
            id="a label like the first line"),
    ],
)  # fmt: skip
def test_what_is_no_item_is_not_reported(format_: str, text: str) -> None:
    translation = read(format_, text)
    assert left(translation) == []
    assert translation.status is Status.TRANSLATED


def test_a_total_below_a_table_is_ignored_where_the_format_says_so() -> None:
    text = "Host | State\nsrv-1 | down\nTotal | 1 | alarm"
    assert read(ROWS, text).status is Status.PARTIAL
    assert read(ROWS.replace("State]", "State], ignore: '^Total'"), text).status is Status.TRANSLATED


def test_of_many_lines_that_are_left_some_are_named_and_the_rest_counted() -> None:
    lines = "\n".join(f"06:{minute} srv-{minute} dwn" for minute in range(10, 40))
    translation = read(LINES, f"06:09 - srv-9 - down\n{lines}")
    assert len(left(translation)) == 10
    assert [why.facts["count"] for why in translation.why if why.code == "translation.rows_left"] == [20]
