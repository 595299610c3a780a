"""Calendars, drawn as tables and compared with a minute-by-minute oracle."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.organisation.values import CalendarSpec, Holidays
from tocsin.core.sla.calendar import WEEK, Calendar, calendar_of

MINUTE = timedelta(minutes=1)
OFFICE = dict.fromkeys(WEEK[:5], ("08:30-12:30", "13:30-18:00"))
NIGHTS = dict.fromkeys(WEEK, ("00:00-06:00", "20:00-24:00"))
ALWAYS = dict.fromkeys(WEEK, ("00:00-24:00",))


def spec(week=OFFICE, zone="Europe/Paris", **more):
    return CalendarSpec(key="it", zone=zone, week=week, **more)


def compiled(spec, first=2023, last=2028):
    return Calendar.compile(spec, range(first, last + 1))


def local(text, zone="Europe/Paris"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def oracle(spec, a, b):
    """Minutes worked, one at a time: is the wall time in a span of its local day?"""
    off = holidays_of(spec)
    return 60 * sum(worked(spec, a + n * MINUTE, off) for n in range(int((b - a) / MINUTE)))


def worked(spec, at, off):
    wall = at.astimezone(ZoneInfo(spec.zone))
    day = wall.date()
    spans = spec.week.get(WEEK[day.weekday()], ())
    if day in spec.closed or day in off:
        spans = ()
    spans = spec.opened.get(day, spans)
    return any(start <= f"{wall:%H:%M}" < end for start, end in (span.split("-") for span in spans))


def holidays_of(spec):
    return holidays.country_holidays(spec.holidays.country, years=range(2023, 2029)) if spec.holidays else ()


ELAPSED = [
    # story                       from                to                  hours
    ("inside a morning",          "2026-03-02T09:00", "2026-03-02T11:00", 2),
    ("lunch is not worked",       "2026-03-02T12:00", "2026-03-02T14:00", 1),
    ("a whole day",               "2026-03-02T00:00", "2026-03-03T00:00", 8.5),
    ("over a week-end",           "2026-03-06T17:00", "2026-03-09T09:30", 2),
    ("a week-end",                "2026-03-07T08:00", "2026-03-08T20:00", 0),
    ("1 May is a holiday",        "2026-04-30T17:00", "2026-05-04T09:30", 2),
    ("Easter Monday",             "2026-04-06T08:00", "2026-04-06T20:00", 0),
    ("29 February 2024",          "2024-02-29T00:00", "2024-03-01T00:00", 8.5),
    ("spring forward, Sunday",    "2026-03-27T17:00", "2026-03-30T09:30", 2),
    ("fall back, Sunday",         "2026-10-23T17:00", "2026-10-26T09:30", 2),
    ("over New Year",             "2025-12-31T17:00", "2026-01-02T09:30", 2),
]  # fmt: skip


@pytest.mark.parametrize(("story", "a", "b", "hours"), ELAPSED, ids=[row[0] for row in ELAPSED])
def test_elapsed(story, a, b, hours):
    calendar = compiled(spec(holidays=Holidays(country="FR")))
    assert calendar.elapsed(local(a), local(b)) == hours * 3600
    assert calendar.elapsed(local(b), local(a)) == -hours * 3600


NIGHT = [
    # spans of the night of DST in Paris          from               to                 hours of wall
    ("an hour is skipped",  "2026-03-29T00:00", "2026-03-29T06:00", 5),
    ("an hour is repeated", "2026-10-25T00:00", "2026-10-25T06:00", 7),
]  # fmt: skip


@pytest.mark.parametrize(("story", "a", "b", "hours"), NIGHT, ids=[row[0] for row in NIGHT])
def test_a_night_of_dst_lasts_as_long_as_it_lasts(story, a, b, hours):
    calendar = compiled(spec(NIGHTS))
    assert calendar.elapsed(local(a), local(b)) == hours * 3600
    assert calendar.due(local(a), hours * 3600) == local(b)


def test_a_span_that_begins_in_the_skipped_hour_begins_when_the_clock_jumps():
    calendar = compiled(spec({"sunday": ("02:30-04:00",)}))
    assert calendar.elapsed(local("2026-03-29T00:00"), local("2026-03-29T12:00")) == 3600


def test_half_of_a_repeated_hour_is_worked_each_time_it_is_passed():
    """02:30-04:00 on the day when 02:00-03:00 comes twice: 30 minutes, then 30 minutes, then an hour."""
    calendar = compiled(spec({"sunday": ("02:30-04:00",)}))
    assert calendar.elapsed(local("2026-10-25T00:00"), local("2026-10-25T12:00")) == 7200


def test_midnight_that_does_not_exist():
    """In Santiago, 6 September 2026 begins at 01:00."""
    santiago = spec(ALWAYS, "America/Santiago", closed=(date(2026, 1, 1),))
    calendar = compiled(santiago)
    day = local("2026-09-06T01:00", "America/Santiago")
    assert calendar.elapsed(day, local("2026-09-07T00:00", "America/Santiago")) == 23 * 3600


def test_a_day_that_ends_at_24_00_goes_on_into_the_next():
    calendar = compiled(spec({"monday": ("20:00-24:00",), "tuesday": ("00:00-02:00",)}))
    assert calendar.due(local("2026-03-02T20:00"), 5 * 3600) == local("2026-03-03T01:00")


def test_opened_wins_over_closed_and_holiday():
    day = date(2026, 5, 1)
    calendar = compiled(spec(holidays=Holidays(country="FR"), closed=(day,), opened={day: ("10:00-12:00",)}))
    assert calendar.elapsed(local("2026-05-01T00:00"), local("2026-05-02T00:00")) == 7200


def test_round_the_clock_is_wall_time():
    calendar = compiled(spec(ALWAYS))
    assert calendar.always
    assert calendar.elapsed(local("2026-03-28T00:00"), local("2026-03-30T00:00")) == 47 * 3600
    assert calendar.due(local("2026-03-28T00:00"), 3600) == local("2026-03-28T01:00")


def test_round_the_clock_in_two_spans_is_round_the_clock():
    assert compiled(spec(dict.fromkeys(WEEK, ("00:00-12:00", "12:00-24:00")))).always


def test_split_day_calendar_day_units_and_dst():
    """GLPI #10594, #22678: 2 days of a split calendar are two worked days, not 48 hours of either sort."""
    calendar = compiled(spec(holidays=Holidays(country="FR")))
    two_days = 2 * (4 + 4.5) * 3600
    assert calendar.due(local("2026-03-27T08:30"), int(two_days)) == local("2026-03-30T18:00")
    assert calendar.due(local("2026-03-27T12:45"), 3600) == local("2026-03-27T14:30")


def test_a_calendar_without_working_time_is_never_due():
    calendar = compiled(spec({}))
    assert calendar.due(local("2026-03-02T09:00"), 1) is None
    assert calendar.elapsed(local("2026-03-02T09:00"), local("2027-03-02T09:00")) == 0


def test_a_span_is_open_at_its_end():
    calendar = compiled(spec())
    table = {"08:29:59": False, "08:30:00": True, "12:29:59": True, "12:30:00": False, "13:30:00": True}
    assert {at: calendar.is_working(local(f"2026-03-02T{at}")) for at in table} == table


def test_calendars_are_compiled_once_and_cover_what_follows():
    a, b = local("2026-12-31T00:00"), local("2027-01-02T00:00")
    assert calendar_of(spec(), a, b) is calendar_of(spec(), a, b)
    assert calendar_of(spec(), a, b).due(b, 100 * 3600) is not None


# ---- properties ----

zones = st.sampled_from(
    ["Europe/Paris", "UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "America/Santiago"]
)
minutes = st.integers(0, 1440)


def pairwise_disjoint(marks):
    return zip(marks[::2], marks[1::2], strict=False)


@st.composite
def spans(draw):
    marks = sorted(draw(st.lists(minutes, unique=True, max_size=6)))
    return tuple(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in pairwise_disjoint(marks))


days = st.dates(date(2026, 3, 20), date(2026, 4, 10)) | st.dates(date(2026, 10, 20), date(2026, 11, 5))
specs = st.builds(
    CalendarSpec,
    key=st.just("c"),
    zone=zones,
    week=st.dictionaries(st.sampled_from(WEEK), spans()),
    holidays=st.none() | st.just(Holidays(country="FR")),
    closed=st.lists(days, max_size=2).map(tuple),
    opened=st.dictionaries(days, spans(), max_size=2),
)
near_dst = st.sampled_from([local("2026-03-28T00:00"), local("2026-10-24T00:00"), local("2026-10-31T00:00")])
instants = st.builds(lambda day, n: day + n * MINUTE, near_dst, st.integers(0, 4000))


@settings(max_examples=60, deadline=None)
@given(specs, instants, st.integers(0, 3000))
def test_the_minute_oracle_agrees(spec, a, length):
    b = a + length * MINUTE
    assert compiled(spec, 2026, 2026).elapsed(a, b) == oracle(spec, a, b)


seconds = st.integers(0, 350 * 86_400)
BEGINNING = datetime(2026, 1, 5, tzinfo=UTC)


@settings(max_examples=100, deadline=None)
@given(specs, seconds, seconds, seconds)
def test_elapsed_adds_up_and_never_runs_back(spec, x, y, z):
    calendar = calendar_of(spec, BEGINNING, BEGINNING)
    a, b, c = (BEGINNING + timedelta(seconds=n) for n in sorted((x, y, z)))
    assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)
    assert 0 <= calendar.elapsed(a, b) <= (b - a).total_seconds()


@settings(max_examples=100, deadline=None)
@given(specs, seconds, st.integers(0, 10**7))
def test_due_is_the_first_instant_at_which_that_much_has_elapsed(spec, x, length):
    calendar = calendar_of(spec, BEGINNING, BEGINNING)
    start = BEGINNING + timedelta(seconds=x)
    due = calendar.due(start, length)
    if due is None:
        assert calendar.elapsed(start, calendar.last) < length
        return
    assert calendar.elapsed(start, due) == length
    assert due == start or calendar.elapsed(start, due - timedelta(seconds=1)) == length - 1
