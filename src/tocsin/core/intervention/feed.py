"""Feed: the calendar of works as iCalendar (RFC 5545), for people's own calendar programs. Knows no rows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value

_PRODUCT = "-//Tocsin//Interventions//EN"


class Entry(Value):
    """One window of works as a calendar shows it. ``zone`` (IANA) is where it takes place; ``sequence`` grows with every
    change, ``changed_at`` is the last one; ``status``: TENTATIVE, CONFIRMED or CANCELLED."""

    subject: Subject
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
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval;value=duration", "PT15M")
    for entry in entries:
        whole.add_component(_event(entry, host))
    whole.add_missing_timezones()
    return bytes(whole.to_ical())


def _event(entry: Entry, host: str) -> Event:
    event, zone = Event(), ZoneInfo(entry.zone)
    event.add("uid", f"{entry.subject.number.lower()}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.start.astimezone(zone))
    event.add("dtend", entry.end.astimezone(zone))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("description", entry.text)
    event.add("status", entry.status)
    event.add("sequence", entry.sequence)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    return event
