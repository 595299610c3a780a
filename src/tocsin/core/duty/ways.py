"""Ways: how a person is reached, and which of these ways they have answered on. Knows no rows and sends nothing."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from tocsin.core.duty.on_duty import colleagues
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person

MAIL, PHONE = "mail", "phone"
CODE_LASTS = timedelta(hours=24)
MOST_TRIES = 5  # of one code
_KIND = re.compile(r"[a-z][a-z0-9_]{0,19}")
_NUMBER = re.compile(r"\+[0-9][0-9 ]{5,18}[0-9]")
_DIALLED = re.compile(r"\+?[0-9]{6,20}")
_MAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,190}")


class Way(Value):
    """One way: ``kind`` (mail, phone, sms, or the name of a channel), the address there, since when it is verified.

    ``id`` is 0 where only the organisation's files declare it, and nobody has asked to verify it.
    """

    id: int
    person: str
    kind: str
    address: str
    verified_at: datetime | None = None


def ways_of(person: Person, known: Iterable[Way]) -> list[Way]:
    """The mail and the telephone that the files declare, then those that were added: each address of a kind once."""
    own = {_identity(way.kind, way.address): way for way in known if way.person == person.key}
    declared = [(kind, text) for kind, text in ((MAIL, person.email), (PHONE, person.phone)) if text]
    first = [
        own.pop(_identity(kind, text), Way(id=0, person=person.key, kind=kind, address=text))
        for kind, text in declared
    ]
    return [*first, *own.values()]


def unreachable(organisation: Organisation, ways: Mapping[str, Sequence[Way]]) -> list[str]:
    """Who has turns of a duty (keys) and no way that was verified."""
    teams = dict.fromkeys(rotation.team for rotation in organisation.rotations.values())
    people = dict.fromkeys(person for team in teams for person in colleagues(team, "", organisation))
    return [
        person for person in people if not any(way.verified_at is not None for way in ways.get(person, []))
    ]


def sendable(ways: Iterable[Way], gateways: Container[str], first: str = MAIL) -> list[Way]:
    """The ways by which a person can be sent something, those of the kind ``first`` before the others: any mail address, and
    what was verified where there is a gateway of its name."""
    usable = [
        way for way in ways if way.kind == MAIL or (way.kind in gateways and way.verified_at is not None)
    ]
    return sorted(usable, key=lambda way: way.kind != first)


def checked(kind: str, address: str) -> tuple[str, str]:
    """A kind and an address as they are kept. Raises Refused with what to correct."""
    kind, address = kind.strip().lower(), " ".join(address.split())
    if not _KIND.fullmatch(kind):
        raise Refused("way.refused.kind", text=kind)
    shape = {MAIL: _MAIL, PHONE: _NUMBER, "sms": _NUMBER}.get(kind)
    if not address or len(address) > 200 or (shape and not shape.fullmatch(address)):
        raise Refused(f"way.refused.{kind if shape else 'address'}", text=address)
    return kind, address


def is_same_address(kept: str, written: str) -> bool:
    """Whether a gateway means this address: with spaces or without, 0033 or +33 or 33."""
    return _bare(kept) == _bare(written)


def _bare(address: str) -> str:
    plain = "".join(address.split()).casefold()
    return plain.lstrip("+").removeprefix("00") if _DIALLED.fullmatch(plain) else plain


def _identity(kind: str, address: str) -> tuple[str, str]:
    return kind, address.replace(" ", "").casefold()
