"""Headline: the sender and subject of a message in one line, from its first bytes. Knows no format."""

import re
from email.parser import BytesHeaderParser
from typing import NamedTuple

import msgspec

from tocsin.core.translation.reading.headers import RawHeaders, decoded, sender
from tocsin.core.translation.text import clean, word

HEAD_BYTES = 4096  # bytes of a message that are read for its headline
_LINE_CHARS = 160
_SUBJECT_MEMBER = re.compile(
    rb'"(?:summary|title|subject|alertname|message|description)"\s*:\s*("(?:[^"\\]|\\.){1,300}")'
)


_headers = BytesHeaderParser(policy=RawHeaders())


class Headline(NamedTuple):
    """The sender (address or peer) and the subject, or what comes closest to one."""

    sender: str
    subject: str

    def contains(self, wanted: str) -> bool:
        """Whether every word of ``wanted`` is in it; neither case nor accents count."""
        text = word(f"{self.sender} {self.subject}")
        return all(part in text for part in word(wanted).split())


def headline(head: bytes, media_type: str, envelope: dict[str, str]) -> Headline:
    """The headline of the message that begins with ``head``."""
    if media_type == "message/rfc822":
        headers = _headers.parsebytes(head)
        written = sender(headers.get_all("from", []))[0] or envelope.get("sender", "")
        return Headline(written, decoded(headers.get("subject", ""))[:_LINE_CHARS])
    posted = envelope.get("ce-source") or envelope.get("peer") or envelope.get("sender", "")
    return Headline(posted, _subject_like(head)[:_LINE_CHARS])


def _subject_like(head: bytes) -> str:
    """The first member of a JSON body that reads like a subject, else the body's first words."""
    found = _SUBJECT_MEMBER.search(head)
    if found:
        try:
            return clean(msgspec.json.decode(found[1], type=str))
        except msgspec.DecodeError:
            pass
    return " ".join(clean(head[:_LINE_CHARS].decode("utf-8", "replace")).split())
