"""The mails of the measures: a provider's alarms, reminders and recoveries as its customers get them, in four encodings."""

import mailbox
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.organisation import Organisation
from tocsin.demo.world import valmont
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.transmission import Mail, Transmission

_EVERY = timedelta(minutes=5)  # some 290 a day
_DIGEST = 20  # one mail of so many is a digest
_OPEN = 40  # alarms at a time


def mbox(path: Path, count: int, organisation: Organisation, until: datetime) -> None:
    """Write so many mails; the last one is of ``until``."""
    box = mailbox.mbox(path, create=True)
    box.lock()
    for content in letters(count, organisation, until):
        box.add(content)
    box.close()


def letters(count: int, organisation: Organisation, until: datetime) -> Iterator[bytes]:
    """Each alarm is reported, most are repeated, all are over some hours later; digests list the open alarms."""
    floor = Floor(organisation)
    outlets = [item.key for item in organisation.items.values() if item.type is ItemType.OUTLET]
    for number, transmission in enumerate(_transmissions(count, floor, outlets, until - count * _EVERY)):
        assert isinstance(transmission.wire, Mail)
        plain = message_from_bytes(transmission.wire.content, policy=SMTP)
        yield _CODINGS[number % len(_CODINGS)](plain).as_bytes()


def _transmissions(
    count: int, floor: Floor, outlets: Sequence[str], start: datetime
) -> Iterator[Transmission]:
    alarms: list[valmont.Alarm] = []
    for number in range(count):
        at = start + number * _EVERY
        if number % _DIGEST == _DIGEST - 1:
            yield valmont.digest(floor, at, alarms[:8])
        elif number % 3 == 2:
            yield valmont.reminder(floor, at, alarms[-1])
        elif len(alarms) >= _OPEN:
            yield valmont.recovery(floor, at, alarms.pop(0))
        else:
            alarms.append(_alarm(number, outlets, at))
            yield valmont.alarm(floor, at, alarms[-1])


def _alarm(number: int, outlets: Sequence[str], at: datetime) -> valmont.Alarm:
    gravity = (valmont.MINOR, valmont.MAJOR, valmont.CRITICAL)[number % 3]
    place = outlets[number * 37 % len(outlets)]
    return valmont.Alarm(
        reference=f"VDC-{number:06d}", place=place, nature=valmont.OUTLET_LOST, gravity=gravity, began=at
    )


def _as_written(plain: EmailMessage) -> EmailMessage:
    return plain


def _encoded(charset: str, transfer: str) -> Callable[[EmailMessage], EmailMessage]:
    def encode(plain: EmailMessage) -> EmailMessage:
        text = plain.get_content()
        plain.set_content(text, charset=charset, cte=transfer)
        return plain

    return encode


def _with_html(plain: EmailMessage) -> EmailMessage:
    """Both as text and as a page, as most senders do."""
    lines = "".join(f"<tr><td>{line}</td></tr>" for line in plain.get_content().splitlines())
    style = "<style>td { font-family: Calibri; color: #333 }</style>"
    plain.add_alternative(f"<html><head>{style}</head><body><table>{lines}</table></body></html>", "html")
    return plain


_CODINGS: Sequence[Callable[[EmailMessage], EmailMessage]] = (
    _as_written,
    _encoded("iso-8859-1", "quoted-printable"),
    _encoded("utf-8", "base64"),
    _with_html,
)
