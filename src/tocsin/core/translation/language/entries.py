"""Entries: the times of an iCalendar entry, each in the zone that it names, or that its calendar defines."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tocsin.core.translation.language.vtimezone import Undefined, offset_at
from tocsin.core.translation.language.zones import known
from tocsin.core.translation.reading.document import Component, Property

UNREAD = "?="  # before the text beside a time that must not be read without that text
DIFFERS = (
    " ≠ "  # before a known zone that the message defines otherwise: its definition is read, with a doubt
)
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_CUT_AT_A_COLON = re.compile(r"(.*):(\d{8}(?:T\d{6}Z?)?)")  # TZID=(UTC+01:00) Paris, without its quotes
_DURATION = re.compile(
    r"\+?P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?P<time>T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)
_DATES = frozenset(
    {"DTSTART", "DTEND", "DTSTAMP", "DUE", "CREATED", "COMPLETED", "LAST-MODIFIED", "RECURRENCE-ID"}
)


class Entry:
    """The first entry of ``around``, in the calendar that follows it; ``calendars`` are all of its message."""

    def __init__(self, around: Sequence[Component], calendars: Sequence[Component]) -> None:
        self._around, self._calendars = around, calendars

    def time(self, name: str, found: Property | None) -> str | None:
        """The property as a time, with its offset where it has a zone; None: it is no time.

        A floating time stands without offset, for the format to place. What can't be placed is marked UNREAD.
        """
        if name == "DTEND":
            return self._end(found)
        if found is None:
            return None
        read = self._read(found)
        if read is None:
            return f"{found.value} {UNREAD}" if name in _DATES else None
        return read

    def _end(self, found: Property | None) -> str | None:
        """DTEND, or DTSTART and DURATION; a day without either lasts that day. Two that differ are unread."""
        end = self._read(found) if found else None
        lasting = self._property("DURATION")
        if found and not end:
            return f"{found.value} {UNREAD}"
        if lasting is None:
            return end or self._whole_day()
        reckoned = self._after(lasting.value.strip().upper())
        if reckoned is None or (end and not _same(end, reckoned)):
            return f"{end or ''} {UNREAD}DURATION:{lasting.value}"
        return end or reckoned

    def _after(self, lasting: str) -> str | None:
        """DTSTART plus a duration: days by the calendar, hours as elapsed time."""
        start, found = self._property("DTSTART"), _DURATION.fullmatch(lasting)
        if start is None or not found or lasting.endswith(("P", "T")):
            return None
        local, place, whole = self._parsed(start)
        if local is None:
            return None
        units = {
            name: int(found.group(name) or 0) for name in ("weeks", "days", "hours", "minutes", "seconds")
        }
        days = timedelta(weeks=units.pop("weeks"), days=units.pop("days"))
        if whole and place is None and not found.group("time"):
            return f"{(local + days).date()}"
        moved = self._placed(local + days, place)
        if moved is None:
            return None
        return ((moved.astimezone(UTC) if moved.tzinfo else moved) + timedelta(**units)).isoformat()

    def _whole_day(self) -> str | None:
        start = self._property("DTSTART")
        local, place, whole = self._parsed(start) if start else (None, None, False)
        if local is None or not whole:
            return None
        return self._as_text(local + timedelta(days=1), place, whole)

    def _read(self, found: Property) -> str | None:
        local, place, whole = self._parsed(found)
        return self._as_text(local, place, whole) if local else None

    def _as_text(self, local: datetime, place: str | None, whole: bool) -> str:
        """The text that a format reads."""
        if whole and place is None:
            return f"{local.date()}"
        placed = self._placed(local, place)
        if placed is None:
            return f"{local.isoformat()} {UNREAD}TZID:{place}"
        other = known(place) if place and self._definition(place) else None
        differs = other is not None and local.replace(tzinfo=other).astimezone(UTC) != placed
        return placed.isoformat() + (f"{DIFFERS}{place}" if differs else "")

    def _parsed(self, found: Property) -> tuple[datetime | None, str | None, bool]:
        """(wall clock, TZID, whether it is a whole day)."""
        value, tzid = found.value.strip(), found.parameters.get("TZID")
        if tzid and (cut := _CUT_AT_A_COLON.fullmatch(f"{tzid}:{value}")):
            tzid, value = cut.groups()
        stamp = _STAMP.fullmatch(value)
        if not stamp or (found.name not in _DATES and "T" not in value):
            return None, None, False
        *units, utc = stamp.groups()
        year, month, day, hour, minute, second = (int(unit or 0) for unit in units)
        try:
            local = datetime.combine(date(year, month, day), time(hour, minute, second))
        except ValueError:
            return None, None, False
        whole = "T" not in value
        return local, "Z" if utc else tzid or self._calendar_zone(), whole

    def _placed(self, local: datetime, tzid: str | None) -> datetime | None:
        """The wall clock in its zone; without a zone as it stands; None where the zone is not known."""
        if tzid is None:
            return local
        if tzid == "Z":
            return local.replace(tzinfo=UTC)
        if definition := self._definition(tzid):
            try:
                return (local - offset_at(definition, local)).replace(tzinfo=UTC)
            except (Undefined, OverflowError):
                return None
        place: tzinfo | None = known(tzid)
        return local.replace(tzinfo=place) if place else None

    def _definition(self, tzid: str) -> Component | None:
        """The VTIMEZONE of this name: a definition in the message comes before all others."""
        wanted = _plain(tzid)
        own = self._around[-1:] if len(self._around) > 1 else ()
        for calendar in (*own, *self._calendars):
            for component in calendar.components:
                if component.name == "VTIMEZONE" and _plain(_value(component, "TZID")) == wanted:
                    return component
        return None

    def _calendar_zone(self) -> str | None:
        """The zone that the calendar gives to times without one, as Google and Apple write it."""
        return next(
            (zone for component in self._around[1:] if (zone := _value(component, "X-WR-TIMEZONE"))), None
        )

    def _property(self, name: str) -> Property | None:
        return (
            next((property_ for property_ in self._around[0].properties if property_.name == name), None)
            if self._around
            else None
        )


def _value(component: Component, name: str) -> str:
    return next((property_.value for property_ in component.properties if property_.name == name), "")


def _plain(tzid: str) -> str:
    return " ".join(tzid.replace("\\", "").strip('" ').casefold().split())


def _same(first_text: str, other: str) -> bool:
    first, second = (datetime.fromisoformat(text.partition(DIFFERS)[0]) for text in (first_text, other))
    return bool(first.tzinfo) == bool(second.tzinfo) and first == second
