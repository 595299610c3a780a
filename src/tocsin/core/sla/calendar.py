"""Calendar: working time compiled into sorted intervals. Knows bisection and prefix sums; reads no clock."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays
import msgspec

from tocsin.core.organisation.values import CalendarSpec, Weekday

DAY = 86_400
WEEK: tuple[Weekday, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_BEFORE_ALL = -(2**60)  # a sentinel interval of no length, so that bisection always finds an interval

Span = tuple[int, int]


class Calendar:
    """Working time between ``first`` and ``last`` (instants, UTC), exact to the second.

    An instant is working when its wall time in the calendar's zone lies in a span of its local day: an hour
    that DST skips does not count, an hour that it repeats counts twice. Instants are cut to the
    whole second, so that ``elapsed`` adds up exactly. Outside the years of the calendar nothing is worked.
    """

    __slots__ = ("_before", "_edges", "_starts", "always", "first", "last")

    def __init__(self, spans: list[Span], first: datetime, last: datetime, *, always: bool = False) -> None:
        self.first = first
        self.last = last
        self.always = always
        self._edges = [edge for span in spans for edge in span]
        self._starts = [_BEFORE_ALL, *(start for start, _ in spans)]
        self._before = list(accumulate((end - start for start, end in spans), initial=0))
        self._before.insert(0, 0)

    @classmethod
    def compile(cls, spec: CalendarSpec, years: range) -> "Calendar":
        """The calendar over whole UTC years. Raises ZoneInfoNotFoundError for an unknown zone."""
        first = datetime(years[0], 1, 1, tzinfo=UTC)
        last = datetime(years[-1] + 1, 1, 1, tzinfo=UTC)
        if is_always(spec):
            return cls([], first, last, always=True)
        spans = _merged(_spans(spec, _second(first), _second(last)))
        return cls(spans, first, last)

    def elapsed(self, a: datetime, b: datetime) -> int:
        """Working seconds from ``a`` to ``b``; negative when ``b`` is before ``a``."""
        return self.worked(_second(b)) - self.worked(_second(a))

    def due(self, start: datetime, seconds: int) -> datetime | None:
        """The first instant, not before ``start``, at which ``seconds`` of working time have run.

        None when that lies beyond the years of the calendar. ``start`` itself for 0 seconds or fewer.
        """
        due = self.due_second(_second(start), seconds)
        return None if due is None else _instant(due)

    def is_working(self, at: datetime) -> bool:
        """Whether the second that begins at ``at`` is worked."""
        return self.elapsed(at, at + timedelta(seconds=1)) == 1

    def due_second(self, start: int, seconds: int) -> int | None:
        """As ``due``, in epoch seconds."""
        if self.always or seconds <= 0:
            return start + max(seconds, 0)
        return self.reached(self.worked(start) + seconds)

    def reached(self, worked: int) -> int | None:
        """The first epoch second at which ``worked`` reaches this value; None beyond the years."""
        if self.always:
            return worked
        if worked > self._before[-1]:
            return None
        interval = bisect_left(self._before, worked) - 1
        return self._starts[interval] + worked - self._before[interval]

    @property
    def edges(self) -> list[int]:
        """The epoch seconds at which work begins or ends, in order; none for a calendar that always works."""
        return self._edges

    def worked(self, second: int) -> int:
        """Working seconds up to this epoch second, counted from an arbitrary beginning: only differences matter."""
        if self.always:
            return second
        before = self._before
        interval = bisect_right(self._starts, second) - 1
        inside = before[interval] + second - self._starts[interval]
        until = before[interval + 1]
        return inside if inside < until else until


def calendar_of(spec: CalendarSpec, start: datetime, end: datetime) -> Calendar:
    """The compiled calendar, kept in memory, that covers ``start`` to ``end`` and two whole years after."""
    return _compiled(msgspec.json.encode(spec), start.year - 1, end.year + 2)


@lru_cache(maxsize=256)
def _compiled(spec: bytes, first_year: int, last_year: int) -> Calendar:
    return Calendar.compile(msgspec.json.decode(spec, type=CalendarSpec), range(first_year, last_year + 1))


def is_always(spec: CalendarSpec) -> bool:
    """Whether it runs day and night, every day."""
    if spec.holidays or spec.closed or spec.opened:
        return False
    return all(sum(e - s for s, e in _merged(iter(_parsed(spec.week.get(day, ()))))) == DAY for day in WEEK)


def _parsed(spans: tuple[str, ...]) -> list[Span]:
    return sorted((_of_day(start), _of_day(end)) for start, end in (span.split("-") for span in spans))


def _of_day(text: str) -> int:
    hours, minutes = text.strip().split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _spans(spec: CalendarSpec, first: int, last: int) -> Iterator[Span]:
    """Working spans in epoch seconds, cut where the offset changes: in between, local time is UTC shifted."""
    days = _Days(spec, first, last)
    for start, end, offset in _offsets(ZoneInfo(spec.zone), first, last):
        for day in range((start + offset) // DAY, (end + offset - 1) // DAY + 1):
            midnight = day * DAY - offset
            for opens, closes in days.spans(day):
                since, until = max(midnight + opens, start), min(midnight + closes, end)
                if since < until:
                    yield since, until


class _Days:
    """The spans of each local day: opened days first, then closed ones, then the week."""

    def __init__(self, spec: CalendarSpec, first: int, last: int) -> None:
        self._week = [_parsed(spec.week.get(day, ())) for day in WEEK]
        self._special: dict[int, list[Span]] = {}
        for closed in (*_holiday_dates(spec, first, last), *spec.closed):
            self._special[closed.toordinal()] = []
        for opened, spans in spec.opened.items():
            self._special[opened.toordinal()] = _parsed(spans)

    def spans(self, day: int) -> list[Span]:
        ordinal = day + _EPOCH_DAY
        return self._special.get(ordinal, self._week[(ordinal - 1) % 7])


def _holiday_dates(spec: CalendarSpec, first: int, last: int) -> tuple[date, ...]:
    """Public holidays of the years covered, and of the local days just outside these UTC years."""
    if spec.holidays is None:
        return ()
    years = range(_instant(first - DAY).year, _instant(last + DAY).year + 1)
    known = holidays.country_holidays(
        spec.holidays.country, subdiv=spec.holidays.subdivision or None, years=years
    )
    return tuple(known)


def _offsets(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, UTC offset in seconds) of each stretch in which the zone's offset does not change."""
    start, offset = first, _offset(zone, first)
    for low in range(first, last, DAY):
        high = min(low + DAY, last)
        if _offset(zone, high) != offset:
            change = _change(zone, low, high, offset)
            yield start, change, offset
            start, offset = change, _offset(zone, high)
    yield start, last, offset


def _change(zone: ZoneInfo, low: int, high: int, offset: int) -> int:
    """The first second in (low, high] at which the offset is another."""
    seconds = range(low, high + 1)
    return seconds[bisect_left(seconds, True, key=lambda at: _offset(zone, at) != offset)]


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = _instant(second).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _merged(spans: Iterator[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _second(at: datetime) -> int:
    return int(at.timestamp() // 1)


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
