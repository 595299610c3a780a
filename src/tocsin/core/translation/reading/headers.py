"""Headers: mail header text decoded, however broken. Knows no header's meaning but an address's."""

import binascii
import re
from collections.abc import Iterator, Sequence
from email.policy import Compat32

from tocsin.core.translation import limits
from tocsin.core.translation.reading.charset import decode
from tocsin.core.translation.text import clean

_ENCODED = re.compile(r"=\?([\w.:*+-]{1,40})\?([bBqQ])\?([^?]*)(?:\?=|\?$|$)")
_ADDRESS = re.compile(
    r"(?:[^\s@<>()\[\],;:\\\"]{1,64}|\"(?:[^\"\\]|\\.){1,62}\")@(?:[^\s@<>()\[\],;:\\\"]{1,255}|\[[^\]\s]{1,255}\])"
)
_TOKEN = re.compile(
    r"\"(?:[^\"\\]|\\.)*(?:\"|$)|<[^>]*(?:>|$)|=\?[\w.:*+-]+\?[bBqQ]\?[^?]*\?=|[(),;:]|\\.|(?:[^\"<(),;:\\=]|=(?!\?))+|[=\\]",
    re.S,
)
_IN_COMMENT = re.compile(r"[()]|\\.|[^()\\]+|\\$", re.S)
_MAILTO = re.compile(r"\[mailto:([^\]]*)\]|\bmailto:", re.I)
_QUOTED_PAIR = re.compile(r"\\(.)", re.S)
_MAX_FROM = 10  # From fields of one mail that are looked at
_USUAL = re.compile(
    r"\"?([\w .&/-]{0,100})\"? ?<([\w.+-]{1,64}@[\w.-]{1,255})>|([\w.+-]{1,64}@[\w.-]{1,255})"
)
Address = tuple[str, str]  # bare address in lower case, display name


class RawHeaders(Compat32):
    """A policy that leaves headers as they came in: the library would make U+FFFD of raw UTF-8."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """As it came in, for ``decoded``."""
        return value


def decoded(raw: str) -> str:
    """A header as text: RFC 2047 words, raw UTF-8 or Latin-1, folded lines."""
    raw = raw[: limits.MAX_HEADER_CHARS]
    if raw.isascii() and "=?" not in raw:
        return " ".join(clean(raw).split())
    unfolded = " ".join(raw.split())
    return " ".join(clean("".join(_pieces(unfolded))).split())


def address(raw: str) -> Address:
    """The first mailbox of a From, To or Sender header *before* it is decoded (RFC 5322, section 3.4).

    The address is empty when there is none, or when more than one could be meant. A display name, a comment or an
    encoded word is never an address, whatever it spells.
    """
    if usual := _USUAL.fullmatch(raw):  # nothing in it could be read in another way
        return _bare(usual[2] or usual[3]), (usual[1] or "").strip()
    raw = _MAILTO.sub(lambda found: f"<{found[1]}>" if found[1] else "", raw[: limits.MAX_HEADER_CHARS])
    for mailbox in _mailboxes(raw):
        found = _read(mailbox)
        if found[0]:
            return found
    return "", _shown([raw])


def sender(raw: Sequence[str]) -> Address:
    """The mailbox of the From fields of a mail. A mail has one From field (RFC 5322, section 3.6): where several fields name
    different addresses, it is not known which of them a reader would see, and there is no sender."""
    found = [address(field) for field in raw[:_MAX_FROM]]
    return found[0] if len({mailbox for mailbox, _ in found}) == 1 else ("", "")


def _mailboxes(raw: str) -> Iterator[list[str]]:
    """The tokens of each mailbox; the name of a group is none."""
    mailbox: list[str] = []
    for token in _tokens(" ".join(raw.split())):
        if token in (",", ";"):
            yield mailbox
            mailbox = []
        elif token == ":":
            mailbox = []
        else:
            mailbox.append(token)
    yield mailbox


def _tokens(raw: str) -> Iterator[str]:
    """The tokens of RFC 5322; a comment and all that is in it is one token, which holds no quote and no address."""
    position = depth = start = 0
    while found := (_IN_COMMENT if depth else _TOKEN).match(raw, position):
        token, position = found.group(), found.end()
        if token == "(":
            start = start if depth else found.start()
            depth += 1
        elif depth == 0:
            yield token
        elif token == ")":
            depth -= 1
            if depth == 0:
                yield raw[start:position]
    if depth:
        yield raw[start:]


def _read(mailbox: list[str]) -> Address:
    """The address of one mailbox: between angle brackets, else the only bare address."""
    angles = [token for token in mailbox if token.startswith("<")]
    comments = [token for token in mailbox if token.startswith("(")]
    if angles:
        name = [token for token in mailbox if token.strip() and token not in angles and token not in comments]
        inside = (
            angles[0].strip("<>").rpartition(":")[2] if angles[0].startswith("<@") else angles[0].strip("<> ")
        )
        found = _ADDRESS.fullmatch(inside.strip(" '")) if len(angles) == 1 else None
        return (_bare(found.group()) if found else "", _shown(name or comments))
    bare = "".join(token for token in mailbox if token not in comments and not token.startswith("=?"))
    addresses = list(_ADDRESS.finditer(bare))
    if len(addresses) != 1 or "@" in bare.replace(addresses[0].group(), ""):
        return "", ""
    name = [bare.replace(addresses[0].group(), "")]
    return _bare(addresses[0].group()), _shown(name if name[0].strip(" '[]") else comments)


def _bare(found: str) -> str:
    return found.lower().strip("'.")


def _shown(tokens: list[str]) -> str:
    """A display name as people read it."""
    plain = (
        _QUOTED_PAIR.sub(r"\1", token[1:].removesuffix('"')) if token.startswith('"') else token
        for token in tokens
    )
    return decoded("".join(plain)).strip(" \"'()[]")


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
