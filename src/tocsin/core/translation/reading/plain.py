"""Plain: a body that is text, HTML, CSV or iCalendar by itself. Knows no mail."""

import re

from tocsin.core.event.message import Message
from tocsin.core.translation import limits, text
from tocsin.core.translation.reading import calendar, html
from tocsin.core.translation.reading.document import Attachment, Document, over

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)


def read_plain(message: Message, media_type: str) -> Document:
    """The document of a body that is neither mail nor JSON. Raises Unreadable over a limit."""
    found = _CHARSET.search(message.media_type)
    content = decode(message.body, found.group(1) if found else "")
    document = Document(
        source=message.source,
        received_at=message.received_at,
        media_type=media_type,
        headers=envelope_headers(message),
        parts=(media_type,),
        attachments=(Attachment(name="", media_type=media_type, content=message.body),),
    )
    if media_type == "text/html":
        page = html.read_html(content)
        return document.with_text(page.text, page.text, page.tables)
    if media_type == "text/calendar":
        return document.with_calendars(calendar.read_calendar(content))
    return document.with_text(content)


def decode(content: bytes, charset: str) -> str:
    """Bytes as text, whatever the charset claims: UTF-8 when it is UTF-8, else the claim, else Windows-1252."""
    if len(content) > 4 * limits.MAX_TEXT_CHARS:
        raise over("bytes of text", len(content), 4 * limits.MAX_TEXT_CHARS)
    claimed = _MARKS.get(content[:2], charset.lower())
    if claimed.startswith(("utf-16", "utf-32", "utf16", "utf32")) or claimed in _FOREIGN:
        return _limited(_decode_as(content, claimed))
    try:
        return _limited(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _limited(_decode_as(content, claimed if claimed not in _VAGUE else "cp1252"))


_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # byte order marks: they do not lie
_FOREIGN = {"iso-2022-jp", "utf-7", "hz-gb-2312", "cp037", "cp500", "cp1140"}
_VAGUE = {"", "ascii", "us-ascii", "utf-8", "utf8", "iso-8859-1", "latin-1", "latin1", "unknown-8bit", "8bit"}


def _decode_as(content: bytes, charset: str) -> str:
    try:
        return (
            content.decode(charset, "replace")
            if charset not in _BINARY
            else content.decode("cp1252", "replace")
        )
    except (LookupError, UnicodeError, ValueError):
        return content.decode("cp1252", "replace")


_BINARY = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem"}


def _limited(content: str) -> str:
    if len(content) > limits.MAX_TEXT_CHARS:
        raise over("characters of text", len(content), limits.MAX_TEXT_CHARS)
    return text.clean(content)


def envelope_headers(message: Message) -> dict[str, str]:
    """What the protocol said, as headers."""
    return {name.lower(): text.clean(value) for name, value in message.envelope.items()}
