"""Translation values: what a translation yields, and the words it lacks."""

from enum import StrEnum

from tocsin.core.event.values import Event
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class Status(StrEnum):
    """How well a message was understood."""

    TRANSLATED = "translated"
    PARTIAL = "partial"  # events were made, but a word, a time or a part of the message was not understood
    UNTRANSLATED = "untranslated"  # no event: no format knows it, or an essential word is unknown
    IGNORED = "ignored"  # a format ignores it, and gives the reason
    SET_ASIDE = "set_aside"  # a person decided that its sort is no alarm, and no format reads an alarm in it
    QUARANTINED = "quarantined"  # not readable, or over a limit


class UnknownWord(Value):
    """A word that a correspondence table of the format lacks."""

    table: str
    word: str


class Translation(Value):
    """What a message becomes. ``format`` is the format that recognised it; events have their fingerprint."""

    status: Status
    format: str = ""
    events: tuple[Event, ...] = ()
    unknown: tuple[UnknownWord, ...] = ()
    why: tuple[Why, ...] = ()
