"""Typography: French as it is printed. Knows our own sentences; what people or sources wrote never goes through it."""

import re

NARROW = "\u202f"  # a narrow no-break space
WIDE = "\u00a0"
APOSTROPHE = "\u2019"
COLON = f"{WIDE}: "  # between two texts, of which one may come from a source or a person

_CODE = re.compile(r"(`[^`]*`)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|[«{%<(])")


def typeset(text: str) -> str:
    """A French sentence of ours with its no-break spaces (U+202F before ; ! ?, U+00A0 before : and within « ») and its
    apostrophes. Blanks like ``{name}`` and code between backticks stay as they are."""
    return "".join(part if part.startswith("`") else _typeset(part) for part in _CODE.split(text))


def _typeset(text: str) -> str:
    text = _APOSTROPHE.sub(APOSTROPHE, text)
    text = re.sub(r" (?=[;!?](?:\W|$))", NARROW, text)
    text = re.sub(r" (?=:(?:\s|$)|»)", WIDE, text)
    return re.sub(r"« ", f"«{WIDE}", text)
