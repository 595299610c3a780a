"""Plain: a body that is text, HTML, CSV or iCalendar by itself. Knows no mail."""

import re

from msgspec import structs

from tocsin.core.event.message import Message
from tocsin.core.translation import text
from tocsin.core.translation.reading import calendar, html
from tocsin.core.translation.reading.charset import decode
from tocsin.core.translation.reading.document import Attachment, Document, over

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
FORM = "application/x-www-form-urlencoded"
_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
_MAX_FIELDS = 1_000


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
    if media_type == FORM:
        return _form(document, message.body)
    if media_type == "text/html":
        page = html.read_html(content)
        return document.with_text(page.text, page.text, page.tables)
    if media_type == "text/calendar":
        return document.with_calendars(calendar.read_calendar(content))
    return document.with_text(content)


def _form(document: Document, body: bytes) -> Document:
    """The fields of a form as an object, as JSON would have them, and as lines ``name: value``."""
    pairs = [pair.partition(b"=")[::2] for pair in body.strip().split(b"&")]
    if len(pairs) > _MAX_FIELDS:
        raise over("fields of a form", len(pairs), _MAX_FIELDS)
    fields = {_unescaped(name): _unescaped(value) for name, value in pairs}
    lines = "\n".join(f"{name}: {value}" for name, value in fields.items())
    return structs.replace(document.with_text(lines), json=fields)


def _unescaped(body: bytes) -> str:
    return decode(_ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), body.replace(b"+", b" ")), "")


def envelope_headers(message: Message) -> dict[str, str]:
    """The envelope of the protocol, as headers."""
    return {name.lower(): text.clean(value) for name, value in message.envelope.items()}
