"""Times: words as instants in UTC. Knows zones, the month names of seven languages, and a missing year."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.core.kernel.value import Value
from tocsin.core.translation import limits
from tocsin.core.translation.text import word

_MONTH_NAMES = (
    "january jan janvier janv januar januari janeiro enero ene gennaio gen",
    "february feb fevrier fev fevr februar februari fevereiro febrero febbraio",
    "march mar mars marz mrz maerz maart marco marzo", "april apr avril avr abril abr aprile",
    "may mai mei maio mayo maggio mag", "june jun juin juni junho junio giugno giu",
    "july jul juillet juil juli julho julio luglio lug", "august aug aout augustus agosto ago",
    "september sep sept septembre setembro septiembre settembre set",
    "october oct octobre okt oktober outubro out octubre ottobre ott",
    "november nov novembre novembro noviembre",
    "december dec decembre dez dezember dezembro dic diciembre dicembre",
)  # fmt: skip
_MONTHS = {name: index + 1 for index, names in enumerate(_MONTH_NAMES) for name in names.split()}
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "tu": 0, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "wet": 0, "west": 60,
    "bst": 60, "ist": 60, "eet": 120, "eest": 180, "msk": 180, "trt": 180, "gst": 240, "sgt": 480, "hkt": 480,
    "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
_LONG_ZONES = {
    "romance standard time": "Europe/Paris", "w. europe standard time": "Europe/Berlin",
    "gmt standard time": "Europe/London", "central europe standard time": "Europe/Budapest",
    "central european": "Europe/Paris", "eastern european": "Europe/Athens",
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}  # fmt: skip
_UNKNOWN_ZONE = re.compile(r"(?:\d|[AaPp]\.?[Mm]\.?) ?[\[(]? ?([A-Z]{1,4}T)\b ?[\])]?$")
_NUMBER = re.compile(r"[+-]?\d{9,19}(?:\.\d{1,9})?$")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![\d:])")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|\.)?[ /-]*(?:de |of )?([a-z]{3,10})\.?(?:[ /,-]*(?:del? )?(\d{4})(?!\d))?"
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,10})\.?[ ,]+(\d{1,2})(?:st|nd|rd|th)?(?![\d:h])(?:,? +(\d{4}))?")
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2}) ?(?::|h|uhr|\.(?=\d\d(?!\d|\.))) ?(\d{2})?(?: ?(?::|m|min|\.) ?(\d{2})(?:[.,](\d{1,9}))?)?"
)
_BARE_CLOCK = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)(?!\d)")
_HALF = re.compile(r"\d ?([ap])\.?m\b")
_HALF_HOUR = re.compile(r"\b(\d{1,2}) ?([ap])\.?m\b")
_OFFSET = re.compile(r"(?:(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?)\)?\s*(?:\([a-z ]+\))?$")
_NAMED_ZONE = re.compile(r"\b(europe|america|asia|africa|atlantic|pacific|australia|indian|etc)/([a-z_]+)\b")
_YEAR_AT_END = re.compile(r"(?<!\d)(\d{4})$")
_AGO = re.compile(r"\bago\b|\bil y a\b|\bvor\b")
_DAYS_AWAY = (("yesterday hier gestern", -1), ("today aujourd'hui heute", 0), ("tomorrow demain morgen", 1))
_DURATION = re.compile(
    r"(\d+(?:[.,]\d+)?) ?(semaines?|weeks?|wochen?|w|jours?|days?|tage?n?|j|d|heures?|hours?|stunden?|std|hrs?|h"
    r"|minutes?|minuten|mins?|mn|m|secondes?|seconds?|sekunden?|secs?|sek|s)(?![a-z])"
)
_CLOCKED = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_ISO_DURATION = re.compile(
    r"p(?:(?P<w>\d+)w)?(?:(?P<d>\d+)d)?(?:t(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>[\d.]+)s)?)?$"
)
_AFTER_HOURS = re.compile(r"(\d ?(?:heures?|hours?|hrs?|h)) ?(\d{1,2})(?![\d.,:]| ?[a-z])")
_YEAR = 31_536_000
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_UNITS = {"sem": "w", "woc": "w", "j": "d", "t": "d", "st": "h"}
_MAX_CHARS = 120
_AHEAD = timedelta(days=120)  # works are announced months ahead, and spoken of weeks after


class Times(Value):
    """How a format's times are read: the zone of those that name none, its own words for zones, and whether the
    month comes first."""

    zone: str
    month_first: bool = False
    zones: dict[str, str] = {}  # their words for a zone, as ``word`` forms: IANA names


def read_time(
    said: str, times: Times, *, near: datetime, after: datetime | None = None, planned: bool = False
) -> datetime | None:
    """The instant that the text says, in UTC, or None. ``near`` settles a missing year (what is ``planned`` lies
    rather ahead of it); with ``after``, a text that is only a time of day is the first such time after it."""
    text = word(said)
    if not text or len(text) > _MAX_CHARS:
        return None
    try:
        found = _iso(said.strip(), times) or _epoch(text)
        if found is None and not _names_unknown_zone(said.strip(), times):
            found = _ago(text, near) or _worded(text, times, near, after, planned)
        return _plausible(found)
    except (ValueError, OverflowError):
        return None


def read_duration(said: str) -> timedelta | None:
    """``4 heures``, ``2h30``, ``1d 2h 3m``, ``PT2H15M``, ``1:30`` (hours), ``45 s``; a number alone is minutes."""
    text = word(said)[:_MAX_CHARS]
    seconds = float(text) * 60 if text.isdecimal() else sum(_seconds(text))
    return timedelta(seconds=seconds) if 0 < seconds < _YEAR else None


def _seconds(text: str) -> Iterator[float]:
    """The parts of a duration, each in seconds."""
    if iso := _ISO_DURATION.match(text):
        yield from (float(amount) * _SECONDS[unit] for unit, amount in iso.groupdict().items() if amount)
    elif clocked := _CLOCKED.search(text):
        yield from (int(one or 0) * unit for one, unit in zip(clocked.groups(), (3600, 60, 1), strict=True))
    else:
        for amount, unit in _DURATION.findall(_AFTER_HOURS.sub(r"\1 \2m", text)):
            ours = next((ours for start, ours in _UNITS.items() if unit.startswith(start)), unit[0])
            yield float(amount.replace(",", ".")) * _SECONDS[ours]


def _ago(text: str, near: datetime) -> datetime | None:
    """``2h 15m ago``: so long before the message came in."""
    lasting = read_duration(text) if _AGO.search(text) else None
    return near - lasting if lasting else None


def _names_unknown_zone(said: str, times: Times) -> bool:
    """A zone that we do not know is no local time: better unread than an hour wrong."""
    found = _UNKNOWN_ZONE.search(said)
    token = found.group(1).lower() if found else ""
    return bool(token) and token not in _ZONES and token not in _MONTHS and token not in times.zones


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


def _worded(
    text: str, times: Times, near: datetime, after: datetime | None, planned: bool
) -> datetime | None:
    place, rest = _zone_of(text, times)
    compact = _COMPACT.search(rest)
    if compact and ":" not in rest:
        year, month, day, hour, minute, second = (int(one or 0) for one in compact.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=place)
    clock, rest = _clock_of(rest)
    day_of, rest = _date_of(rest, times)
    if day_of is None:
        return _without_date(rest, clock, place, near, after)
    if clock is None and (bare := _BARE_CLOCK.search(rest)):
        clock = timedelta(hours=int(bare.group(1)), minutes=int(bare.group(2)))
    known_year, month_, day_ = day_of
    moment = clock or timedelta()
    if known_year:
        return _at(date(known_year, month_, day_), moment, place)
    return _nearest_year(month_, day_, moment, place, after or near + (_AHEAD if planned else timedelta()))


def _at(day: date, moment: timedelta, place: tzinfo) -> datetime:
    """So long after midnight by the clock on the wall; 24:00 is the next day's midnight."""
    return datetime.combine(day, time(), tzinfo=place) + moment


def _nearest_year(month: int, day: int, moment: timedelta, place: tzinfo, near: datetime) -> datetime | None:
    candidates = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            candidates.append(_at(date(year, month, day), moment, place))
        except ValueError:  # 29 February
            continue
    return min(candidates, key=lambda one: abs(one - near), default=None)


def _without_date(
    rest: str, clock: timedelta | None, place: tzinfo, near: datetime, after: datetime | None
) -> datetime | None:
    """A time alone, or of yesterday, today or tomorrow. Digits that are left over are a date we can't read."""
    if clock is None or re.search(r"\d", rest):
        return None
    words = set(re.findall(r"[a-z']+", rest))
    for names, away in _DAYS_AWAY:
        if words & set(names.split()):
            return _at(near.astimezone(place).date() + timedelta(days=away), clock, place)
    return _time_of_day(clock, place, after or near, is_after=after is not None)


def _time_of_day(clock: timedelta, place: tzinfo, anchor: datetime, *, is_after: bool) -> datetime:
    """A time without its day: the first one after ``anchor``, or the one nearest to it."""
    local = anchor.astimezone(place)
    days = [local.date() + timedelta(days=shift) for shift in (-1, 0, 1)]
    moments = [_at(day, clock, place) for day in days]
    if is_after:
        return min(one for one in moments if one > anchor)
    return min(moments, key=lambda one: abs(one - anchor))


def _zone_of(text: str, times: Times) -> tuple[tzinfo, str]:
    """The zone that the text names, and the text without it."""
    default = zone(times.zone) or UTC
    for name, iana in times.zones.items():
        if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text):
            return zone(iana) or default, text.replace(name, " ")
    named = _NAMED_ZONE.search(text)
    if named:
        city = "/".join("_".join(part.capitalize() for part in one.split("_")) for one in named.groups())
        return zone(city) or default, (text[: named.start()] + text[named.end() :]).strip()
    offset = _OFFSET.search(text)
    if offset and ":" in text[: offset.start()]:
        minutes = int(offset.group(2)) * 60 + int(offset.group(3) or 0)
        place = timezone(timedelta(minutes=-minutes if offset.group(1) == "-" else minutes))
        return place, text[: offset.start()].strip()
    for name, iana in _LONG_ZONES.items():
        if name in text:
            return zone(iana) or default, text.replace(name, "").strip()
    for token in reversed(re.findall(r"[a-z]+", text)):
        if token in _ZONES and (token != "z" or text.endswith("z")):
            return timezone(timedelta(minutes=_ZONES[token])), re.sub(
                rf"\(?\b{re.escape(token)}\b\)?", " ", text
            ).strip()
    return default, text


def _clock_of(text: str) -> tuple[timedelta | None, str]:
    """The time of day in the text, since midnight, and the text without it."""
    for found in _CLOCK.finditer(text):
        hour, minute, second = (int(one or 0) for one in found.groups()[:3])
        micro = int((found.group(4) or "0").ljust(6, "0")[:6])
        half = _HALF.search(text)
        if half:
            hour = hour % 12 + (12 if half.group(1) == "p" else 0)
        if (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0):
            rest = text[: found.start()] + " " + text[found.end() :]
            return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro), rest
    half = _HALF_HOUR.search(text)
    if half and int(half.group(1)) <= 12:
        hour = int(half.group(1)) % 12 + (12 if half.group(2) == "p" else 0)
        return timedelta(hours=hour), text.replace(half.group(), " ")
    if re.search(r"\b(midi|noon|mittag)\b", text):
        return timedelta(hours=12), text
    return None, text


def _date_of(text: str, times: Times) -> tuple[tuple[int, int, int] | None, str]:
    """(year or 0, month, day) in the text, and the text without it."""
    iso = _ISO_DATE.search(text)
    if iso:
        year, month, day = map(int, iso.groups())
        return (year, month, day), _without(text, iso)
    compact = _COMPACT.search(text)
    if compact:
        year, month, day = map(int, compact.groups()[:3])
        return (year, month, day), _without(text, compact)
    numeric = _NUMERIC_DATE.search(text)
    if numeric:
        first, second = int(numeric.group(1)), int(numeric.group(2))
        month, day = (first, second) if times.month_first and first <= 12 else (second, first)
        return (_full_year(numeric.group(3)), month, day), _without(text, numeric)
    return _named_date(text)


def _named_date(text: str) -> tuple[tuple[int, int, int] | None, str]:
    late = _YEAR_AT_END.search(text)
    for pattern, day_at, name_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(text):
            month = _MONTHS.get(found.group(name_at))
            if month:
                year = found.group(3) or (late.group(1) if late else None)
                rest = _without(text, found)
                return (_full_year(year), month, int(found.group(day_at))), (
                    rest if found.group(3) or not late else rest[: -len(late.group())]
                )
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " + text[found.end() :]


def _full_year(text: str | None) -> int:
    if not text:
        return 0
    return int(text) + (2000 if len(text) == 2 else 0)
