"""Charset: bytes as text, whatever they are declared to be. Knows no mail and no format."""

import re

from tocsin.core.translation import limits, text
from tocsin.core.translation.reading.document import over

_PARAMETER = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # byte order marks: they win over what is declared
_FOREIGN = {"iso-2022-jp", "utf-7", "hz-gb-2312", "cp037", "cp500", "cp1140"}
_VAGUE = {"", "ascii", "us-ascii", "utf-8", "utf8", "iso-8859-1", "latin-1", "latin1", "unknown-8bit", "8bit"}
_LATIN = {"iso-8859-1", "latin-1", "latin1"}
_BINARY = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem"}
_SAMPLE = 2_000  # bytes looked at for the zeros of UTF-16
_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}"
)
_TORN = re.compile(
    rb"(?:[\xc2\xc3]|\xe2[\x80-\xbf]?)(?=[\s\"'<.,;)\]]|$)"
)  # the start of an accent, a quote, a euro
_TWICE = re.compile(
    r"[\xc2-\xc5\xe2][\x80-\xbf\u0152-\u2122]"
)  # what UTF-8 looks like when read as Windows-1252
_WINDOWS = {
    ord(bytes([code]).decode("cp1252")): code
    for code in range(0x80, 0xA0)
    if code not in b"\x81\x8d\x8f\x90\x9d"
}


def decode(content: bytes, charset: str) -> str:
    """Bytes as clean text. What is UTF-8 is UTF-8; else what is declared; else Windows-1252.

    Text that is UTF-8 but for torn characters stays UTF-8, with U+FFFD for each. Raises Unreadable over a limit.
    """
    if len(content) > 4 * limits.MAX_TEXT_CHARS:
        raise over("bytes of text", len(content), 4 * limits.MAX_TEXT_CHARS)
    decoded = _decoded(content, _claimed(content, charset.strip().lower()))
    if len(decoded) > limits.MAX_TEXT_CHARS:
        raise over("characters of text", len(decoded), limits.MAX_TEXT_CHARS)
    return text.clean(decoded)


def as_utf8(body: bytes, media_type: str) -> bytes:
    """A JSON body as UTF-8 (RFC 8259), without its mark: some senders write another charset, and say which."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    declared = _PARAMETER.search(media_type)
    if b"\0" in body[:4] or (declared and not body.isascii() and declared[1].lower() not in _VAGUE - _LATIN):
        return decode(body, declared[1] if declared else "").encode()
    return body


def _claimed(content: bytes, charset: str) -> str:
    """The charset as declared, unless the bytes show that it is UTF-16."""
    if content[:2] in _MARKS:
        return _MARKS[content[:2]]
    if b"\0" in content[:_SAMPLE] and (not charset.startswith(("utf-32", "utf32"))):
        even, odd = content[0:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
        if max(even, odd) * 4 > len(content[:_SAMPLE]) and min(even, odd) * 8 < max(even, odd):
            return "utf-16-be" if even > odd else "utf-16-le"
    return charset


def _decoded(content: bytes, claimed: str) -> str:
    if claimed.startswith(("utf-16", "utf-32", "utf16", "utf32")) or claimed in _FOREIGN:
        return _as(content, claimed)
    try:
        return _once(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _torn(content, claimed)


def _torn(content: bytes, claimed: str) -> str:
    """Bytes that are not UTF-8 throughout: is it UTF-8 that was torn, or another charset?"""
    fallback = "cp1252" if claimed in _VAGUE else claimed
    whole = len(_CHARACTER.findall(content))
    broken = content.decode("utf-8", "replace").count("\ufffd")
    if whole == 0:
        torn = claimed in ("utf-8", "utf8") and broken == len(_TORN.findall(content))
        return content.decode("utf-8", "replace") if torn else _as(content, fallback)
    if claimed not in _VAGUE and whole < 2 * broken:
        return _as(content, fallback)
    return "\n".join(_line(line, fallback) for line in content.split(b"\n"))


def _line(line: bytes, fallback: str) -> str:
    """A line of a text that is UTF-8 elsewhere: in ``fallback``, if it has several foreign bytes and no UTF-8 character."""
    read = line.decode("utf-8", "replace")
    if read.count("\ufffd") > 1 and not _CHARACTER.search(line):
        return _as(line, fallback)
    return read


def _as(content: bytes, charset: str) -> str:
    try:
        return content.decode("cp1252" if charset in _BINARY else charset, "replace")
    except (LookupError, UnicodeError, ValueError):
        return content.decode("cp1252", "replace")


def _once(decoded: str) -> str:
    """Text that was encoded twice, line by line; a line stays as it is unless the whole of it is UTF-8 again."""
    if decoded.isascii() or not _TWICE.search(decoded):
        return decoded
    return "\n".join(_unmade(line) if _TWICE.search(line) else line for line in decoded.split("\n"))


def _unmade(line: str) -> str:
    try:
        return bytes(_WINDOWS.get(ord(char), ord(char)) for char in line).decode("utf-8")
    except ValueError:
        return line
