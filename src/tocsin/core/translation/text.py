"""Text: how words are cleaned and compared. Neither case, accents nor kinds of space and dash count."""

import re
import unicodedata
from functools import lru_cache

_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u200a\u2003\u2002\u3000"), " ")
_INVISIBLE = dict.fromkeys([0, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_TURNING = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)  # right to left
_LINES = {0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n"}
_CLEAN = {
    **_SPACES,
    **{code: " " for code in (*range(1, 32), *range(127, 160)) if code not in (9, 10, 13)},
    **_INVISIBLE,
    **_TURNING,
    **_LINES,
}
_UNCLEAN = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")  # str.translate looks up every character: only these need it


def clean(text: str) -> str:
    """Text that a database, a pattern and a terminal can hold: no control character, no lone surrogate, plain spaces.

    Lines end with ``\\n``; marks that turn the direction of writing are taken out, as they show words in another order.
    """
    if text.isascii() and text.isprintable():
        return text
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNCLEAN.sub(lambda unclean: unclean[0].translate(_CLEAN), text)


def normalise(text: str) -> str:
    """Accents, curly quotes and long dashes undone, one character for one: positions stay the same."""
    return text if text.isascii() else _normalised(text)


def word(text: str) -> str:
    """The form under which two words are the same: no case, no accents, single spaces."""
    return _short_word(text) if len(text) <= _SHORT else _long_word(text)


@lru_cache(maxsize=32)  # one mail's text is normalised for every pattern that looks at it
def normalised_ascii(text: str) -> bytes | None:
    """The normalised text as ASCII, whose positions are those of the text; None if it holds other characters."""
    normalised = normalise(text)
    return normalised.encode() if normalised.isascii() else None


@lru_cache(maxsize=32)
def _normalised(text: str) -> str:
    return _FOREIGN.sub(lambda foreign: foreign[0].translate(_FOLD), text)


def _word(text: str) -> str:
    return " ".join(normalise(clean(text)).casefold().split())


_SHORT = 200
_short_word = lru_cache(maxsize=8192)(_word)
_long_word = lru_cache(maxsize=8)(_word)  # a mail's text is asked for by every plain test of a format


def _plain(code: int) -> str:
    base = unicodedata.normalize("NFD", chr(code))[0]
    return base if base.isascii() and base.isalpha() else chr(code)


_FOLD = {code: _plain(code) for code in range(0xC0, 0x250) if _plain(code) != chr(code)}
_FOLD |= {ord(mark): "'" for mark in "‘’‛`´"} | {ord(mark): '"' for mark in "“”«»„"}
_FOLD |= {ord(mark): "-" for mark in "‐‑‒–—―−"} | _SPACES
