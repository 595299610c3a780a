"""Hostile input: refused or quarantined with a reason, in bounded time, never an exception."""

import io
import zipfile
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.translation.build import NOW, mail, message
from tests.core.translation.mutants import mutants
from tests.core.translation.test_stories import ALARM, TEXT
from tocsin.cli.formats import load
from tocsin.core.kernel.errors import BadInput
from tocsin.core.translation import own_json
from tocsin.core.translation.formats import Formats, compile_formats
from tocsin.core.translation.reading.html import read_html
from tocsin.core.translation.reading.markup import bare
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status

COMPANY = Path("examples/cachemire/formats")
JSON = 'recognise: { json: kind }\nfields: { k: { json: kind } }\nevent: { kind: "{k}", state: firing, place: { text: "{k}" } }'  # noqa: E501
FORMATS = compile_formats({"f": yaml.safe_load(ALARM), "j": yaml.safe_load(JSON)})
MANY = (
    b"Content-Type: multipart/mixed; boundary=x\n\n"
    + b"--x\nContent-Type: text/plain\n\na\n" * 10_000
    + b"--x--\n"
)
NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000))
HTML = b"Content-Type: text/html\n\n"
CARRIED = b"Content-Type: multipart/mixed; boundary=x\n\n" + (
    b"--x\nContent-Type: message/rfc822\n\nContent-Type: text/html\n\n" + b"<p>a" * 20_000 + b"\n"
) * 24  # fmt: skip


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"Subject: x\n\n" + b"a" * 50_000_000, "message/rfc822"),
        (MANY, "message/rfc822"),
        (NESTED, "message/rfc822"),
        (b"A: b\n" * 200_000, "message/rfc822"),
        (HTML + b"<div>" * 100_000, "message/rfc822"),
        (HTML + b"<b>" * 300_000, "message/rfc822"),
        (HTML + b"<div></ul>" * 50_000, "message/rfc822"),
        (CARRIED * 24, "message/rfc822"),
        (b"Subject: x\n\n" + b"\n" * 2_000_000, "message/rfc822"),
        (b"[" * 100_000 + b"]" * 100_000, "application/json"),
        (b'{"a":' * 100_000, "application/json"),
        (b"[" + b"[]," * 1_000_000 + b"[]]", "application/json"),
        (b'{"kind": "\xff"}', "application/json"),
        (b"", "application/json"),
        (b"{}\n" * 20_000, "application/x-ndjson"),
    ],
    ids=["50 MB", "10,000 parts", "2,000 deep", "headers", "deep HTML", "tags", "closings that close nothing",
         "carried pages", "lines", "deep list", "deep object", "a million lists", "not UTF-8",
         "empty", "JSON lines"],
)  # fmt: skip
def test_over_a_limit_is_quarantined_with_a_reason(body: bytes, media_type: str) -> None:
    result = translate(message(body, media_type), FORMATS)
    assert result.status is Status.QUARANTINED
    unreadable = body in (b"", b'{"kind": "\xff"}')
    assert result.why[0].code == ("translation.not_readable" if unreadable else "translation.limit")


PARAMETERS = b'text/csv; x="' + b";" * 250_000  # a minute and a half of the library's time, once


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Type: " + PARAMETERS + b"\n\n", Status.UNTRANSLATED),
        (
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: " + PARAMETERS * 10 + b"\n\n",
            Status.UNTRANSLATED,
        ),
        (
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Disposition: " + PARAMETERS + b"\n\n",
            Status.TRANSLATED,
        ),
    ],
    ids=["of the mail", "of a part", "disposition"],
)
def test_parameters_without_number_are_not_read(head: bytes, status: Status) -> None:
    result = translate(message(b"From: noc@host.example\nSubject: Alarm\n" + head + TEXT.encode()), FORMATS)
    assert result.status is status


def test_the_word_boundary_is_no_nesting() -> None:
    text = TEXT + "the boundary of the zone, a boundary router\n" * 60
    assert translate(mail(text), FORMATS).status is Status.TRANSLATED


@pytest.mark.parametrize(
    "page",
    [
        "<select>" + "<option>" * 90_000 + "</select>",
        "<i " + "".join(f"a{n}=1 " for n in range(90_000)) + ">",
        "<svg>" + "<tr>" * 90_000 + "</svg>",
        "<td-x>" * 80_000 + "<td<x>" * 9_000,
        "<div><!--</div>--><i title='</div>'></div>" * 2_000,
        "<script><div></script>" * 9_000,
    ],
    ids=["options", "attributes", "drawing", "elements like ours", "hidden closings", "scripts"],
)
def test_what_makes_the_html_parser_slow_never_reaches_it(page: str) -> None:
    assert bare(page).replace("<div></div>", "") == ""
    assert read_html(page + "<p>Hello <b>you</b>").text.endswith("Hello you")


def test_a_zip_bomb_is_never_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"0" * 20_000_000)
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "noc@host.example", "Alarm"
    letter.set_content(TEXT)
    letter.add_attachment(bomb.getvalue(), maintype="application", subtype="zip", filename="bomb.zip")
    found = translate(message(bytes(letter)), FORMATS)
    assert (found.status, len(found.events)) == (Status.PARTIAL, 1)
    assert [why.facts for why in found.why if why.code == "translation.attachment_unread"] == [
        {"name": "bomb.zip"}
    ]


def test_a_text_made_to_explode_patterns_is_read_in_linear_time() -> None:
    spec = yaml.safe_load(ALARM)
    spec["patterns"] = ["(?P<bomb>(a+)+$)", "(?P<other>(?:a|aa)+b)"]
    result = translate(mail(TEXT + "a" * 200_000 + "!"), compile_formats({"f": spec}))
    assert result.status is Status.TRANSLATED


def test_nul_and_invisible_characters_do_not_reach_the_events() -> None:
    result = translate(mail(TEXT.replace("R07", "R\x0007\u200b")), FORMATS)
    assert result.events[0].place.text == "R07"


@pytest.mark.parametrize("code", [0x1B, 0x7F, 0x80, 0x9B, 0x9F, 0x202E, 0x2066, 0x200F])
def test_no_event_commands_a_terminal_or_turns_what_is_read(code: int) -> None:
    result = translate(mail(TEXT.replace("R07", f"R07{chr(code)}")), FORMATS)
    assert result.events[0].place.text.strip() == "R07"
    assert chr(code) not in str(result.events)


@pytest.mark.parametrize(
    "charset", ["utf-16", "undefined", "idna", "x-nothing", "unicode_escape", "rot13", "hex", "zip"]
)
def test_a_lying_charset_is_survived(charset: str) -> None:
    body = f"From: noc@host.example\nSubject: =?{charset}?B?w6k=?=\nContent-Type: text/plain; charset={charset}\n\n{TEXT}"
    assert translate(message(body), FORMATS).status in set(Status)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'[{"kind":"a"}]', "[0].state"),
        (
            b'{"events":[{"kind":"a","state":"info","item":"x"},{"kind":"a","state":"bad","item":"x"}]}',
            "events[1].state",
        ),
        (b'{"kind":"a","state":"info"}', "place"),
        (b'{"kind":"a","state":"info","item":"x","occurred_at":"9999-12-31T23:59:59-10:00"}', "occurred_at"),
        (b'{"kind":"a","state":"info","item":"x","occurred_at":"2026-01-01T00:00:00"}', "occurred_at"),
        (b'{"kind":"a","state":"info","item":"x\\u0000"}', ""),
        (b"[" * 100_000, "[0]"),
        (b"nope", ""),
        (rb'{"kind":"a","state":"info","item":"x\\\u0000"}', ""),
    ],
)
def test_our_own_json_is_refused_with_the_field_s_name(body: bytes, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        own_json.decode(body, "s", NOW)
    assert caught.value.faults[0].field == field


def test_a_backslash_before_u0000_is_no_nul() -> None:
    (event,) = own_json.decode(rb'{"kind":"a","state":"info","item":"x","summary":"C:\\u0000"}', "s", NOW)
    assert event.summary == r"C:\u0000"


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"Subject: Alarm\nFrom: noc@host.example\n", MANY[:90], HTML]),
)
def test_no_mail_ever_raises(noise: bytes, start: bytes) -> None:
    assert translate(message(start + noise), FORMATS).status in set(Status)


@settings(max_examples=150, deadline=None)
@given(mutants([path.read_bytes() for path in sorted(COMPANY.glob("*/samples/*.eml"))]))
def test_no_real_mail_with_something_broken_ever_raises(raw: bytes) -> None:
    assert translate(message(raw), company_formats()).status in set(Status)


@cache
def company_formats() -> Formats:
    return load(COMPANY)


@settings(max_examples=80, deadline=None)
@given(
    st.text(max_size=300),
    st.sampled_from(["Time: ", "De : a\nDate : ", "<table><tr><td>", "=?utf-8?B?", "> ", "--"]),
)
def test_no_text_ever_raises(noise: str, start: str) -> None:
    assert translate(mail(TEXT + start + noise, headers="X-A: ü\n"), FORMATS).status in set(Status)
    html = message(
        f"From: noc@host.example\nContent-Type: text/html\n\n{start}{noise}".encode("utf-8", "replace")
    )
    assert translate(html, FORMATS).status in set(Status)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["kind", "data", "type"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(JSON_VALUES, st.binary(max_size=60))
def test_no_json_ever_raises(value: object, noise: bytes) -> None:
    import json

    for body in (json.dumps(value).encode(), noise):
        for media_type in ("application/json", "application/cloudevents-batch+json", "application/x-ndjson"):
            assert translate(message(body, media_type), FORMATS).status in set(Status)
