"""Hostile input through the whole pipe: refused or set aside with a reason; the message behind it is worked."""

import base64
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.flow.house import House, known, mail, post_event
from tocsin.core.event.message import Message
from tocsin.flow import clock
from tocsin.store import models

HEAD = b"From: supervision@valmont-dc.example\r\nSubject: [VDC-1] Alarme\r\nMessage-ID: <x@y>\r\nMIME-Version: 1.0\r\n"
TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
ALARM = (
    "Type d'alarme : Perte d'alimentation prise\r\nCriticité : Critique\r\nÉtat : Alarme\r\n"
    "Localisation : PAR1 / Salle S1 / Baie R07 / PDU A / Prise {place}\r\nDate et heure : {at}\r\nTicket : {ticket}\r\n"
)


def alarm(place: str = "1", at: str = "23/11/2026 12:00:00", ticket: str = "VDC-1") -> bytes:
    return HEAD + TEXT + ALARM.format(place=place, at=at, ticket=ticket).encode("utf-8", "surrogatepass")


def ten_thousand_parts() -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * 10_000 + b"--b--\r\n"


def nested_parts() -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth)
        for depth in range(3_000)
    )
    return HEAD + opened + TEXT + b"x"


def json(body: bytes) -> Message:
    return Message(
        source="http-it", channel="http", received_at=clock.now(), media_type="application/json", body=body
    )  # fmt: skip


MAILS: dict[str, Callable[[], bytes]] = {
    "fifty megabytes": lambda: alarm() + b"x" * 50_000_000,
    "fifty megabytes in one line of base64": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n" + base64.b64encode(b"A" * 37_000_000)
    ),
    "ten thousand parts": ten_thousand_parts,
    "parts in parts": nested_parts,
    "NUL bytes": lambda: alarm(place="1\0", ticket="VDC\0-1"),
    "NUL everywhere": lambda: b"\0" * 1000,
    "nothing": lambda: b"",
    "headers only": lambda: HEAD,
    "half a character": lambda: alarm(ticket="VDC-\ud800"),
    "broken encodings": lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+AAA-\xff\xfe",
    "an unheard-of charset": lambda: HEAD + b"Content-Type: text/plain; charset=\xff\x00klingon\r\n\r\n" + b"\x80" * 100,
    "broken header words": lambda: HEAD.replace(b"[VDC-1]", b"=?utf-8?B?////?= =?x?Q?=ZZ?=") + TEXT + b"x",
    "the year 9999": lambda: alarm(at="31/12/9999 23:59:59"),
    "the year 0": lambda: alarm(at="00/00/0000 00:00:00"),
    "a word of 100,000 characters": lambda: alarm(place="9" * 100_000),
    "an unknown word too long for an index": lambda: alarm().replace(
        b"Perte d'alimentation prise", b"".join(b"%x" % (n * 7919) for n in range(4_000))
    ),
    "a regular-expression bomb": lambda: alarm(place="a" * 50_000 + "!"),
    "HTML with scripts": lambda: (
        HEAD + b"Content-Type: text/html\r\n\r\n<script>alert(1)</script><img src=x onerror=alert(1)>"
        b"<table><tr><td>Localisation</td><td><script>x</script>PAR1</td></tr></table>"
    ),
    "HTML nested 100,000 deep": lambda: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000,
}  # fmt: skip
BODIES = {
    "100,000 deep": lambda: b"[" * 100_000 + b"]" * 100_000,
    "100,000 deep, open": lambda: b'{"a":' * 100_000,
    "the year 9999": lambda: (
        b'{"kind": "device.down", "state": "firing", "item": "srv-crm-01", "occurred_at": "9999-12-31T23:59:59-12:00"}'
    ),
    "the year 9999 in UTC": lambda: (
        b'{"kind": "device.down", "state": "firing", "item": "srv-crm-01", "occurred_at": "9999-12-31T23:59:59Z"}'
    ),
    "works until 9999": lambda: (
        b'{"kind": "works", "state": "planned", "item": "srv-crm-01", "reference": "W1",'
        b' "window": {"start": "0001-01-01T00:00:00Z", "end": "9999-12-31T23:59:59Z"}}'
    ),
    "a NUL": lambda: b'{"kind": "device.down", "state": "firing", "item": "a\\u0000b"}',
    "half a character": lambda: b'{"kind": "device.down", "state": "firing", "item": "\\ud800"}',
    "a number beyond numbers": lambda: (
        b'{"kind": "device.down", "state": "firing", "item": "a", "details": {"sequence": 1e999, "n": '
        + b"9" * 5_000 + b"}}"
    ),
    "a sequence beyond integers": lambda: (
        b'{"kind": "works", "state": "planned", "item": "srv-crm-01", "reference": "W1",'
        b' "window": {"start": "2026-11-23T00:00:00Z"}, "details": {"sequence": 99999999999999999999999}}'
    ),
}  # fmt: skip

MAIL_BECOMES = {
    "fifty megabytes": "quarantined",
    "fifty megabytes in one line of base64": "quarantined",
    "ten thousand parts": "quarantined",
    "parts in parts": "quarantined",
    "NUL bytes": "translated",
    "NUL everywhere": "untranslated",
    "nothing": "untranslated",
    "headers only": "untranslated",
    "half a character": "translated",
    "broken encodings": "untranslated",
    "an unheard-of charset": "quarantined",
    "broken header words": "untranslated",
    "the year 9999": "partial",
    "the year 0": "partial",
    "a word of 100,000 characters": "translated",
    "an unknown word too long for an index": "untranslated",
    "a regular-expression bomb": "translated",
    "HTML with scripts": "untranslated",
    "HTML nested 100,000 deep": "quarantined",
}
# As any JSON, which formats read with our own limits; as our own JSON, which is strict about instants and text.
BODY_BECOMES = {
    "100,000 deep": ("quarantined", "quarantined"),
    "100,000 deep, open": ("quarantined", "quarantined"),
    "the year 9999": ("translated", "quarantined"),
    "the year 9999 in UTC": ("translated", "quarantined"),
    "works until 9999": ("translated", "quarantined"),
    "a NUL": ("translated", "quarantined"),
    "half a character": ("quarantined", "quarantined"),
    "a number beyond numbers": ("quarantined", "quarantined"),
    "a sequence beyond integers": ("translated", "translated"),
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_means_harm_stops_nobody(house: House, name: str) -> None:
    house.receives(mail(MAILS[name]()), mail(alarm(place="12"), at=clock.now()))
    _the_pipe_flows(house, MAIL_BECOMES[name])


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(
    ("which", "media_type"), [(0, "application/json"), (1, "application/vnd.tocsin.events+json")]
)
def test_a_body_that_means_harm_stops_nobody(house: House, name: str, which: int, media_type: str) -> None:
    house.receives(
        replace(json(BODIES[name]()), media_type=media_type), post_event("device.down", "srv-erp-01")
    )
    _the_pipe_flows(house, BODY_BECOMES[name][which])


def _the_pipe_flows(house: House, status: str) -> None:
    first, behind = models.Message.objects.order_by("id")
    assert first.status == status
    assert first.status == "translated" or first.why, "with its reason"
    assert behind.status == "translated"
    assert any(incident.cause for incident in known())
    assert [event.occurred_at for event in models.Event.objects.all()]
    for event in models.Event.objects.all():
        assert "<script" not in event.summary + event.subject
    house.waits(hours=1)
    house.receives(post_event("device.down", "srv-lims-01", source="desk-fr"))
    assert models.Message.objects.latest("id").status == "translated"
