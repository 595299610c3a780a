"""Moments: times as programs export them: days counted by spreadsheets, stamps of databases, dates that mean none."""

import re
from datetime import UTC, datetime, timedelta

from tocsin.core.history.mapping import NOTHING
from tocsin.core.translation.language.times import Moment, Times, read_duration, read_moment
from tocsin.core.translation.language.zones import zone
from tocsin.core.translation.text import word

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet knows no zone (ECMA-376 part 1, 18.17.4.1)
_SERIAL = re.compile(r"([2-7]\d{4})(?:[.,](\d{1,12}))?$")  # 1954 to 2119
_DAY_COUNTED = re.compile(r"^[2-7]\d{4}(?= +\d)")  # and its time of day in another cell
_TIME_COUNTED = re.compile(r"(?<= )0[.,](\d{1,18})$")
_NO_LENGTH = re.compile(r"0+(?:[:.,]0+)*(?![\d:.,])")
_ORACLE = re.compile(r"\b(\d{1,2})\.(\d\d)\.(\d\d)(?:[.,]\d+)?( ?[ap]\.? ?m\b)", re.IGNORECASE)
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
    """A length of time, which may be none at all (``0``, ``0:00``), or None."""
    return timedelta() if _NO_LENGTH.match(text) else read_duration(text)


def read_exported(text: str, times: Times, *, near: datetime) -> Moment | None:
    """The instant in UTC and how exactly it is written, or None. ``near`` settles a missing year."""
    text = _TIME_COUNTED.sub(_time_of_day, _DAY_COUNTED.sub(_day, text))
    if serial := _SERIAL.match(text):
        return _counted(serial, times, near)
    return read_moment(_usual(text), times, near=near)


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


def _usual(text: str) -> str:
    """``11-May-12 12.26.15.000000 AM`` and ``2012-05-11-00.26.15`` with colons; ``a. m.`` in one word."""
    text = _ORACLE.sub(r"\1:\2:\3\4", _DB2.sub(r"\1 \2:\3:\4", text))
    return _HALF_OF_DAY.sub(r"\1m", text)
