"""Who is on duty: turns in local wall time, absences of people, covers, substitutes; the same on every page."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.duty.team import PARIS, at, away, company, roster
from tocsin.core.duty.handover import shift
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.turns import gaps, turns
from tocsin.core.duty.values import Absence, Cover, Roster
from tocsin.core.organisation.values import CalendarSpec, Rotation


def who(when: str, known: Roster | None = None, *rotations: Rotation) -> tuple[str, str]:
    """The person on duty, and the code of the reason."""
    duty = on_duty("ops", at(when), company(*rotations), known or Roster())
    return duty.person, duty.why.code


@pytest.mark.parametrize(
    ("when", "person"),
    [
        ("2026-10-05 06:29", ""),  # not begun: 08:29 in Paris
        ("2026-10-05 06:30", "ada"),
        ("2026-10-12 06:29", "ada"),
        ("2026-10-12 06:30", "ben"),
        ("2026-10-26 07:29", "cleo"),  # winter time since the 25th: 08:30 is 07:30 UTC
        ("2026-10-26 07:30", "ada"),
        ("2027-03-29 06:29", "ada"),  # summer time since the 28th
        ("2027-03-29 06:30", "ben"),
    ],
)
def test_turns_change_at_the_same_wall_time_all_year_oncall_3261(when: str, person: str) -> None:
    assert who(when)[0] == person


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_hand_over_at_half_past_two_in_the_night_of_the_clocks_leaves_no_gap(day: date) -> None:
    nightly = replace(PARIS, starts=day - timedelta(days=3), handover="02:30", days=1)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=12)
    seen = [shift(nightly, start + timedelta(minutes=minute)) for minute in range(2 * 24 * 60)]
    assert all(turn is not None for turn in seen)
    distinct = list(dict.fromkeys(turn for turn in seen if turn))
    assert [before.end for before in distinct[:-1]] == [after.start for after in distinct[1:]]
    assert [after.member for after in distinct[1:]] == [(before.member + 1) % 3 for before in distinct[:-1]]


def test_a_substitute_stands_in_and_their_substitute_too_zammad_3694() -> None:
    known = roster(
        away("ada", "2026-10-05 00:00", "2026-10-08 00:00", "dora"),
        away("dora", "2026-10-06 00:00", "2026-10-07 00:00", "emil"),
    )
    assert who("2026-10-05 12:00", known) == ("dora", "duty.substitute")
    assert who("2026-10-06 12:00", known) == ("emil", "duty.substitute")
    assert who("2026-10-07 12:00", known) == ("dora", "duty.substitute")
    assert who("2026-10-08 12:00", known) == ("ada", "duty.turn")


def test_substitutes_in_a_circle_end_with_the_next_of_the_rotation() -> None:
    known = roster(
        away("ada", "2026-10-05 00:00", substitute="ben"), away("ben", "2026-10-05 00:00", substitute="ada")
    )
    assert who("2026-10-05 12:00", known) == ("cleo", "duty.next")


def test_all_away_is_a_gap_that_is_said_also_when_it_is_the_whole_time_oneuptime_3174() -> None:
    known = roster(*(away(person, "2026-10-01 00:00") for person in PARIS.members))
    found = turns("ops", at("2026-10-05 06:30"), at("2026-10-19 06:30"), company(), known)
    assert {turn.duty.why.code for turn in found} == {"duty.all_absent"}
    assert gaps(found) == found


def test_a_cover_over_a_cover_the_last_declared_wins_oncall_1021() -> None:
    week, day = ("2026-10-05 06:30", "2026-10-12 06:30"), ("2026-10-07 00:00", "2026-10-08 00:00")
    known = roster(
        Cover(1, "paris", "ben", at(week[0]), at(week[1])), Cover(2, "paris", "dora", at(day[0]), at(day[1]))
    )
    assert who("2026-10-06 12:00", known) == ("ben", "duty.cover")
    assert who("2026-10-07 12:00", known) == ("dora", "duty.cover")
    assert who("2026-10-08 12:00", known) == ("ben", "duty.cover")


def test_who_covers_and_falls_ill_is_replaced_as_anybody_is() -> None:
    known = roster(
        Cover(1, "paris", "dora", at("2026-10-05 06:30"), at("2026-10-12 06:30")),
        away("dora", "2026-10-06 00:00", "2026-10-07 00:00"),
    )
    assert who("2026-10-06 12:00", known) == ("ben", "duty.next")
    assert who("2026-10-07 12:00", known) == ("dora", "duty.cover")


def test_an_absence_cuts_out_its_hours_and_merges_nothing_goalert_4362() -> None:
    known = roster(away("ada", "2026-10-06 10:00", "2026-10-06 18:00", "dora"))
    found = turns("ops", at("2026-10-05 06:30"), at("2026-10-12 06:30"), company(), known)
    assert [(turn.start, turn.end, turn.duty.person) for turn in found] == [
        (at("2026-10-05 06:30"), at("2026-10-06 10:00"), "ada"),
        (at("2026-10-06 10:00"), at("2026-10-06 18:00"), "dora"),
        (at("2026-10-06 18:00"), at("2026-10-12 06:30"), "ada"),
    ]


def test_the_duty_follows_the_sun() -> None:
    office = tuple(f"{hour}" for hour in ("08:00-20:00",))
    week = dict.fromkeys(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), office
    )
    paris = replace(PARIS, calendar="paris-day")
    lima = replace(PARIS, key="lima", zone="America/Lima", members=("lucia", "mateo"), calendar="lima-day")
    known = company(
        paris,
        lima,
        calendars=(
            CalendarSpec(key="paris-day", zone="Europe/Paris", week=week),  # type: ignore[arg-type]
            CalendarSpec(key="lima-day", zone="America/Lima", week=week),  # type: ignore[arg-type]
        ),
    )
    seen = [
        on_duty("ops", at(f"2026-10-06 {hour}:30"), known, Roster()).person
        for hour in ("07", "17", "20", "23")
    ]
    assert seen == ["ada", "ada", "lucia", "lucia"]
    assert on_duty("ops", at("2026-10-06 02:00"), known, Roster()).why.code == "duty.none_in_force"


PEOPLE = ("ada", "ben", "cleo", "dora")
INSTANTS = st.integers(0, 60 * 24).map(lambda hours: at("2026-10-01 00:00") + timedelta(hours=hours))
ABSENCES = st.builds(
    lambda person, start, hours, substitute: Absence(
        1, person, start, start + timedelta(hours=hours) if hours else None, substitute
    ),
    st.sampled_from(PEOPLE),
    INSTANTS,
    st.integers(0, 200),
    st.sampled_from(("", *PEOPLE)),
)
COVERS = st.builds(
    lambda person, start, hours: Cover(1, "paris", person, start, start + timedelta(hours=hours)),
    st.sampled_from(PEOPLE),
    INSTANTS,
    st.integers(1, 200),
)


@settings(deadline=None)
@given(st.lists(ABSENCES, max_size=6), st.lists(COVERS, max_size=4), INSTANTS, st.integers(1, 30))
def test_the_page_and_the_router_never_differ_oncall_1296(
    absences: list[Absence], covers: list[Cover], start: datetime, days: int
) -> None:
    """The turns cover the span without a gap or an overlap, and each instant of one has its person."""
    known, end = roster(*absences, *covers), start + timedelta(days=days)
    found = turns("ops", start, end, company(), known)
    assert (found[0].start, found[-1].end) == (start, end)
    assert all(before.end == after.start for before, after in pairwise(found))
    for turn in found:
        for share in (0.0, 0.3, 0.999):
            instant = turn.start + (turn.end - turn.start) * share
            assert on_duty("ops", instant, company(), known) == turn.duty


@settings(deadline=None)
@given(st.lists(ABSENCES, max_size=8), st.lists(COVERS, max_size=4), INSTANTS)
def test_nobody_who_is_away_is_ever_on_duty_and_somebody_there_is(
    absences: list[Absence], covers: list[Cover], instant: datetime
) -> None:
    known = roster(*absences, *covers)
    duty = on_duty("ops", instant, company(), known)
    absent = {absence.person for absence in absences if absence.covers(instant)}
    assert duty.person not in absent
    begun = instant >= datetime(2026, 10, 5, 8, 30, tzinfo=ZoneInfo("Europe/Paris"))
    if begun and not duty.person:
        assert set(PARIS.members) <= absent


CHANGES = {  # days on which clocks change
    "Europe/Paris": (date(2026, 10, 25), date(2027, 3, 28)),
    "America/New_York": (date(2026, 11, 1), date(2027, 3, 14)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2027, 4, 4)),  # by half an hour
}
NIGHTS = [
    (zone, day, handover)
    for zone, days in CHANGES.items()
    for day in days
    for handover in ("00:00", "01:30", "02:00", "02:30", "03:00", "09:00")
]


def nightly(zone: str, day: date, handover: str) -> Rotation:
    return replace(PARIS, zone=zone, starts=day - timedelta(days=5), handover=handover, days=1)


def around(zone: str, day: date) -> tuple[datetime, datetime]:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    return noon - timedelta(days=2), noon + timedelta(days=2)


@pytest.mark.parametrize(("zone", "day", "handover"), NIGHTS)
def test_the_night_of_the_clocks_has_no_gap_and_one_person_oncall_4103_goalert_1252(
    zone: str, day: date, handover: str
) -> None:
    """Neither an hour without anybody where it does not exist, nor two people where it comes twice."""
    known = company(nightly(zone, day, handover))
    found = turns("ops", *around(zone, day), known, Roster())
    assert gaps(found) == []
    assert all(before.end == after.start for before, after in pairwise(found))
    people = [turn.duty.person for turn in found]
    order = ("ada", "ben", "cleo")
    assert all(after == order[(order.index(before) + 1) % 3] for before, after in pairwise(people))


@pytest.mark.parametrize(("zone", "day"), [(zone, day) for zone, days in CHANGES.items() for day in days])
def test_nine_o_clock_stays_nine_o_clock_oneuptime_1890(zone: str, day: date) -> None:
    found = turns("ops", *around(zone, day), company(nightly(zone, day, "09:00")), Roster())
    assert {f"{turn.start.astimezone(ZoneInfo(zone)):%H:%M}" for turn in found[1:]} == {"09:00"}
    lengths = {turn.end - turn.start for turn in found[1:-1]}
    assert len(lengths) == 2, "one day is longer or shorter by what the clocks move"


@pytest.mark.parametrize("expected", ["ada", "ben", "cleo"])
def test_whoever_is_replaced_is_out_and_nobody_else_is_added_goalert_4306(expected: str) -> None:
    """A cover is a replacement: only the person who covers, whoever's turn it was, and the turns around it unchanged."""
    week = {"ada": 5, "ben": 12, "cleo": 19}[expected]
    start, end = at(f"2026-10-{week + 1:02} 10:00"), at(f"2026-10-{week + 2:02} 10:00")
    known = roster(Cover(1, "paris", "dora", start, end))
    found = turns("ops", at("2026-10-05 06:30"), at("2026-10-26 07:30"), company(), known)
    assert [turn.duty.person for turn in found if turn.start < end and turn.end > start] == ["dora"]
    others = [turn.duty.person for turn in found if not (turn.start < end and turn.end > start)]
    assert list(dict.fromkeys(others)) == ["ada", "ben", "cleo"]


@settings(deadline=None)
@given(st.lists(ABSENCES, max_size=3), st.lists(COVERS, max_size=3), INSTANTS)
def test_of_several_rotations_the_calendar_shows_who_is_called_oneuptime_2086_3411(
    absences: list[Absence], covers: list[Cover], start: datetime
) -> None:
    """Office hours by one rotation, all other hours by another, in two zones: at every quarter of an hour the turn that a
    page or a calendar shows is that of the person whom a notice reaches."""
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("08:00-18:00",))
    office = CalendarSpec(key="office", zone="Europe/Paris", week=week)  # type: ignore[arg-type]
    day = replace(PARIS, calendar="office")
    night = replace(PARIS, key="night", zone="America/New_York", members=("dora", "ben"))
    known, declared = company(day, night, calendars=(office,)), roster(*absences, *covers)
    end = start + timedelta(days=3)
    found = turns("ops", start, end, known, declared)
    for turn in found:
        instant = turn.start
        while instant < turn.end:
            assert on_duty("ops", instant, known, declared).person == turn.duty.person
            instant += timedelta(minutes=15)
