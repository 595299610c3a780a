"""Mail as a raw message: knows its identity and the signs of a loop in its headers; never decodes a body."""

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

from tocsin.core.event.message import LOOP, Message
from tocsin.core.translation.reading import headers as addresses

MEDIA_TYPE = "message/rfc822"
NOTICE_HEADER = "X-Tocsin-Notice"  # on every mail that we send

_MAX_RECEIVED = 50  # hops; a real path has below 20 (RFC 5321, section 6.3)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_COMMENT = re.compile(r"\([^()]*\)")
_FIRST_HEADER = re.compile(rb"\s*[!-9;-~]{1,100}[ \t]*:")
_AUTOMATIC = re.compile(
    rb"^(?:auto-submitted[ \t]*:[ \t]*auto|precedence[ \t]*:[ \t]*auto|delivered-to[ \t]*:[ \t]*autoresponder"
    rb"|content-type[ \t]*:[ \t]*multipart/report|x-(?:mail-)?auto-?(?:reply|respond|generated)[\w-]*[ \t]*:)",
    re.I | re.M,
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def message(
    source: str, channel: str, received_at: datetime, raw: bytes, envelope: dict[str, str]
) -> Message:
    """A mail as it came in, with its key and, in the envelope, the reason not to answer it if any."""
    loop = loop_reason(raw)
    shown = {name: printable(value) for name, value in envelope.items() if value}
    return Message(
        source=source,
        channel=channel,
        received_at=received_at,
        media_type=MEDIA_TYPE,
        body=raw,
        envelope=shown | ({LOOP: loop} if loop else {}),
        key=key(raw),
    )


def key(raw: bytes) -> str:
    """The key of a mail: the same however often, and through whichever mailbox, it comes (32 hexadecimal digits).

    Made of Message-ID, date, subject and body: the headers that servers add on the way stay out, and so do line ends (they
    differ between files and connections). Some senders use one Message-ID for all their mails: the rest separates them.
    Empty without a Message-ID: two equal mails are then two messages.
    """
    headers, body = split(raw)
    identity = header(headers, b"message-id").strip(b"<> ")
    if not identity:
        return ""
    return _digest(b"\n".join((identity, header(headers, b"date"), header(headers, b"subject"), body)))


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Headers and body, without the blank line between them."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw
    end = _BLANK_LINE.search(raw)
    return (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")


def header(headers: bytes, name: bytes) -> bytes:
    """The first header of this name, unfolded and stripped; empty when there is none."""
    return next(_all(headers, name), b"")


def _all(headers: bytes, name: bytes) -> Iterator[bytes]:
    fields = re.finditer(rb"^" + re.escape(name) + rb"[ \t]*:(.*(?:\r?\n[ \t].*)*)", headers, re.I | re.M)
    return (b" ".join(field[1].split()) for field in fields)


def sender(raw: bytes) -> str:
    """The bare address in From, in lower case; empty when there is none."""
    headers, _ = split(raw)
    return addresses.sender([field.decode("utf-8", "surrogateescape") for field in _all(headers, b"from")])[0]


def looks_like_mail(raw: bytes) -> bool:
    """Whether this begins as a mail does: with a header (RFC 5322, section 2.2)."""
    return bool(_FIRST_HEADER.match(raw))


def loop_reason(raw: bytes) -> str:
    """Why a mail must not be answered by a mail: our own notice, a bounce, an auto-reply, a loop.

    Empty for all others. An empty return path alone is no sign: monitoring often sends so (RFC 3834).
    """
    headers, _ = split(raw)
    if header(headers, NOTICE_HEADER.lower().encode()):
        return "own notice"
    if b"delivery-status" in header(headers, b"content-type").lower():
        return "delivery report"
    if header(headers, b"auto-submitted").lower().startswith(b"auto-replied"):
        return "automatic reply"
    return "circle" if is_circling(headers) else ""


def is_automatic(headers: bytes) -> bool:
    """Whether a program wrote it, as its headers say: an absence, a receipt (RFC 3834 and before, RFC 6522)."""
    return _AUTOMATIC.search(headers) is not None


def is_of_no_person(headers: bytes) -> bool:
    """Whether a program or a list sent it: an answer would reach no person, or everybody (RFC 3834, RFC 2919,
    MS-OXCMAIL for what suppresses answers)."""
    submitted = header(headers, b"auto-submitted").lower()
    precedence = header(headers, b"precedence").lower()
    listed = bool(header(headers, b"list-id")) or precedence in (b"bulk", b"junk", b"list", b"auto_reply")
    unanswerable = header(headers, b"return-path") == b"<>" or bool(
        header(headers, b"x-auto-response-suppress")
    )
    return is_automatic(headers) or listed or unanswerable or submitted not in (b"", b"no")


def is_vouched_for(headers: bytes, authserv: str) -> bool:
    """Whether the uppermost verdict of this mail server (its authserv-id) says that the sender is not forged: ``dmarc=pass``
    (RFC 8601). The server must remove verdicts in its name that come from elsewhere, as the RFC asks."""
    for field in _all(headers, b"authentication-results"):
        text = field.decode("utf-8", "replace").lower()
        while (plain := _COMMENT.sub("", text)) != text:  # comments may be nested, and say anything
            text = plain
        server, *results = (" ".join(part.split()) for part in text.split(";"))
        if server.partition(" ")[0] == authserv.lower():
            return any(result == "dmarc=pass" or result.startswith("dmarc=pass ") for result in results)
    return False


def is_circling(headers: bytes) -> bool:
    """Whether a mail went through so many servers that it must be in a loop."""
    return len(re.findall(rb"^received[ \t]*:", headers, re.I | re.M)) > _MAX_RECEIVED


def printable(text: str) -> str:
    """Text that a database can store and a screen can show: control characters and broken bytes become U+FFFD."""
    return _UNPRINTABLE.sub("�", text)


def _digest(raw: bytes) -> str:
    return blake2b(raw.replace(b"\r\n", b"\n").rstrip(b"\n"), digest_size=16).hexdigest()
