"""Bodies that are no mail: forms, JSON lines with a bad one, JSON in other charsets, nulls where peers write them."""

import json

import pytest

from tests.core.translation.build import message, translated
from tocsin.core.translation.values import Status

SPEC = """
recognise: { json: [state] }
tables: { state: { down: firing } }
fields: { host: { json: host }, state: { json: state } }
event: { kind: device.down, state: "{state}", place: { host: "{host}" } }
"""


def hosts(body: bytes, media_type: str) -> tuple[Status, list[str]]:
    found = translated(SPEC, message(body, media_type))
    return found.status, [event.place.parts["host"] for event in found.events]


def test_a_form_is_read_as_an_object() -> None:
    form = b"host=srv%2D1+%C3%A9t%C3%A9&state=down&empty=&flag"
    assert hosts(form, "application/x-www-form-urlencoded") == (Status.TRANSLATED, ["srv-1 été"])


@pytest.mark.parametrize("media_type", ["application/x-ndjson", "application/json"])
def test_a_line_that_is_no_json_leaves_the_message_partial(media_type: str) -> None:
    lines = b'{"host": "a", "state": "down"}\n{"host": \n{"host": "b", "state": "down"}\n'
    assert hosts(lines, media_type) == (Status.PARTIAL, ["a", "b"])
    why = translated(SPEC, message(lines, media_type)).why
    assert "translation.not_readable" in [reason.code for reason in why]


def test_json_that_is_broken_over_many_lines_is_quarantined() -> None:
    assert hosts(b'{\n"host": "a",\n"state": \n}\n', "application/json")[0] is Status.QUARANTINED
    assert hosts(b"", "application/x-ndjson")[0] is Status.UNTRANSLATED


@pytest.mark.parametrize(
    ("charset", "named"),
    [("utf-8-sig", ""), ("utf-16", ""), ("utf-16-le", ""), ("latin-1", "; charset=iso-8859-1")],
)
def test_json_in_another_charset(charset: str, named: str) -> None:
    body = json.dumps({"host": "été", "state": "down"}, ensure_ascii=False).encode(charset)
    assert hosts(body, f"application/json{named}") == (Status.TRANSLATED, ["été"])


def test_null_is_nothing() -> None:
    assert hosts(b'{"host": "a", "state": null}', "application/json")[0] is Status.UNTRANSLATED
