"""Recurrence: the days that a rule of iCalendar names (RFC 5545, 3.3.10). Knows no zone and no entry.

A rule is tried on each day up to a last day, period by period: its cost is bounded by these days, also if no day fits.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from tocsin.core.kernel.value import Value

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}


class Unreadable(ValueError):
    """The rule is malformed, or uses what we do not read: seconds, hours, numbered weeks."""


class Rule(Value):
    """A rule, read. ``days``: ordinal 0 is every such weekday; 1 is the first, -1 the last ... of the period."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""  # as written, in the zone of its entry
    days: tuple[tuple[int, int], ...] = ()  # (ordinal, weekday)
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def ends(self) -> bool:
        """Whether it names an end by itself."""
        return self.count is not None or bool(self.until)


def read_rule(text: str) -> Rule:
    """The rule that is written. Raises Unreadable."""
    parts = dict(part.split("=", 1) for part in text.strip().upper().split(";") if "=" in part)
    if parts.get("FREQ") not in _FREQUENCIES or not parts.keys() <= _KNOWN:
        raise Unreadable(text)
    try:
        rule = Rule(
            frequency=parts["FREQ"],
            interval=int(parts.get("INTERVAL", 1)),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
            until=parts.get("UNTIL", ""),
            days=tuple(_weekday(day) for day in _list(parts, "BYDAY")),
            month_days=tuple(int(day) for day in _list(parts, "BYMONTHDAY")),
            months=tuple(int(month) for month in _list(parts, "BYMONTH")),
            positions=tuple(int(place) for place in _list(parts, "BYSETPOS")),
            week_start=_DAYS.index(parts.get("WKST", "MO")),
        )
    except ValueError as error:
        raise Unreadable(text) from error
    if rule.interval < 1 or (rule.count is not None and rule.count < 1):
        raise Unreadable(text)
    return rule


def starts(rule: Rule, first: datetime, last: date) -> Iterator[datetime]:
    """The wall clocks at which it begins, in order, up to a day; ``first`` is always one of them."""
    yield first
    given = 1
    for period in _periods(rule, first.date(), last):
        for day in _chosen(rule, period):
            if rule.count is not None and given >= rule.count:
                return
            if first.date() < day <= last:
                given += 1
                yield datetime.combine(day, first.time())


def _chosen(rule: Rule, period: list[date]) -> list[date]:
    days = sorted(set(period))
    if not rule.positions:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in rule.positions}
    return [day for at, day in enumerate(days) if at in places]


def _periods(rule: Rule, first: date, last: date) -> Iterator[list[date]]:
    """The days of each period of the rule, from that of the first day on."""
    fits = _filter(rule, first)
    for start, end in _spans(rule, first, last):
        days = [start + timedelta(days=number) for number in range((end - start).days)]
        yield [day for day in days if fits(day)]


def _spans(rule: Rule, first: date, last: date) -> Iterator[tuple[date, date]]:
    """(first day, day after the last) of each period."""
    if rule.frequency in ("DAILY", "WEEKLY"):
        length = 1 if rule.frequency == "DAILY" else 7
        start = first - timedelta(days=(first.weekday() - rule.week_start) % 7 if length == 7 else 0)
        while start <= last:
            yield start, start + timedelta(days=length)
            start += timedelta(days=length * rule.interval)
        return
    length = 1 if rule.frequency == "MONTHLY" else 12
    month = first.year * 12 + (first.month - 1 if length == 1 else 0)
    while _first_of(month) <= last:
        yield _first_of(month), _first_of(month + length)
        month += length * rule.interval


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _filter(rule: Rule, first: date) -> Callable[[date], bool]:
    """Whether a day of a period is one of the rule's; what the rule leaves open is as on the first day."""
    days, month_days, months = rule.days, rule.month_days, rule.months
    if not days and not month_days:
        days = ((0, first.weekday()),) if rule.frequency == "WEEKLY" else ()
        month_days = (first.day,) if rule.frequency in ("MONTHLY", "YEARLY") else ()
        months = months or ((first.month,) if rule.frequency == "YEARLY" else ())
    of_year = rule.frequency == "YEARLY" and not months

    def fits(day: date) -> bool:
        return (
            (not months or day.month in months)
            and (not month_days or not {day.day, day.day - _month(day) - 1}.isdisjoint(month_days))
            and (not days or any(_is(day, number, weekday, of_year) for number, weekday in days))
        )

    return fits


def _is(day: date, number: int, weekday: int, of_year: bool) -> bool:
    """Whether it is the ``number``-th of this weekday, from the beginning or from the end of its month or year."""
    if day.weekday() != weekday:
        return False
    place = day.timetuple().tm_yday if of_year else day.day
    length = (366 if calendar.isleap(day.year) else 365) if of_year else _month(day)
    return number in (0, (place - 1) // 7 + 1, -((length - place) // 7 + 1))


def _month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _list(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _weekday(text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise Unreadable(text)
    return int(found[1] or 0), _DAYS.index(found[2])
