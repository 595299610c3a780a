"""Times: written times as instants in UTC, and how precise they are. Knows the month names of seven languages."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tocsin.core.event.values import Precision
from tocsin.core.kernel.value import Value
from tocsin.core.translation import limits
from tocsin.core.translation.language.entries import DIFFERS, UNREAD
from tocsin.core.translation.language.naming import Named
from tocsin.core.translation.language.zones import zone
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
_NUMBER = re.compile(r"[+-]?\d{9,19}(?:\.\d{1,9})?$")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![\d:])")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|\.)?[ /-]*(?:de |of )?([a-z]{3,10})\.?"
    r"(?:(?:[ /,-]*(?:del? )?(?=\d{4}(?!\d))|[/-](?=\d{2}(?![\d:])))(\d{4}|\d{2}))?"
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,10})\.?[ ,]+(\d{1,2})(?:st|nd|rd|th)?(?![\d:h])(?:,? +(\d{4}))?")
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2}) ?(?::|h|uhr|\.(?=\d\d(?!\d|\.))) ?(\d{2})?(?: ?(?::|m|min|\.) ?(\d{2})(?:[.,](\d{1,9}))?)?"
)
_BARE_CLOCK = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)(?!\d)")
_HALF = re.compile(r"\d ?([ap])\.?m\b")
_HALF_HOUR = re.compile(r"\b(\d{1,2}) ?([ap])\.?m\b")
_YEAR_AT_END = re.compile(r"(?<!\d)(\d{4})$")
_AGO = re.compile(r"\bago\b|\bil y a\b|\bvor\b")
_DAYS_AWAY = (("yesterday hier gestern", -1), ("today aujourd'hui heute", 0), ("tomorrow demain morgen", 1))
_DURATION = re.compile(
    r"(\d+(?:[.,]\d+)?) ?(semaines?|weeks?|wochen?|w|jours?|days?|tage?n?|j|d|heures?|hours?|stunden?|std|hrs?|h"
    r"|minutes?|minuten|mins?|mn|m|secondes?|seconds?|sekunden?|secs?|sek|s)(?![a-z])"
)
_CLOCKED = re.compile(r"(?:(\d+) ?(?:days?|jours?|tage?n?|j|d)[, ]+)?(\d{1,3}):(\d{2})(?::(\d{2}))?")
_ISO_DURATION = re.compile(
    r"p(?:(?P<w>\d+)w)?(?:(?P<d>\d+)d)?(?:t(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>[\d.]+)s)?)?$"
)
_AFTER_HOURS = re.compile(r"(\d ?(?:heures?|hours?|hrs?|h)) ?(\d{1,2})(?![\d.,:]| ?[a-z])")
_YEAR = 31_536_000
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_UNITS = {"sem": "w", "woc": "w", "j": "d", "t": "d", "st": "h"}
# Digits alone name no zone: most times are written so.
_NAMES_NOTHING = re.compile(r"[\d/:., ]+|\d{4}-\d\d-\d\d[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
_MAX_CHARS = 160
_SKEW = timedelta(minutes=10)  # between the clocks of a source and of its mail server
_AHEAD = timedelta(days=120)  # works are announced months ahead, and spoken of weeks after


class Times(Value):
    """How a format's times are read: the zone of those that name none (empty: they are unread), its own words for
    zones, whether the month comes first, and whether an alarm's time is the beginning of its episode, repeated as long
    as that lasts."""

    zone: str
    month_first: bool = False
    zones: dict[str, str] = {}  # their words for a zone, as ``word`` forms: IANA names
    begins: bool = False


class Moment(Value):
    """An instant in UTC, with its precision. ``doubted``: the message names a zone and defines it otherwise."""

    at: datetime
    precision: Precision
    doubted: bool = False


def read_moment(
    written: str, times: Times, *, near: datetime, after: datetime | None = None, planned: bool = False
) -> Moment | None:
    """The instant that the text says, or None. ``near``, when it was written, settles a missing year (what is
    ``planned`` lies rather ahead of it) and which of two hours is meant when clocks are put back; with ``after``, a
    text that is only a time of day is the first such time after it."""
    written, _, differs = written.strip().partition(DIFFERS)
    text = word(written)
    if not text or len(text) > _MAX_CHARS or UNREAD in text:
        return None
    try:
        found = (
            _epoch(text) or _ago(text, near) or _Reading(written, text, times, near, after, planned).moment()
        )
        plausible = _plausible(found[0]) if found else None
        return (
            Moment(at=plausible, precision=found[1], doubted=bool(differs)) if found and plausible else None
        )
    except (ValueError, OverflowError):
        return None


def read_duration(written: str) -> timedelta | None:
    """``4 heures``, ``2h30``, ``1d 2h 3m``, ``PT2H15M``, ``1:30`` (hours), ``45 s``; a number alone is minutes."""
    text = word(written)[:_MAX_CHARS]
    seconds = float(text) * 60 if text.isdecimal() else sum(_seconds(text))
    return timedelta(seconds=seconds) if 0 < seconds < _YEAR else None


def _seconds(text: str) -> Iterator[float]:
    """The parts of a duration, each in seconds."""
    if iso := _ISO_DURATION.match(text):
        yield from (float(amount) * _SECONDS[unit] for unit, amount in iso.groupdict().items() if amount)
    elif clocked := _CLOCKED.search(text):
        yield from (
            int(digits or 0) * unit
            for digits, unit in zip(clocked.groups(), (86_400, 3600, 60, 1), strict=True)
        )
    else:
        for amount, unit in _DURATION.findall(_AFTER_HOURS.sub(r"\1 \2m", text)):
            ours = next((ours for start, ours in _UNITS.items() if unit.startswith(start)), unit[0])
            yield float(amount.replace(",", ".")) * _SECONDS[ours]


Stamp = tuple[datetime, Precision]


def _ago(text: str, near: datetime) -> Stamp | None:
    """``2h 15m ago``: so long before the message was written."""
    lasting = read_duration(text) if _AGO.search(text) else None
    if not lasting:
        return None
    whole_hours, whole_minutes = not lasting.seconds % 3600, not lasting.seconds % 60
    precision = Precision.HOUR if whole_hours else Precision.MINUTE if whole_minutes else Precision.SECOND
    return near - lasting, precision if lasting < timedelta(days=1) or not whole_hours else Precision.DAY


def _plausible(found: datetime) -> datetime | None:
    if not limits.EARLIEST_YEAR <= found.year <= limits.LATEST_YEAR:
        return None
    return found.astimezone(UTC)


def _epoch(text: str) -> Stamp | None:
    """Seconds since 1970, or milliseconds, microseconds, nanoseconds by their size."""
    if not _NUMBER.match(text) or (len(text) == 14 and text.startswith(("19", "20"))):
        return None
    seconds = float(text)
    while abs(seconds) > 1e11:
        seconds /= 1000
    whole = text.lstrip("+-").isdecimal() and len(text.lstrip("+-")) <= 11
    return datetime.fromtimestamp(seconds, UTC), Precision.SECOND if whole else Precision.MILLISECOND


class _Reading:
    """One text being read: in every zone that it names, and these must agree."""

    def __init__(
        self, written: str, text: str, times: Times, near: datetime, after: datetime | None, planned: bool
    ) -> None:
        self._written, self._text, self._times = written, text, times
        self._near, self._after, self._planned = near, after, planned

    def moment(self) -> Stamp | None:
        if stated := _iso(self._written, None):
            return stated
        default = zone(self._times.zone) if self._times.zone else None
        if default and _NAMES_NOTHING.fullmatch(self._text):
            return self._in(default, self._text)
        named = Named(self._text, self._written, self._times.zones, default, _MONTHS)
        found = [self._in(place, named.rest) for place in named.places or [default or UTC]]
        instants = {stamp[0].astimezone(UTC) if stamp else None for stamp in found}
        if len(instants) > 1 or not found[0] or not (named.places or default):
            return None
        return found[0] if named.fits(found[0][0]) else None

    def _in(self, place: tzinfo, rest: str) -> Stamp | None:
        found = _iso(self._written, place) or _worded(
            rest, self._times, place, self._near, self._after, self._planned
        )
        return (self._settled(found[0]), found[1]) if found else None

    def _settled(self, found: datetime) -> datetime:
        """An hour that happens twice: of works the first of the two, after ``after``; of what has happened, the
        last one before it was written."""
        first, second = found.replace(fold=0), found.replace(fold=1)
        if first.utcoffset() == second.utcoffset() or second.astimezone(UTC) < first.astimezone(UTC):
            return first
        if self._planned or self._after:
            return second if self._after and first.astimezone(UTC) <= self._after else first
        return second if second.astimezone(UTC) <= self._near + _SKEW else first


def _iso(written: str, place: tzinfo | None) -> Stamp | None:
    """ISO 8601; without ``place`` only if it states its offset."""
    if not (len(written) >= 16 and written[4] == "-" and written[7] == "-"):
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    if found.tzinfo is None and place is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=place), _precision_of(written[10:])


def _precision_of(clock: str) -> Precision:
    """How exactly a time of day is written."""
    units = re.match(r"\D?\d\d:?\d\d(:?\d\d)?([.,]\d+)?", clock)
    if units is None or not units.group(1):
        return Precision.MINUTE
    return Precision.MILLISECOND if units.group(2) else Precision.SECOND


def _worded(
    text: str, times: Times, place: tzinfo, near: datetime, after: datetime | None, planned: bool
) -> Stamp | None:
    compact = _COMPACT.search(text)
    if compact and ":" not in text:
        return _packed(compact, place)
    clock, precision, rest = _clock_of(text)
    day_of, rest = _date_of(rest, times)
    if day_of is None:
        found = _without_date(rest, clock, place, near, after)
        return (found, precision) if found else None
    if clock is None and (bare := _BARE_CLOCK.search(rest)):
        clock, precision = timedelta(hours=int(bare.group(1)), minutes=int(bare.group(2))), Precision.MINUTE
    known_year, month_, day_ = day_of
    moment = clock or timedelta()
    if known_year:
        return _at(date(known_year, month_, day_), moment, place), precision
    found = _nearest_year(month_, day_, moment, place, after or near + (_AHEAD if planned else timedelta()))
    return (found, precision) if found else None


def _packed(compact: re.Match[str], place: tzinfo) -> Stamp:
    """``20261123T2200`` and its like."""
    year, month, day, hour, minute, second = (int(group or 0) for group in compact.groups())
    precision = (
        Precision.SECOND if compact.group(6) else Precision.MINUTE if compact.group(4) else Precision.DAY
    )
    return datetime(year, month, day, hour, minute, second, tzinfo=place), precision


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
    return min(candidates, key=lambda candidate: abs(candidate - near), default=None)


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
        return min(moment for moment in moments if moment > anchor)
    return min(moments, key=lambda moment: abs(moment - anchor))


def _clock_of(text: str) -> tuple[timedelta | None, Precision, str]:
    """The time of day in the text, since midnight, its precision, and the text without it."""
    for found in _CLOCK.finditer(text):
        hour, minute, second = (int(group or 0) for group in found.groups()[:3])
        micro = int((found.group(4) or "0").ljust(6, "0")[:6])
        half = _HALF.search(text)
        if half:
            hour = hour % 12 + (12 if half.group(1) == "p" else 0)
        if (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0):
            rest = text[: found.start()] + " " + text[found.end() :]
            precision = (
                Precision.MILLISECOND
                if found.group(4)
                else Precision.SECOND
                if found.group(3)
                else Precision.MINUTE
            )
            return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro), precision, rest
    half = _HALF_HOUR.search(text)
    if half and int(half.group(1)) <= 12:
        hour = int(half.group(1)) % 12 + (12 if half.group(2) == "p" else 0)
        return timedelta(hours=hour), Precision.MINUTE, text.replace(half.group(), " ")
    if re.search(r"\b(midi|noon|mittag)\b", text):
        return timedelta(hours=12), Precision.MINUTE, text
    return None, Precision.DAY, text


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
