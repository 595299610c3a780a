"""Alike: which messages are of one sort, by their sender and the part of their subject that is the same each time."""

import re

from tocsin.core.kernel.value import Value
from tocsin.core.translation.text import word

_ANSWERS = re.compile(r"^(?:(?:re|aw|fw|fwd|tr|ref)\s*:\s*)+")
_CALENDAR = (
    r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_CHANGING = re.compile(r"\b(?:" + _CALENDAR + r")\b|\w*\d\w*(?:[-./:_]\w*\d\w*)*")
_REPEATED = re.compile(r"#(?:[\s,.]*#)+")
MOST = 300  # characters


class Sort(Value):
    """A sort of messages of one source: ``subject`` has ``#`` for what changes (numbers, dates, months, week days)."""

    source: str
    sender: str
    subject: str


def sort_of(source: str, sender: str, subject: str) -> Sort:
    """The sort of a message. Neither case nor accents count; ``Re:`` and ``Fwd:`` are left out."""
    plain = _ANSWERS.sub("", word(subject))
    return Sort(
        source=source,
        sender=word(sender)[:MOST],
        subject=_REPEATED.sub("#", _CHANGING.sub("#", plain))[:MOST],
    )
