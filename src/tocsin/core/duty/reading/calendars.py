"""Calendars: the absences of an iCalendar file (RFC 5545), each occurrence of what recurs by itself. Reads no clock.

A day's DTEND is not part of it. Whole days and floating times are those of the person's zone. Left aside is what is
cancelled, over, or marked free and not out of office.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, Event

from tocsin.core.duty.reading.people import person_named, person_within, zone_of
from tocsin.core.duty.reading.values import Draft, Drafts
from tocsin.core.duty.values import Absence
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.organisation.organisation import Organisation

AHEAD = timedelta(days=400)  # from now: what recurs for ever is read this far
_MOST = 1_000  # occurrences of a file
_MOST_ENTRIES = 2_000
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


def read_calendar(content: bytes, organisation: Organisation, now: datetime, *, person: str = "") -> Drafts:
    """The absences from ``now`` on. ``person`` (key): whose calendar it is; empty: each entry names its person.

    An entry names a person by an address of theirs (attendee, organiser), or by their name in its title.
    """
    try:
        calendar = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError):
        return Drafts(faults=(fault("duty.import.no_calendar"),))
    wrong = tuple(_unreadable(calendar))
    if wrong:
        return Drafts(faults=wrong)
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for entry in islice(
        recurring_ical_events.of(calendar).between(now - timedelta(days=2), now + AHEAD), _MOST
    ):
        if _is_aside(entry):
            continue
        found = _draft(entry, organisation, now, person)
        if isinstance(found, Fault):
            faults.append(found)
        elif found is not None:
            drafts.append(found)
    seen = {draft.uid.partition("/")[0] for draft in drafts}
    aside = sum(1 for entry in calendar.walk("VEVENT") if _uid(entry) not in seen) if not faults else 0
    return Drafts(
        drafts=tuple(drafts), faults=tuple({str(wrong): wrong for wrong in faults}.values()), aside=aside
    )


def _unreadable(calendar: Calendar) -> Iterator[Fault]:
    """What would be computed for ever, or cannot be placed."""
    entries = calendar.walk("VEVENT")
    if len(entries) > _MOST_ENTRIES:
        yield fault("duty.import.too_many", count=len(entries), most=_MOST_ENTRIES)
        return
    for entry in entries:
        if "DTSTART" not in entry:
            yield fault("duty.import.no_start", field=_title(entry))
        rules = entry.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if set(rule.get("FREQ", [])) & set(_TOO_OFTEN) or any(name in rule for name in _WITHIN_A_DAY):
                yield fault("duty.import.too_often", field=_title(entry))


def _draft(entry: Event, organisation: Organisation, now: datetime, person: str) -> Draft | Fault | None:
    """The absence of an occurrence; None where it is over, Fault where it is nobody's."""
    whose = person or _person(entry, organisation)
    if not whose:
        return fault("duty.import.whose", field=_title(entry), text=_title(entry))
    zone = ZoneInfo(zone_of(whose, organisation))
    start, end = _instant(entry.start, zone), _instant(entry.end, zone)
    if end <= start or end <= now:
        return None
    absence = Absence(id=0, person=whose, start=start, end=end, reason=_title(entry)[:200])
    return Draft(absence=absence, uid=f"{_uid(entry)}/{_occurrence(entry)}")


def _person(entry: Event, organisation: Organisation) -> str:
    named = person_within(_title(entry), organisation)
    return named or next(filter(None, (person_named(text, organisation) for text in _addresses(entry))), "")


def _addresses(entry: Event) -> Iterator[str]:
    for name in ("ATTENDEE", "ORGANIZER"):
        given = entry.get(name, [])
        for text in given if isinstance(given, list) else [given]:
            yield str(text).lower().removeprefix("mailto:")


def _is_aside(entry: Event) -> bool:
    busy = str(entry.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    free = str(entry.get("TRANSP", "")).upper() == "TRANSPARENT" or busy in ("FREE", "WORKINGELSEWHERE")
    return str(entry.get("STATUS", "")).upper() == "CANCELLED" or (free and busy != "OOF")


def _instant(at: date, zone: ZoneInfo) -> datetime:
    """A day begins at its midnight in the zone; a time without a zone is of that zone."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), zone).astimezone(UTC)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _occurrence(entry: Event) -> str:
    """Which occurrence of its entry: the start that it would have had, if it was moved."""
    identity = entry.get("RECURRENCE-ID")
    return (identity.dt if identity is not None else entry.start).isoformat()


def _uid(entry: Component) -> str:
    return str(entry.get("UID", "")) or _title(entry)


def _title(entry: Component) -> str:
    return str(entry.get("SUMMARY", "")).strip()
