"""Headers: mail header text decoded, however broken. Knows no header's meaning but an address's."""

import binascii
import re
from collections.abc import Iterator

from tocsin.core.translation import limits
from tocsin.core.translation.reading.plain import decode
from tocsin.core.translation.text import clean

_ENCODED = re.compile(r"=\?([\w.:*+-]{1,40})\?([bBqQ])\?([^?]*)\?=")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}")


def decoded(raw: str) -> str:
    """A header as text: RFC 2047 words, raw UTF-8 or Latin-1, folded lines."""
    raw = raw[: limits.MAX_HEADER_CHARS]
    if raw.isascii() and "=?" not in raw:
        return " ".join(clean(raw).split())
    unfolded = " ".join(raw.split())
    return " ".join(clean("".join(_pieces(unfolded))).split())


def address(header: str) -> tuple[str, str]:
    """(bare address in lower case, display name) of a From or To header; the first address counts."""
    name, bracket, rest = header.partition("<")
    found = _ADDRESS.search(rest if bracket else header) or _ADDRESS.search(header)
    if found is None:
        return "", header.strip(' "')
    shown = name if bracket else header.replace(found.group(), "").replace("mailto:", "")
    return found.group().lower().strip("'."), shown.strip(" \"'()[]")


def _pieces(raw: str) -> Iterator[str]:
    """Plain runs, and encoded words: neighbours of one charset are joined before they are decoded."""
    position, charset, pending = 0, "", b""
    for found in _ENCODED.finditer(raw):
        between = raw[position : found.start()]
        named = found.group(1).partition("*")[0].lower()
        if pending and (between.strip() or named != charset):
            yield decode(pending, charset)
            pending = b""
        if between.strip():
            yield _raw(between)
        charset, position = named, found.end()
        pending += _bytes(found.group(2).lower(), found.group(3))
    if pending:
        yield decode(pending, charset)
    yield _raw(raw[position:])


def _bytes(encoding: str, text: str) -> bytes:
    content = text.encode("utf-8", "surrogateescape")
    if encoding == "q":
        return binascii.a2b_qp(content, header=True)
    try:
        return binascii.a2b_base64(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return content


def _raw(text: str) -> str:
    return text if text.isascii() else decode(text.encode("utf-8", "surrogateescape"), "")
