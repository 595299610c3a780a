"""Times: words as instants in UTC. Knows zones, French, English and German names, and a missing year."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.core.kernel.value import Value
from tocsin.core.translation import limits
from tocsin.core.translation.text import word

_MONTH_NAMES = (
    "january jan janvier janv januar", "february feb fevrier fev fevr februar", "march mar mars marz mrz maerz",
    "april apr avril avr", "may mai", "june jun juin juni", "july jul juillet juil juli", "august aug aout",
    "september sep sept septembre", "october oct octobre okt oktober", "november nov novembre",
    "december dec decembre dez dezember",
)  # fmt: skip
_MONTHS = {name: index + 1 for index, names in enumerate(_MONTH_NAMES) for name in names.split()}
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "tu": 0, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "wet": 0, "west": 60,
    "bst": 60, "ist": 60, "eet": 120, "eest": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
_WINDOWS_ZONES = {
    "romance standard time": "Europe/Paris", "w. europe standard time": "Europe/Berlin",
    "gmt standard time": "Europe/London", "central europe standard time": "Europe/Budapest",
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d{9,19}(?:\.\d{1,9})?$")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![\d:])")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|\.)?[ -]+(?:de |of )?([a-z]{3,9})\.?(?:[ ,-]+(\d{4}))?"
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,9})\.?[ ,]+(\d{1,2})(?:st|nd|rd|th)?(?![\d:h])(?:,? +(\d{4}))?")
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2}) ?(?::|h|uhr|\.(?=\d\d(?!\d|\.))) ?(\d{2})?(?: ?(?::|m|min|\.) ?(\d{2})(?:[.,](\d{1,9}))?)?"
)
_HALF = re.compile(r"\d ?([ap])\.?m\b")
_OFFSET = re.compile(r"(?:(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?)\)?\s*(?:\([a-z]+\))?$")
_NAMED_ZONE = re.compile(r"\b(europe|america|asia|africa|atlantic|pacific|australia|indian|etc)/([a-z_]+)\b")
_YEAR_AT_END = re.compile(r"(?<!\d)(\d{4})$")
_DURATION = re.compile(
    r"(\d+(?:[.,]\d+)?) ?(jours?|days?|tage?|j|d|heures?|hours?|std|stunden?|hrs?|h|minutes?|minuten|mins?|mn|m)?\b"
)
_MAX_CHARS = 120


class Times(Value):
    """How a format's times are read: the zone of those that name none, and whether the month comes first."""

    zone: str
    month_first: bool = False


def read_time(said: str, times: Times, *, near: datetime, after: datetime | None = None) -> datetime | None:
    """The instant that the text says, in UTC, or None. ``near`` settles a missing year; with ``after``, a
    text that is only a time of day is the first such time after it."""
    text = word(said)
    if not text or len(text) > _MAX_CHARS:
        return None
    try:
        found = _iso(said.strip(), times) or _epoch(text) or _worded(text, times, near, after)
        return _plausible(found)
    except (ValueError, OverflowError):
        return None


def read_duration(said: str) -> timedelta | None:
    """``4 heures``, ``2h30``, ``90 min``, ``1 day``; a number alone is minutes."""
    total = 0.0
    last = "h"
    text = re.sub(r"(\d+) ?h ?(\d{1,2})\b(?! ?[hm])", r"\1 h \2 m", word(said)[:_MAX_CHARS])
    for amount, unit in _DURATION.findall(text):
        last = (unit or "m")[0]
        total += (
            float(amount.replace(",", "."))
            * {"j": 1440, "d": 1440, "t": 1440, "h": 60, "s": 60, "m": 1}[last]
        )
    return timedelta(minutes=total) if 0 < total < 525_600 else None


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo | None:
    """The zone of an IANA name, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _plausible(found: datetime | None) -> datetime | None:
    if found is None or not limits.EARLIEST_YEAR <= found.year <= limits.LATEST_YEAR:
        return None
    return found.astimezone(UTC)


def _iso(text: str, times: Times) -> datetime | None:
    if not (len(text) >= 16 and text[4] == "-" and text[7] == "-"):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone(times.zone))


def _epoch(text: str) -> datetime | None:
    """Seconds since 1970, or milliseconds, microseconds, nanoseconds by their size."""
    if not _NUMBER.match(text) or (len(text) == 14 and text.startswith(("19", "20"))):
        return None
    seconds = float(text)
    while abs(seconds) > 1e11:
        seconds /= 1000
    return datetime.fromtimestamp(seconds, UTC)


def _worded(text: str, times: Times, near: datetime, after: datetime | None) -> datetime | None:
    place, rest = _zone_of(text, times)
    compact = _COMPACT.search(rest)
    if compact and ":" not in rest:
        year, month, day, hour, minute, second = (int(one or 0) for one in compact.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=place)
    clock, rest = _clock_of(rest)
    day_of = _date_of(rest, times)
    if day_of is None:
        return _time_of_day(clock, place, after or near, is_after=after is not None) if clock else None
    known_year, month_, day_ = day_of
    moment = clock or time()
    if known_year:
        return _at(known_year, month_, day_, moment, place)
    return _nearest_year(month_, day_, moment, place, after or near)


def _at(year: int, month: int, day: int, moment: time, place: tzinfo) -> datetime:
    return datetime.combine(date(year, month, day), moment, tzinfo=place)


def _nearest_year(month: int, day: int, moment: time, place: tzinfo, near: datetime) -> datetime | None:
    candidates = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            candidates.append(_at(year, month, day, moment, place))
        except ValueError:  # 29 February
            continue
    return min(candidates, key=lambda one: abs(one - near), default=None)


def _time_of_day(clock: time, place: tzinfo, anchor: datetime, *, is_after: bool) -> datetime:
    """A time without its day: the first one after ``anchor``, or the one nearest to it."""
    local = anchor.astimezone(place)
    days = [local.date() + timedelta(days=shift) for shift in (-1, 0, 1)]
    moments = [datetime.combine(day, clock, tzinfo=place) for day in days]
    if is_after:
        return min(one for one in moments if one > anchor)
    return min(moments, key=lambda one: abs(one - anchor))


def _zone_of(text: str, times: Times) -> tuple[tzinfo, str]:
    """The zone that the text names, and the text without it."""
    default = zone(times.zone) or UTC
    named = _NAMED_ZONE.search(text)
    if named:
        city = "/".join("_".join(part.capitalize() for part in one.split("_")) for one in named.groups())
        return zone(city) or default, (text[: named.start()] + text[named.end() :]).strip()
    for name, iana in _WINDOWS_ZONES.items():
        if name in text:
            return zone(iana) or default, text.replace(name, "").strip()
    offset = _OFFSET.search(text)
    if offset and ":" in text[: offset.start()]:
        minutes = int(offset.group(2)) * 60 + int(offset.group(3) or 0)
        place = timezone(timedelta(minutes=-minutes if offset.group(1) == "-" else minutes))
        return place, text[: offset.start()].strip()
    for token in reversed(re.findall(r"[a-z]+", text)):
        if token in _ZONES and (token != "z" or text.endswith("z")):
            return timezone(timedelta(minutes=_ZONES[token])), re.sub(
                rf"\(?\b{token}\b\)?", " ", text
            ).strip()
    return default, text


def _clock_of(text: str) -> tuple[time | None, str]:
    """The time of day in the text, and the text without it."""
    for found in _CLOCK.finditer(text):
        hour, minute, second = (int(one or 0) for one in found.groups()[:3])
        micro = int((found.group(4) or "0").ljust(6, "0")[:6])
        half = _HALF.search(text)
        if half:
            hour = hour % 12 + (12 if half.group(1) == "p" else 0)
        rest = text[: found.start()] + " " + text[found.end() :]
        if (hour, minute) == (24, 0):
            return time(23, 59, 59), rest
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second, micro), rest
    half = re.search(r"\b(\d{1,2}) ?([ap])\.?m\b", text)
    if half and int(half.group(1)) <= 12:
        return time(int(half.group(1)) % 12 + (12 if half.group(2) == "p" else 0)), text.replace(
            half.group(), " "
        )
    if re.search(r"\b(midi|noon|mittag)\b", text):
        return time(12), text
    return None, text


def _date_of(text: str, times: Times) -> tuple[int, int, int] | None:
    """(year or 0, month, day)."""
    iso = _ISO_DATE.search(text)
    if iso:
        year, month, day = map(int, iso.groups())
        return year, month, day
    numeric = _NUMERIC_DATE.search(text)
    if numeric:
        first, second = int(numeric.group(1)), int(numeric.group(2))
        month, day = (first, second) if times.month_first and first <= 12 else (second, first)
        return _full_year(numeric.group(3)), month, day
    return _named_date(text)


def _named_date(text: str) -> tuple[int, int, int] | None:
    late = _YEAR_AT_END.search(text)
    for pattern, day_at, name_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(text):
            month = _MONTHS.get(found.group(name_at))
            if month:
                year = found.group(3) or (late.group(1) if late else None)
                return _full_year(year), month, int(found.group(day_at))
    return None


def _full_year(text: str | None) -> int:
    if not text:
        return 0
    return int(text) + (2000 if len(text) == 2 else 0)
