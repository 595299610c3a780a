"""Answers: a server's answers to FETCH, as mails and as lists. Knows no connection.

A server may add unrequested lines (flags that another program changed), and leave out requested ones.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from tocsin.core.kernel.value import Value

_NUMBER = re.compile(rb"\s*(\d+) \(")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_ARRIVED = re.compile(rb'INTERNALDATE "([^"]+)"')

Answer = Sequence[
    Any
]  # as imaplib gives it: a line as bytes, or (head, literal) followed by the rest of its line


class Mail(Value):
    """A mail as fetched. ``truncated`` says why ``raw`` holds less than the whole; empty when it is whole."""

    uid: int
    raw: bytes
    arrived: datetime | None = None  # INTERNALDATE: when the server got it, in the server's zone
    truncated: str = ""


def sizes(answer: Answer) -> dict[int, int]:
    """The size of each mail by UID, in order; 0 where it is missing."""
    found: dict[int, int] = {}
    for head in _heads(answer):
        if uid := _UID.search(head):
            size = _SIZE.search(head)
            found[int(uid[1])] = max(found.get(int(uid[1]), 0), int(size[1]) if size else 0)
    return dict(sorted(found.items()))


def leaves_out(answer: Answer, exist: int) -> bool:
    """Whether a mail is missing, or has no UID, in an answer that should list every mail from 1 to ``exist``."""
    numbers = {
        int(number[1]) for head in _heads(answer) if _UID.search(head) and (number := _NUMBER.match(head))
    }
    return numbers != set(range(min(numbers, default=exist), exist + 1))


def arrivals(answer: Answer) -> dict[int, datetime | None]:
    """When the server got each mail, by UID; None where the answer has no readable time."""
    return {
        int(uid[1]): _instant(head)
        for head in _heads(answer)
        if (uid := _UID.search(head)) and b"DATE" in head
    }


def mails(answer: Answer, asked: Collection[int], truncated: str = "") -> list[Mail]:
    """The mails that were asked for and came with their UID and a body, in order, each once."""
    found: dict[int, Mail] = {}
    for head, literal in _literals(answer):
        uid = _UID.search(head)
        if uid and int(uid[1]) in asked and literal:
            number = int(uid[1])
            found[number] = Mail(uid=number, raw=literal, arrived=_instant(head), truncated=truncated)
    return [found[uid] for uid in sorted(found)]


def without_uid(answer: Answer) -> list[bytes]:
    """The bodies that came without a UID."""
    return [literal for head, literal in _literals(answer) if literal and not _UID.search(head)]


def _literals(answer: Answer) -> Iterator[tuple[bytes, bytes]]:
    """Each literal with the text around it, which may stand before or behind it."""
    for at, part in enumerate(answer):
        if isinstance(part, tuple):
            after = answer[at + 1] if at + 1 < len(answer) and isinstance(answer[at + 1], bytes) else b""
            yield part[0] + after, part[1]


def _heads(answer: Answer) -> Iterator[bytes]:
    for part in answer:
        yield part[0] if isinstance(part, tuple) else part


def _instant(head: bytes) -> datetime | None:
    arrived = _ARRIVED.search(head)
    try:
        return (
            datetime.strptime(arrived[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z") if arrived else None
        )
    except ValueError:
        return None
