"""Mail: an RFC 5322 message as documents, its limits checked by counting before it is parsed."""

import binascii
import email
import re
from collections.abc import Iterator, Sequence
from email.message import Message as Part
from email.policy import Compat32
from typing import Any

from msgspec import structs

from tocsin.core.event.message import Message
from tocsin.core.translation import limits
from tocsin.core.translation.reading import calendar, headers, html, payload, thread
from tocsin.core.translation.reading.document import Attachment, Component, Document, Unreadable, over
from tocsin.core.translation.reading.plain import decode, envelope_headers

_DATA = frozenset({"text/csv", "text/calendar", "application/ics", "application/json", "application/csv"})
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]|(?<=\S)[ \t](?=\S)")
_BOUNDARY = re.compile(rb"\bboundary[*\d\s]*=", re.I)  # the parameter, not the word: alarms may speak of one
_SENT_BY_LIBRARY = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


def read_mail(message: Message) -> tuple[Document, ...]:
    """The documents of a mail; a mail that carries mails is read as those. Raises Unreadable."""
    body = message.body
    if body.startswith((b"From ", b"\xef\xbb\xbf")):  # an mbox line, a byte order mark
        body = body.partition(b"\n")[2] if body.startswith(b"From ") else body[3:]
    try:
        letters = list(_letters(_mail(body), 0))
        _guard_text([gathered for _, gathered in letters])
        return tuple(_document(message, root, gathered) for root, gathered in letters)
    except _SENT_BY_LIBRARY as error:
        raise Unreadable(reason=f"mail: {type(error).__name__}") from error


class _Cut(Compat32):
    """Every header, of every part, cut: the library reads parameters in a time quadratic in their number."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        value = value[: limits.MAX_HEADER_CHARS]
        if name.lower().startswith("content-"):
            value = ";".join(value.split(";")[: limits.MAX_PARAMETERS])
        return name, value


_CUT = _Cut()


def _mail(body: bytes) -> Part:
    _guard(body)
    return email.message_from_bytes(body, policy=_CUT)


def _guard(body: bytes) -> None:
    """The stdlib parser is linear in lines times nesting: both are bounded beforehand, by counting."""
    head = (
        body.find(b"\n\n") if b"\r\n\r\n" not in body[: limits.MAX_HEADER_BYTES] else body.find(b"\r\n\r\n")
    )
    counted = (
        ("bytes of header", len(body) if head < 0 else head, limits.MAX_HEADER_BYTES),
        ("lines", body.count(b"\n") + body.count(b"\r") - body.count(b"\r\n"), limits.MAX_LINES),
        ("separators of parts", body.count(b"\n--"), limits.MAX_PARTS * 20),
        ("nested parts", sum(1 for _ in _BOUNDARY.finditer(body)), limits.MAX_DEPTH * 4),
        ("forwarded mails", body.lower().count(b"message/rfc822"), limits.MAX_DEPTH * 2),
    )
    for what, found, limit in counted:
        if found > limit:
            raise over(what, found, limit)


class _Gathered:
    """What the parts of one mail hold."""

    def __init__(self) -> None:
        self.plain: str | None = None
        self.html: str | None = None
        self.types: list[str] = []
        self.attachments: list[Attachment] = []
        self.carried: list[Part] = []

    def take(self, part: Part, media_type: str) -> None:
        if part.get_content_disposition() != "attachment" and not part.get_filename():
            if media_type == "text/html" and self.html is None:
                self.html = _text(part)
                return
            if self.plain is None and media_type not in _DATA and _is_text(media_type):
                self.plain = _text(part)
                return
        if part.get_filename() or media_type in _DATA:
            name = headers.decoded(str(part.get_filename() or ""))
            if name.lower().endswith(".eml"):
                self.carried.append(_mail(_bytes(part)))
                return
            self.attachments.append(Attachment(name=name, media_type=media_type, content=_bytes(part)))


def _letters(root: Part, depth: int) -> Iterator[tuple[Part, _Gathered]]:
    """The mail; if it carries mails, those in its place, unless it reports that one did not arrive."""
    if depth > limits.MAX_DEPTH:
        raise over("nested mails", depth, limits.MAX_DEPTH)
    gathered = _gather(root)
    if gathered.carried and root.get_content_type() != "multipart/report":
        for carried in gathered.carried:
            yield from _letters(carried, depth + 1)
    else:
        yield root, gathered


def _guard_text(letters: Sequence[_Gathered]) -> None:
    """Carried mails are one message, and read within the limits of one."""
    found = sum(len(one.plain or "") + len(one.html or "") for one in letters)
    if found > 2 * limits.MAX_TEXT_CHARS:
        raise over("characters of text", found, 2 * limits.MAX_TEXT_CHARS)


def _gather(root: Part) -> _Gathered:
    """Every leaf, without entering the mails that this one carries."""
    gathered = _Gathered()
    pending = [(root, 0)]
    while pending:
        part, depth = pending.pop()
        if depth > limits.MAX_DEPTH:
            raise over("nested parts", depth, limits.MAX_DEPTH)
        media_type = part.get_content_type()
        gathered.types.append(media_type)
        if len(gathered.types) > limits.MAX_PARTS:
            raise over("parts", len(gathered.types), limits.MAX_PARTS)
        inner = part.get_payload()
        if media_type == "message/rfc822" and isinstance(inner, list) and part is not root:
            gathered.carried += [one for one in inner if isinstance(one, Part)]
        elif isinstance(inner, list):
            pending += [(one, depth + 1) for one in reversed(inner) if isinstance(one, Part)]
        else:
            gathered.take(part, media_type)
    return gathered


def _document(message: Message, root: Part, gathered: _Gathered) -> Document:
    fields = {name.lower(): headers.decoded(str(value)) for name, value in reversed(root.items()[:200])}
    page = html.read_html(gathered.html) if gathered.html is not None else html.Page(text="")
    subject = fields.get("subject", "")
    sender, shown = headers.address(fields.get("from", ""))
    said = thread.own(gathered.plain or page.text, subject)
    document = Document(
        source=message.source,
        received_at=message.received_at,
        media_type="message/rfc822",
        subject=said.subject or subject,
        sender=said.sender or sender,
        sender_name=said.sender_name or shown,
        recipient=headers.address(fields.get("to", ""))[0],
        date=said.date or fields.get("date", ""),
        headers=envelope_headers(message) | fields,
        text=said.text,
        html_text=thread.own(page.text, subject).text if gathered.plain and page.text else said.text,
        tables=page.tables,
        parts=tuple(gathered.types),
        attachments=tuple(gathered.attachments),
    )
    return _with_data(document)


def _with_data(document: Document) -> Document:
    """With the calendars and the JSON that are attached."""
    calendars: list[Component] = []
    for one in document.attachments:
        if one.media_type in ("text/calendar", "application/ics") or one.name.lower().endswith(".ics"):
            calendars += calendar.read_calendar(decode(one.content, ""))
    found = next((one for one in document.attachments if one.media_type == "application/json"), None)
    attached = payload.decode_json(found.content) if found else _json_in(document.text)
    return structs.replace(document, calendars=tuple(calendars), json=attached)


def _json_in(text: str) -> Any:
    """The JSON that is the whole text of a mail; None if it is none."""
    if text[:1] + text[-1:] not in ("{}", "[]"):
        return None
    try:
        return payload.decode_json(text.encode())
    except Unreadable:
        return None


def _bytes(part: Part) -> bytes:
    if "uu" in str(part.get("content-transfer-encoding", "")).lower():
        return b""  # uuencode: nobody sends it, and the stdlib's reader of it is deprecated
    if "base64" in str(part.get("content-transfer-encoding", "")).lower():
        return _base64(str(part.get_payload()))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _base64(text: str) -> bytes:
    """What is encoded, as far as it is: mailing lists write their footers below."""
    stranger = _NOT_BASE64.search(text)
    encoded = text if stranger is None else text[: text.rfind("\n", 0, stranger.start() + 1) + 1]
    content = "".join(encoded.split()).replace("=", "")
    return binascii.a2b_base64(content[: len(content) // 4 * 4 + (len(content) % 4 > 1) * 4] + "==")


def _text(part: Part) -> str:
    charset = part.get_param("charset", "")
    text = decode(_bytes(part), charset if isinstance(charset, str) else str(charset[-1]))
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unflowed(text, "" if str(part.get_param("delsp", "")).lower() == "yes" else " ")
    return text


def _unflowed(text: str, space: str) -> str:
    """RFC 3676: a line that ends in a space goes on in the next; not so the line above a signature."""
    joined: list[str] = []
    flows = False
    for line in text.split("\n"):
        own = line == "-- " or line.startswith(">")
        joined.append(space if flows and not own else "\n")
        flows = line.endswith(" ") and not own
        joined.append(line.removeprefix(" ").rstrip(" ") if flows else line.removeprefix(" "))
    return "".join(joined[1:])


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type.endswith("xml")
