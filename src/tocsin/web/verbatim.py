"""What a source said, made readable without trusting it: a mail's headers and text, its HTML cleaned, or JSON."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

import nh3

_SHOWN_CHARACTERS = 20_000
_HEADERS = ("From", "To", "Date", "Subject")
_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u",
    "ul",
}  # fmt: skip


class Verbatim(NamedTuple):
    """Readable words of a message. ``html`` is clean (no script, style, image, link target); empty if plain."""

    headers: list[tuple[str, str]]
    text: str
    html: str
    cut: bool


def readable(body: bytes, media_type: str, *, size: int | None = None) -> Verbatim:
    """The message as a person reads it. ``body`` may be only the beginning of ``size`` bytes. Never raises."""
    cut = size is not None and size > len(body)
    if media_type != "message/rfc822":
        return Verbatim([], *_shortened(_plain(body, media_type), cut=cut))
    try:
        return _mail(body, cut)
    except Exception:  # noqa: BLE001  hostile mail breaks the parser in more ways than can be listed: shown raw
        return Verbatim([], *_shortened(_decoded(body), cut=cut))


def _mail(body: bytes, cut: bool) -> Verbatim:
    mail = message_from_bytes(body, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    headers = [(name, _clean(str(mail[name]))) for name in _HEADERS if mail[name]]
    part = mail.get_body(("plain", "html"))
    if part is None:
        return Verbatim(headers, *_shortened(_decoded(body), cut=cut))
    content = _clean(str(part.get_content()))
    if part.get_content_subtype() == "html":
        return Verbatim(headers, "", nh3.clean(content[:_SHOWN_CHARACTERS], tags=_TAGS, attributes={}), cut)
    return Verbatim(headers, *_shortened(content, cut=cut))


def _plain(body: bytes, media_type: str) -> str:
    text = _decoded(body)
    if "json" not in media_type:
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _decoded(body: bytes) -> str:
    return _clean(body.decode("utf-8", "replace"))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _shortened(text: str, *, cut: bool) -> tuple[str, str, bool]:
    return text[:_SHOWN_CHARACTERS].strip("\n"), "", cut or len(text) > _SHOWN_CHARACTERS
