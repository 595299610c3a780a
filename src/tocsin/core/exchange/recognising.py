"""Recognising: our reference in what a desk or a mail writes. Knows no bond and no row."""

import re

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no character that is mistaken for another over the phone
_LENGTH = 6
_REFERENCE = re.compile(
    rf"(?<![A-Za-z0-9-])INC-[0-9]{{1,18}}-[{_ALPHABET}]{{{_LENGTH}}}(?![A-Za-z0-9-])", re.IGNORECASE
)


def reference_for(number: str, random: bytes) -> str:
    """Our reference for an exchange about ``INC-42``: ``INC-42-7K3QXM``. Nobody guesses it, and no year repeats it."""
    return f"{number}-" + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in random[:_LENGTH])


def reference_in(text: str) -> str:
    """The first of our references in a text, whole; empty: none."""
    found = _REFERENCE.search(text)
    return found[0].upper() if found else ""
