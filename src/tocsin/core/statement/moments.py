"""Moments: written times of a statement, read under UTC until the file's clock is known. Knows no row."""

import re
from datetime import UTC, datetime, timedelta

from tocsin.core.event.values import Precision
from tocsin.core.kernel.value import Value
from tocsin.core.translation.language.times import Times, read_moment
from tocsin.core.translation.text import word

_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")  # Excel's days since 1900
_EXCEL_DAY_0 = datetime(1899, 12, 30, tzinfo=UTC)
_COMPACT = re.compile(r"\b(\d{8}) (\d{4}(?:\d{2})?)\b")  # 20261012 0800
_CLOCK = re.compile(r"\d ?[:h] ?\d|\d ?h\b")
_DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}|\d (?!uhr|heure|hour|min|sec)[^\W\d]{3,}|[^\W\d]{3,}\.? \d{1,2}(?![\d:])|\d{5,}",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d(?:\.[0-5]\d)?")
_WORD = re.compile(r"[^\W\d]+")
_OTHER_ZONE = "Asia/Tokyo"  # a text that is the same instant read in two zones names its own
_TIME = r"\d[\d:h. ]*(?:[ap]\.?m\.?|uhr)?"
_DAY_MARK = r"(?:j|d|t|g|days?|jours?|tage?)"
_DAYS_ON = re.compile(  # J+1 02:15; 02:15 (+1); 02:15 +1j
    rf"(?:{_DAY_MARK} ?\+ ?(?P<before>\d{{1,2}}),? (?P<clock>{_TIME})"
    rf"|(?P<time>{_TIME}) ?\(?(?:{_DAY_MARK} ?)?\+ ?(?P<behind>\d) ?{_DAY_MARK}?\)?)"
)
_SPANS = frozenset(
    ["semaine", "week", "woche", "kw", "settimana", "semana", "mois", "month", "monat", "au", "to", "bis"]
)
_WORDS_OF_A_DAY = 3  # le lundi 12 octobre 2026


class Moment(Value):
    """A time as read: under UTC if the text names no zone, else (``absolute``) the instant. ``day_only``: no time of day."""

    at: datetime
    absolute: bool = False
    day_only: bool = False


def moment_of(
    text: str, *, near: datetime, month_first: bool, after: datetime | None = None
) -> Moment | None:
    """The time that a cell says. ``near``, in the month, settles a missing year; with ``after``, a text that is only a
    time of day is the first such time after it; without, it says nothing."""
    if _SERIAL.fullmatch(text):
        at = _EXCEL_DAY_0 + timedelta(days=float(text.replace(",", ".")))
        return Moment(at=_rounded(at), day_only=text.isdecimal())
    text = _COMPACT.sub(r"\1T\2", text)
    if after is None and not has_date(text):
        return None
    found = read_moment(text, Times(zone="UTC", month_first=month_first), near=near, after=after)
    if found is None or found.at is None:
        return None
    other = read_moment(text, Times(zone=_OTHER_ZONE, month_first=month_first), near=near, after=after)
    absolute = after is None and other is not None and other.at == found.at
    day_only = found.precision is Precision.DAY and not absolute
    return Moment(at=_rounded(found.at), absolute=absolute, day_only=day_only)


def days_on(text: str, start: datetime) -> str:
    """A time of day so many days after the beginning (``J+1 02:15``) with its date; any other text as it is."""
    found = _DAYS_ON.fullmatch(word(text))
    if found is None:
        return text
    day = start + timedelta(days=int(found["before"] or found["behind"]))
    return f"{day:%Y-%m-%d} {found['clock'] or found['time']}"


def day_of(text: str) -> str:
    """A date without the midnight that a spreadsheet puts behind it."""
    return text.removesuffix("T00:00:00").removesuffix(" 00:00:00").removesuffix(" 00:00")


def has_date(text: str) -> bool:
    """Whether there is a day in it."""
    return _DATE.search(text) is not None


def clock_with_points(text: str) -> str:
    """A time of day written with points (``08.15``) as one with colons; any other text as it is."""
    return text.replace(".", ":") if _POINTS.fullmatch(text) else text


def has_clock(text: str) -> bool:
    """Whether there is a time of day in it."""
    return _CLOCK.search(day_of(text)) is not None


def is_day(text: str) -> bool:
    """Whether it is one day and nothing else, perhaps with its name: no week, and nothing from when to when."""
    words = _WORD.findall(word(text))
    alone = len(words) <= _WORDS_OF_A_DAY and not _SPANS & set(words) and len(re.findall(r"\d+", text)) <= 3
    return alone and has_date(text) and not has_clock(text)


def _rounded(at: datetime) -> datetime:
    """To the second: a spreadsheet keeps 14:05:00 as 14:04:59.942."""
    return (at + timedelta(milliseconds=500)).replace(microsecond=0)
