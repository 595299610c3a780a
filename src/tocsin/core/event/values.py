"""Event values: what a translation yields and what every later stage reads."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value


class EventState(StrEnum):
    """What the event says of its subject."""

    FIRING = "firing"  # something is wrong (a reminder is firing again)
    RESOLVED = "resolved"  # it is right again
    INFO = "info"  # worth keeping, opens nothing
    PLANNED = "planned"  # a declared intervention (works notice): window says when


class Precision(StrEnum):
    """The precision of an instant: it may be any moment of that minute, or of that day."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"
    MILLISECOND = "millisecond"

    __hash__ = str.__hash__  # that of Enum is written in Python, and a span is looked up for every event

    @property
    def span(self) -> timedelta:
        """How long after the instant as written it may have been."""
        return _SPANS[self]


_SPANS = {
    Precision.DAY: timedelta(days=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.SECOND: timedelta(seconds=1),
    Precision.MILLISECOND: timedelta(milliseconds=1),
}


class Stamp(StrEnum):
    """What an event's instant is."""

    INSTANT = "instant"  # when the event happened
    BEGINNING = "beginning"  # when its episode began: an alarm is sent again with it while that lasts
    SENDING = "sending"  # when it was sent or received: the message gives no other time


class Window(Value):
    """A span of time; ``end`` is None when the notice gave none.

    ``occurrence`` is set for one of a series that recurs: the start under which the series knows it.
    """

    start: datetime
    end: datetime | None = None
    occurrence: datetime | None = None


class Place(Value):
    """Where, as the source says it: pieces already translated to our words, plus the raw text.

    ``item`` is an explicit key of ours when the source knows it. ``parts`` holds the location grammar:
    site, room, row, rack, u, feed, pdu, outlet, host, application, service, address ... ``defaults`` names the
    parts that the message did not say: the format supplied them.
    """

    text: str = ""
    item: str = ""
    parts: dict[str, str] = {}
    defaults: tuple[str, ...] = ()

    @property
    def is_supplied(self) -> bool:
        """Is everything in it the format's, and nothing the message's?"""
        return bool(self.parts) and not self.item and set(self.parts) <= set(self.defaults)


class Event(Value):
    """One thing that happened, in our words, before resolution.

    ``fingerprint`` identifies the condition, not the occurrence: a problem and its recovery share it. It is
    filled by ``fingerprint.of`` and starts with its version. ``occurred_at`` is the source's time if it
    gave one, else when it was sent (a mail's Date) or received: ``stamp`` says which, ``precision`` how exactly it is
    known. ``sent_at``: when it was sent or else received, if that is known. ``holds_until``: the sender repeats what
    still fires, and this event is valid until then only; None: until the sender reports something else.
    """

    source: str
    kind: str
    state: EventState
    criticality: Criticality
    place: Place
    summary: str
    occurred_at: datetime
    precision: Precision = Precision.SECOND
    sent_at: datetime | None = None
    stamp: Stamp = Stamp.INSTANT
    fingerprint: str = ""
    reference: str = ""  # the source's own number for it
    corrects: str = ""  # the source's own number of the message that this one corrects: its place was wrong
    status: str = ""  # for PLANNED: tentative, confirmed, cancelled, in-process, completed
    window: Window | None = None
    holds_until: datetime | None = None
    identity: str = ""  # what the format names as identifying, when the default is not right
    details: dict[str, Any] = {}  # further fields, shown to people, used by no rule
