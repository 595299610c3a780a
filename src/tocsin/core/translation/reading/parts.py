"""Parts: what the MIME tree of one mail holds, in order: inline text, data, mails that it carries. Reads no text."""

import binascii
import html
import re
from collections.abc import Iterable
from email.message import Message as Part

from tocsin.core.translation import limits
from tocsin.core.translation.reading import headers
from tocsin.core.translation.reading.charset import decode
from tocsin.core.translation.reading.document import Attachment, over

_DATA = frozenset({"text/csv", "text/calendar", "application/ics", "application/json", "application/csv"})
_DATA_NAMES = (".csv", ".tsv", ".ics", ".json", ".vcf", ".asc", ".p7s", ".xml")
_NOT_TEXT = frozenset(
    {
        "text/css", "text/javascript", "text/vcard", "text/x-vcard", "text/directory", "text/rfc822-headers",
        "text/x-amp-html", "text/watch-html", "image/svg+xml",
    }
)  # fmt: skip
_MAILS = frozenset({"message/rfc822", "message/global", "message/news"})
_NOT_ENTERED = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/external-body"}
)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]|(?<=\S)[ \t](?=\S)")
_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]{0,1000}>|&(?:nbsp|#160|#xa0|zwnj|#8203|#8204|shy);", re.I)
_NO_HTML = re.compile(
    r"\b(?:html|web version|version web|version en ligne|view (?:it |this \w+ )?online|navigateur|browser)\b",
    re.I,
)
_ANY_TAG = re.compile(r"<[!/?a-z]", re.I)
_PAGE = re.compile(
    r"\s{0,1000}<(?:!doctype html|html|head|body|table|div|p|center|font|span|h[1-6])\b[^<>]{0,1000}>", re.I
)
_MAX_NOTICE = 300  # characters of a text that only says that there is HTML


class Stretch:
    """Inline text between what is not text: as plain text, as HTML, or as both alternatives of the same."""

    def __init__(self, plain: str = "", html: str = "") -> None:
        self.plain = plain
        self.html = html

    @property
    def has_text(self) -> bool:
        """Does the plain text say something? A space, or a line that asks for an HTML reader, does not."""
        if not _WORDS.search(self.plain):
            return False
        only_points = self.html and len(self.plain) <= _MAX_NOTICE and _NO_HTML.search(self.plain)
        return not (only_points and len(self.html) > len(self.plain))


class Gathered:
    """What the parts of one mail hold."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []
        self.types: list[str] = []
        self.attachments: list[Attachment] = []
        self.carried: list[Part | bytes] = []

    @property
    def chars(self) -> int:
        """How much text there is to read."""
        return sum(len(stretch.plain) + len(stretch.html) for stretch in self.stretches)


def gather(root: Part) -> Gathered:
    """Every leaf in order, without entering the mails that this one carries. Raises Unreadable over a limit."""
    gathered = Gathered()
    gathered.stretches = _without_twins(_stretches(root, gathered, 0, is_root=True))
    return gathered


def _stretches(part: Part, gathered: Gathered, depth: int, *, is_root: bool = False) -> list[Stretch]:
    if depth > limits.MAX_DEPTH:
        raise over("nested parts", depth, limits.MAX_DEPTH)
    media_type = part.get_content_type()
    gathered.types.append(media_type)
    if len(gathered.types) > limits.MAX_PARTS:
        raise over("parts", len(gathered.types), limits.MAX_PARTS)
    inner = part.get_payload()
    if not isinstance(inner, list):
        return _leaf(part, media_type, gathered)
    children = [child for child in inner if isinstance(child, Part)]
    if media_type in _MAILS and not is_root:
        gathered.carried += children
        return []
    if media_type in _NOT_ENTERED:
        return []
    found = [_stretches(child, gathered, depth + 1) for child in children]
    return (
        _chosen(found)
        if media_type == "multipart/alternative"
        else [stretch for child in found for stretch in child]
    )


def _chosen(alternatives: list[list[Stretch]]) -> list[Stretch]:
    """The alternatives as one stretch: the first that is plain text, and the last and richest that is HTML."""
    plain = next((_joined(child, "plain") for child in alternatives if _joined(child, "plain").strip()), "")
    html = next((_joined(child, "html") for child in reversed(alternatives) if _joined(child, "html")), "")
    return [Stretch(plain, html)] if plain or html else []


def _joined(stretches: Iterable[Stretch], what: str) -> str:
    return "\n".join(text for stretch in stretches if (text := getattr(stretch, what)))


def _without_twins(stretches: list[Stretch]) -> list[Stretch]:
    """A text and the same text as HTML side by side are alternatives, even if they are not declared as such."""
    kept: list[Stretch] = []
    for stretch in stretches:
        before = kept[-1] if kept else None
        if (
            before
            and before.plain
            and not before.html
            and stretch.html
            and not stretch.plain
            and _same(before, stretch)
        ):
            before.html = stretch.html
        else:
            kept.append(stretch)
    return kept


def _same(plain: Stretch, html: Stretch) -> bool:
    return _WORDS.findall(plain.plain) == _WORDS.findall(_TAG.sub(" ", html.html))


def _leaf(part: Part, media_type: str, gathered: Gathered) -> list[Stretch]:
    name, inline = _name(part), part.get_content_disposition() != "attachment"
    text = _is_text(media_type) and not name.lower().endswith(_DATA_NAMES)
    if name.lower().endswith(".eml") and media_type not in _MAILS:
        gathered.carried.append(content(part))
        return []
    if name or media_type in _DATA or (text and not inline):
        shown = (inline and text) or _is_picture_within(part, media_type)
        gathered.attachments.append(
            Attachment(name=name, media_type=media_type, content=content(part), inline=shown)
        )
    if not (inline and text):
        return []
    return [_stretch(_text(part), is_html=media_type == "text/html")]


def _stretch(text: str, *, is_html: bool) -> Stretch:
    """What a program sends under the other name: a page that begins as one is HTML, a text without a tag is none."""
    if is_html:
        return Stretch(html=text) if _ANY_TAG.search(text) else Stretch(plain=html.unescape(text))
    return Stretch(html=text) if _PAGE.match(text) and "</" in text else Stretch(plain=text)


def _is_picture_within(part: Part, media_type: str) -> bool:
    """A picture that is shown with the text. For other files the same headers prove nothing: Outlook and Apple Mail write
    them for every file."""
    shown = part.get_content_disposition() == "inline" or "content-id" in part
    return media_type.startswith("image/") and shown


def _name(part: Part) -> str:
    """The file name; most texts have none, and looking for it costs as much as reading them."""
    if "content-disposition" not in part and "name" not in part.get("content-type", "").lower():
        return ""
    return headers.decoded(str(part.get_filename() or ""))


def _is_text(media_type: str) -> bool:
    if media_type in _DATA or media_type in _NOT_TEXT:
        return False
    return media_type.startswith("text/") or media_type.endswith("xml")


def content(part: Part) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as it is valid."""
    encoding = str(part.get("content-transfer-encoding", "")).lower()
    if "uu" in encoding:
        return b""  # uuencode: nobody sends it, and the stdlib's reader of it is deprecated
    if "base64" in encoding:
        return _base64(str(part.get_payload()))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _base64(text: str) -> bytes:
    """The decoded text, as far as it is base64: mailing lists write their footers below; some pad each of several pieces. A
    text that does not begin as base64 was decoded on the way, and is returned as it is."""
    stranger = _NOT_BASE64.search(text)
    encoded = text if stranger is None else text[: text.rfind("\n", 0, stranger.start() + 1) + 1]
    if stranger is not None and not encoded.strip():
        return text.encode("utf-8", "surrogateescape")
    return b"".join(map(_piece, "".join(encoded.split()).split("=")))


def _piece(encoded: str) -> bytes:
    return binascii.a2b_base64(encoded[: len(encoded) // 4 * 4 + (len(encoded) % 4 > 1) * 4] + "==")


def _text(part: Part) -> str:
    charset = part.get_param("charset", "")
    text = decode(content(part), charset if isinstance(charset, str) else str(charset[-1]))
    if (
        "flowed" in part.get("content-type", "").lower()
        and str(part.get_param("format", "")).lower() == "flowed"
    ):
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
