"""Grammar: which keys may stand where in a format file. Knows no value and no meaning."""

from tocsin.core.translation.formats import KEYS, MESSAGE_KEYS, PATTERN_KEYS, TIMES_KEYS
from tocsin.core.translation.language import fields, filling, recognising, splitting
from tocsin.core.translation.language.making import EVENT_KEYS, PLACE_KEYS, WINDOW_KEYS

GRAMMAR: dict[str, tuple[str, ...]] = {
    "top": KEYS,
    "recognise": recognising.KEYS,
    "ignore[]": (*recognising.KEYS, *recognising.IGNORE_KEYS),
    "times": TIMES_KEYS,
    "each": splitting.KEYS,
    "fields.NAME": fields.KEYS,
    "patterns[]": PATTERN_KEYS,
    "event": (*EVENT_KEYS, "when"),
    "event.place": PLACE_KEYS,
    "event.window": WINDOW_KEYS,
    "event.NAME": filling.KEYS,
    "messages[]": MESSAGE_KEYS,
}
"""By the node's path; ``NAME`` is any name, ``[]`` an element of a list. ``event.NAME`` holds of every value of an event."""
