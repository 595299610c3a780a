"""Feed: works, or turns of duty, as iCalendar (RFC 5545), for people's own calendar programs. Knows no rows."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from tocsin.core.kernel.value import Value

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PRODUCT = "-//Tocsin//Calendar//EN"


class Entry(Value):
    """One window of works, or one turn, as a calendar shows it. ``uid`` names it for good; ``zone`` (IANA) is where it takes
    place; ``sequence`` grows with every change, ``changed_at`` is the last one; ``status``: TENTATIVE, CONFIRMED or
    CANCELLED."""

    uid: str
    start: datetime
    end: datetime
    zone: str
    title: str
    place: str
    text: str
    status: str
    sequence: int
    changed_at: datetime
    address: str


def calendar(entries: Iterable[Entry], *, name: str, host: str) -> bytes:
    """The calendar, with the definition of every zone that it uses."""
    whole = Calendar()
    whole.add("prodid", _PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", _text(name))
    whole.add("refresh-interval;value=duration", "PT15M")
    for entry in entries:
        whole.add_component(_event(entry, host))
    whole.add_missing_timezones()
    return bytes(whole.to_ical())


def _text(text: str) -> vText:
    """What a message or a file says, as a value that ends where it should: line breaks escaped, no other control."""
    return vText(_CONTROL.sub(" ", text))


def _event(entry: Entry, host: str) -> Event:
    event, zone = Event(), ZoneInfo(entry.zone)
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.start.astimezone(zone))
    event.add("dtend", entry.end.astimezone(zone))
    event.add("summary", _text(entry.title))
    event.add("location", _text(entry.place))
    event.add("description", _text(entry.text))
    event.add("status", entry.status)
    event.add("sequence", entry.sequence)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    return event
