"""A source's message, made readable without trusting it: a mail's headers and text, its HTML cleaned, or JSON."""

import json
from typing import NamedTuple

import nh3

from tocsin.core.translation.reading.document import Unreadable
from tocsin.core.translation.reading.html import read_html
from tocsin.core.translation.reading.payload import guard_depth
from tocsin.core.translation.reading.shown import show

_SHOWN_CHARACTERS = 20_000
_LAID_OUT_BYTES = 256 * 1024  # of JSON; longer JSON is shown as it is
_HEADERS = ("From", "To", "Date", "Subject")
_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u",
    "ul",
}  # fmt: skip


class Verbatim(NamedTuple):
    """The readable text of a message. ``html`` is clean (no script, style, image, link target); empty if plain."""

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
        mail = show(body)
    except Unreadable:  # too costly to read, or no mail: shown as it is
        return Verbatim([], *_shortened(_decoded(body), cut=cut))
    if mail.html:
        html = nh3.clean(mail.html[:_SHOWN_CHARACTERS], tags=_TAGS, attributes={})
        return Verbatim(mail.named(_HEADERS), "", html, cut or len(mail.html) > _SHOWN_CHARACTERS)
    return Verbatim(mail.named(_HEADERS), *_shortened(_clean(mail.text), cut=cut))


def all_headers(body: bytes) -> list[tuple[str, str]]:
    """Every header of a mail, decoded, in its order; none where the mail cannot be read."""
    try:
        return list(show(body).headers)
    except Unreadable:
        return []


def text_of(html: str) -> str:
    """The text of cleaned HTML; a page too big to read is shown as it is."""
    try:
        return read_html(html).text
    except Unreadable:
        return html


def _plain(body: bytes, media_type: str) -> str:
    text = _decoded(body)
    if "json" not in media_type or len(body) > _LAID_OUT_BYTES:
        return text
    try:
        guard_depth(body)
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, Unreadable):
        return text


def _decoded(body: bytes) -> str:
    return _clean(body.decode("utf-8", "replace"))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _shortened(text: str, *, cut: bool) -> tuple[str, str, bool]:
    return text[:_SHOWN_CHARACTERS].strip("\n"), "", cut or len(text) > _SHOWN_CHARACTERS
