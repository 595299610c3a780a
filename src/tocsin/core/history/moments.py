"""Moments: times as programs export them: days counted by spreadsheets, stamps of databases, dates that mean none."""

import re
from datetime import UTC, datetime, timedelta

from tocsin.core.event.values import Precision
from tocsin.core.history.mapping import NOTHING
from tocsin.core.translation.language.times import Moment, Times, read_duration, read_moment
from tocsin.core.translation.language.zones import zone
from tocsin.core.translation.text import word

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet knows no zone (ECMA-376 part 1, 18.17.4.1)
_SERIAL = re.compile(r"([2-7]\d{4})(?:[.,](\d{1,12}))?$")  # 1954 to 2119
_ORDINARY = re.compile(  # most are written so, and need no look at the ways of programs
    r"(?:\d{4}-\d\d-\d\d|\d\d?[/.-]\d\d?[/.-]\d{4})[ T]\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$"
)
_DAY_COUNTED = re.compile(r"^[2-7]\d{4}(?= +\d)")  # and its time of day in another cell
_TIME_COUNTED = re.compile(r"(?<= )0[.,](\d{1,18})$")
_DOTTED = re.compile(
    r"(?<=\d )(\d{1,2})\.(\d\d)\.(\d\d)(?:[.,]\d+)?(?= ?[ap]\.? ?m\b|$)", re.IGNORECASE
)  # Oracle
_SPACED = re.compile(r"^(\d{8}) (\d{6})$")
_YEAR_FIRST = re.compile(r"^(\d{4})(?:-([a-z]{3,9})-|\. ?(\d\d)\. ?)(\d\d?)\.?(?= |$)", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"^([a-z]{3,9})-(\d\d?)-(\d{4})(?= |$)", re.IGNORECASE)
_JSON = re.compile(r"^/Date\((\d{9,15})\)/$")  # of ASP.NET
_MOST_DIGITS_OF_A_DAY = 8
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?) ?([a-z]+)\.?(?:,? (?:and |et |und )?|$)?")
_MINUTES = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?$")
_WRITTEN_TOGETHER = re.compile(r"(?:\d+ ?(?:heures?|hours?|h) ?\d\d|p[\dtdhmsw.]+)$")  # 1h30, PT2H
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)|(?<=\d),(?=\d{3}\.)")
_CLOCKED = re.compile(
    r"(?:(\d{1,4})(?: ?(?:days?|jours?|tage?n?|d|j),? |\.))?(\d{1,4}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?$"
)
_DB2 = re.compile(r"^(\d{4}-\d\d-\d\d)-(\d\d)\.(\d\d)\.(\d\d)")
_HALF_OF_DAY = re.compile(r"\b([ap])\. ?m\b\.?", re.IGNORECASE)
# The first and last days of calendars, which programs write for a date that is empty.
_NO_TIME = frozenset(("unknown", "inconnu", "inconnue", "never", "jamais", "n/c"))
_NO_YEARS = r"(?:0000|0001|1753|1899|1900|9999)"
_NO_DATE = re.compile(
    rf"^0$|^{_NO_YEARS}[-/.]|^\d\d?[-/.]\d\d?[-/.]{_NO_YEARS}\b|^1970[-/.]01[-/.]01\b|^0?1[-/.]0?1[-/.](?:19)?70\b"
)


def says_nothing(text: str) -> bool:
    """Whether a program writes this where there is no time."""
    return word(text) in NOTHING | _NO_TIME or bool(_NO_DATE.search(text))


def length_of(text: str) -> timedelta | None:
    """A length of time, which may be none at all (``0``, ``0:00``), or None. A number alone is minutes."""
    text = _THOUSANDS.sub("", word(text))
    if _MINUTES.match(text):
        return timedelta(minutes=float(text.replace(",", ".")))
    if clocked := _CLOCKED.match(text):
        days, hours, minutes, seconds = (int(digits or 0) for digits in clocked.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if _WRITTEN_TOGETHER.match(text):
        return read_duration(text)
    amounts = [_amount(number, unit) for number, unit in _AMOUNT.findall(text)]
    if text.startswith("-") or re.search(r"\d", _AMOUNT.sub("", text)) or not amounts or None in amounts:
        return None
    return sum(filter(None, amounts), timedelta())


def _amount(number: str, unit: str) -> timedelta | None:
    """So many of a unit: none of it is none, if it is a unit."""
    single = read_duration(f"1 {unit}")
    return single * float(number.replace(",", ".")) if single else None


def read_exported(text: str, times: Times, *, near: datetime) -> Moment | None:
    """The instant in UTC and how exactly it is written, or None. ``near`` settles a missing year."""
    if _ORDINARY.match(text):
        return read_moment(text, times, near=near)
    text = _TIME_COUNTED.sub(_time_of_day, _DAY_COUNTED.sub(_day, text))
    if serial := _SERIAL.match(text):
        return _counted(serial, times, near)
    moment = read_moment(_usual(text), times, near=near)
    if moment and moment.precision is Precision.DAY and sum(map(str.isdigit, text)) > _MOST_DIGITS_OF_A_DAY:
        return None  # a time of day that is not understood is not midnight
    return moment


def end_of_day(at: datetime, times: Times) -> datetime:
    """The midnight (UTC) that ends the day which began at ``at``."""
    return (at.astimezone(zone(times.zone) or UTC) + timedelta(days=1)).astimezone(UTC)


def _counted(serial: re.Match[str], times: Times, near: datetime) -> Moment | None:
    """Days since the end of 1899, by the wall clock of the zone, to the second."""
    days = timedelta(days=float(f"{serial[1]}.{serial[2] or 0}"))
    local = _FIRST_DAY + timedelta(seconds=round(days.total_seconds()))
    if zone(times.zone) is None:
        return None
    return read_moment(f"{local:%Y-%m-%d %H:%M:%S}" if serial[2] else f"{local:%Y-%m-%d}", times, near=near)


def _day(serial: re.Match[str]) -> str:
    return f"{_FIRST_DAY + timedelta(days=int(serial[0])):%Y-%m-%d}"


def _time_of_day(fraction: re.Match[str]) -> str:
    return f"{_FIRST_DAY + timedelta(seconds=round(float('0.' + fraction[1]) * 86_400)):%H:%M:%S}"


def _in_order(found: re.Match[str]) -> str:
    year, name, number, day = found.groups()
    return f"{day} {name} {year}" if name else f"{year}-{number}-{day}"


def _usual(text: str) -> str:
    """``11-May-12 12.26.15.000000 AM`` and ``2012-05-11-00.26.15`` with colons; ``a. m.`` in one word."""
    text = _DOTTED.sub(r"\1:\2:\3", _DB2.sub(r"\1 \2:\3:\4", text))
    text = _YEAR_FIRST.sub(_in_order, _SPACED.sub(r"\1T\2", _JSON.sub(r"\1", text)))
    text = _MONTH_FIRST.sub(r"\2 \1 \3", text)
    return _HALF_OF_DAY.sub(r"\1m", text)
