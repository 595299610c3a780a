"""Mail: an RFC 5322 message as documents, its limits checked by counting before it is parsed."""

import email
import re
from collections.abc import Iterator, Sequence
from email.message import Message as Part
from typing import Any

from msgspec import structs

from tocsin.core.event.message import Message
from tocsin.core.translation import limits
from tocsin.core.translation.reading import calendar, headers, html, payload, thread
from tocsin.core.translation.reading.charset import decode
from tocsin.core.translation.reading.document import Component, Document, Table, Unreadable, over
from tocsin.core.translation.reading.parts import Gathered, gather
from tocsin.core.translation.reading.plain import envelope_headers

_BOUNDARY = re.compile(rb"\bboundary[*\d\s]*=", re.I)  # the parameter, not the word
RAISED_BY_LIBRARY = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


def read_mail(message: Message) -> tuple[Document, ...]:
    """The documents of a mail; a mail that carries mails is read as those. Raises Unreadable."""
    try:
        outer = open_mail(message.body)
        letters = list(_letters(outer, 0))
        _guard_text([gathered for _, gathered in letters])
        return tuple(_document(message, root, gathered, outer) for root, gathered in letters)
    except RAISED_BY_LIBRARY as error:
        raise Unreadable(reason=f"mail: {type(error).__name__}") from error


class _Cut(headers.RawHeaders):
    """Every header, of every part, cut: the library reads parameters in a time quadratic in their number."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        value = value[: limits.MAX_HEADER_CHARS]
        if name.lower().startswith("content-"):
            value = ";".join(value.split(";")[: limits.MAX_PARAMETERS])
        return name, value


_CUT = _Cut()


def open_mail(body: bytes) -> Part:
    """The parts of a mail, however hostile: everything with a high cost is counted first. Raises Unreadable."""
    if body.startswith(b"From "):  # an mbox line
        body = body.partition(b"\n")[2]
    body = body.removeprefix(b"\xef\xbb\xbf")
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


def _letters(root: Part, depth: int) -> Iterator[tuple[Part, Gathered]]:
    """The mail, and the mails that it carries, but not one in a report of non-delivery: somebody else sent that."""
    if depth > limits.MAX_DEPTH:
        raise over("nested mails", depth, limits.MAX_DEPTH)
    gathered = gather(root)
    carried = gathered.carried if root.get_content_type() != "multipart/report" else []
    if not carried or any(stretch.has_text or stretch.html for stretch in gathered.stretches):
        yield root, gathered
    for inner in carried:
        yield from _letters(open_mail(inner) if isinstance(inner, bytes) else inner, depth + 1)


def _guard_text(letters: Sequence[Gathered]) -> None:
    """Carried mails are one message, and read within the limits of one."""
    found = sum(gathered.chars for gathered in letters)
    if found > 2 * limits.MAX_TEXT_CHARS:
        raise over("characters of text", found, 2 * limits.MAX_TEXT_CHARS)


def _document(message: Message, root: Part, gathered: Gathered, outer: Part) -> Document:
    fields = {
        name.lower(): headers.decoded(value) for name, value in reversed(root.items()[: limits.MAX_HEADERS])
    }
    subject = fields.get("subject", "")
    sender, shown = headers.sender(root.get_all("from", []))
    own, in_html, tables = _own_words(gathered, subject)
    document = Document(
        source=message.source,
        received_at=message.received_at,
        media_type="message/rfc822",
        subject=own.subject or subject,
        sender=own.sender or sender,
        sender_name=own.sender_name or shown,
        recipient=headers.address(root.get("to", ""))[0],
        date=own.date or fields.get("date", ""),
        headers=envelope_headers(message) | fields,
        text=own.text,
        html_text=in_html,
        tables=tables,
        parts=tuple(gathered.types),
        attachments=tuple(gathered.attachments),
        is_cover=bool(gathered.carried) and root is outer,
        is_forward=own.is_forward or root is not outer,
        above=own.above,
        mailed_by=sender if root is outer else headers.sender(outer.get_all("from", []))[0],
        authentication=tuple(map(headers.decoded, outer.get_all("authentication-results", ()))),
    )
    return _with_data(document)


def _own_words(gathered: Gathered, subject: str) -> tuple[thread.Own, str, tuple[Table, ...]]:
    """The text as it is preferred, the text with HTML preferred, and the tables, of all inline text in order."""
    whole = thread.Own(text="")
    in_html: list[str] = []
    tables: list[Table] = []
    for stretch in gathered.stretches:
        page = html.read_html(stretch.html) if stretch.html else html.Page(text="")
        own = thread.own(stretch.plain if stretch.has_text else page.text or stretch.plain, subject)
        whole = (
            own
            if not whole.text
            else structs.replace(whole, text=f"{whole.text}\n\n{own.text}", ends=own.ends)
        )
        in_html.append(thread.own(page.text, subject).text if stretch.has_text and page.text else own.text)
        tables += page.tables
        if own.ends:
            break
    return whole, "\n\n".join(in_html), tuple(tables)


def _with_data(document: Document) -> Document:
    """With the calendars and the JSON that are attached."""
    calendars: list[Component] = []
    for attachment in document.attachments:
        if attachment.is_calendar:
            calendars += calendar.read_calendar(decode(attachment.content, ""))
    found = next((attachment for attachment in document.attachments if attachment.is_json), None)
    attached = _json(found.content) if found else _json_in(document.text)
    return structs.replace(document, calendars=tuple(calendars), json=attached)


def _json_in(text: str) -> Any:
    """The JSON that is the whole text of a mail; None if it is none."""
    return _json(text.encode()) if text[:1] + text[-1:] in ("{}", "[]") else None


def _json(content: bytes) -> Any:
    """None if it is no JSON, or too much of it: the text of the mail is read nevertheless."""
    try:
        return payload.decode_json(content)
    except Unreadable:
        return None
