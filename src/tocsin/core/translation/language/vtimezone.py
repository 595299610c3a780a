"""VTIMEZONE: a time zone that an iCalendar text defines itself (RFC 5545, 3.6.5). Each year is computed by itself."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tocsin.core.translation.reading.document import Component

_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?(Z?)")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULE = {"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "INTERVAL", "WKST"}
_MOST = 500  # observances, and dates of one
_YEARS = (-2, -1, 0, 1)


class Undefined(ValueError):
    """The definition is not understood: no time in this zone can be read."""


def offset_at(definition: Component, local: datetime) -> timedelta:
    """How far the zone is from UTC at the wall-clock time ``local`` (naive).

    An hour that happens twice is the first of the two, one that does not happen is read with the offset before it
    (RFC 5545, 3.3.5). Raises Undefined.
    """
    observances = [
        component for component in definition.components if component.name in ("STANDARD", "DAYLIGHT")
    ]
    if not 0 < len(observances) <= _MOST:
        raise Undefined(f"{len(observances)} observances")
    changes = sorted(change for component in observances for change in _changes(component, local))
    begun = [change for change in changes if change[0] + max(timedelta(), change[2] - change[1]) <= local]
    return begun[-1][2] if begun else changes[0][1]


def _changes(observance: Component, local: datetime) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """(by the clock before it, offset before, offset after) of the changes around ``local``, and of the first."""
    before, after = (_offset(_value(observance, name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start, _ = _stamp(_value(observance, "DTSTART"))
    yield start, before, after
    for property_ in observance.properties:
        if property_.name == "RRULE":
            yield from ((at, before, after) for at in _ruled(property_.value, start, before, local))
        elif property_.name == "RDATE":
            for instant in property_.value.split(",")[:_MOST]:
                at, utc = _stamp(instant.strip())
                yield at + before if utc else at, before, after
        elif property_.name in ("EXDATE", "EXRULE"):
            raise Undefined(property_.name)


def _ruled(rule: str, start: datetime, before: timedelta, local: datetime) -> Iterator[datetime]:
    parts = dict(part.upper().split("=", 1) for part in rule.split(";") if "=" in part)
    if parts.get("FREQ") != "YEARLY" or set(parts) - _RULE:
        raise Undefined(rule[:100])
    until = _until(parts.get("UNTIL", ""), before)
    for year in (local.year + shift for shift in _YEARS):
        if year >= start.year and (year - start.year) % _number(parts.get("INTERVAL", "1")) == 0:
            for day in _days(year, parts, start):
                at = datetime.combine(day, start.time())
                if start <= at <= until:
                    yield at


def _until(text: str, before: timedelta) -> datetime:
    if not text:
        return datetime.combine(date.max, time())
    at, utc = _stamp(text)
    if "T" not in text:
        at = at + timedelta(days=1, microseconds=-1)
    return at + before if utc else at


def _days(year: int, parts: dict[str, str], start: datetime) -> Iterator[date]:
    """The days of the rule in a year, out of the days of its months."""
    months = [_number(month) for month in parts.get("BYMONTH", str(start.month)).split(",")]
    wanted = [_number(day) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    by_day = parts.get("BYDAY", "")
    if by_day and "BYMONTH" not in parts:
        raise Undefined(by_day)
    for month in months:
        days = _month(year, month)
        kept = [day for day in days if _nth(day, days, by_day)] if by_day else days
        if wanted:
            kept = [day for day in kept if day.day in wanted or day.day - len(days) - 1 in wanted]
        yield from kept if by_day or wanted else [day for day in days if day.day == start.day]


def _nth(day: date, days: list[date], by_day: str) -> bool:
    """Whether it is one of ``-1SU``, ``2MO``, ``TU``."""
    for text in by_day.split(","):
        found = _BY_DAY.fullmatch(text)
        if not found:
            raise Undefined(text)
        count = int(found.group(1) or 0)
        number = (day.day - 1) // 7 + 1 if count >= 0 else -((len(days) - day.day) // 7 + 1)
        if _WEEKDAYS[day.weekday()] == found.group(2) and count in (0, number):
            return True
    return False


def _month(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    return [day for shift in range(31) if (day := first + timedelta(days=shift)).month == month]


def _value(component: Component, name: str) -> str:
    return next((property_.value.strip() for property_ in component.properties if property_.name == name), "")


def _offset(text: str) -> timedelta:
    found = _OFFSET.fullmatch(text)
    if not found:
        raise Undefined(text[:100])
    sign, *units = found.groups()
    hours, minutes, seconds = (int(unit or 0) for unit in units)
    away = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -away if sign == "-" else away


def _stamp(text: str) -> tuple[datetime, bool]:
    """A date, or a time of the wall clock (naive), and whether it is in UTC."""
    found = _STAMP.fullmatch(text)
    if not found:
        raise Undefined(text[:100])
    *units, utc = found.groups()
    year, month, day, hour, minute, second = (int(unit or 0) for unit in units)
    return datetime.combine(date(year, month, day), time(hour, minute, second)), bool(utc)


def _number(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,3}", text) or int(text) == 0:
        raise Undefined(text[:100])
    return int(text)
