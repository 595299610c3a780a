"""Measures: a month of a contract, worked out by hand; months of clock changes, cuts, caps, lengths that somebody states."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.organisation.contracts import Contract, Measure, PenaltyStep
from tocsin.core.organisation.values import CalendarSpec
from tocsin.core.sla.calendar import Calendar
from tocsin.core.sla.measures import Excluded, Measured, Trouble, measured
from tocsin.core.sla.months import name_of

PARIS = ZoneInfo("Europe/Paris")
MARCH = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
LATER = datetime(2026, 5, 1, tzinfo=UTC)
ALWAYS = Calendar([], *MARCH, always=True)
OFFICE = Calendar.compile(
    CalendarSpec(
        key="office",
        zone="Europe/Paris",
        week=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("08:00-18:00",)),
    ),
    range(2025, 2028),
)
UP = Measure(
    key="up", figure="availability", availability=99.9, penalties=(PenaltyStep(below=99.9, percent=5),)
)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def trouble(start: datetime, end: datetime | None, **more: object) -> Trouble:
    return Trouble(**{"incident": 1, "start": start, "end": end} | more)  # type: ignore[arg-type]


def month(
    measure: Measure, *troubles: Trouble, calendar: Calendar = ALWAYS, span=MARCH, now=LATER, **contract
) -> Measured:  # type: ignore[no-untyped-def]
    known = Contract(number="C-1", **{"fee": 100_000, "measures": (measure,)} | contract)
    return measured(known, measure, troubles, calendar, span, now=now)


def percent(down: timedelta, whole: timedelta = timedelta(days=31)) -> float:
    return pytest.approx(100 * (1 - down / whole))  # type: ignore[return-value]


def test_an_hour_down_in_march_is_an_hour_of_31_days() -> None:
    found = month(UP, trouble(at(3, 10), at(3, 11)))
    assert (found.value, found.state, found.cents) == (percent(timedelta(hours=1)), "missed", 5_000)


@pytest.mark.parametrize(("number", "hours"), [(3, 31 * 24 - 1), (10, 31 * 24 + 1)])
def test_a_month_in_which_clocks_change_has_an_hour_less_or_more(number: int, hours: int) -> None:
    """March has 743 hours in Paris, October 745."""
    span = (datetime(2026, number, 1, tzinfo=PARIS), datetime(2026, number + 1, 1, tzinfo=PARIS))
    span = (span[0].astimezone(UTC), span[1].astimezone(UTC))
    down = trouble(span[0] + timedelta(days=2), span[0] + timedelta(days=2, hours=1))
    found = month(UP, down, span=span, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert found.value == percent(timedelta(hours=1), timedelta(hours=hours))


def test_what_is_down_twice_counts_once() -> None:
    found = month(UP, trouble(at(3, 10), at(3, 12)), trouble(at(3, 11), at(3, 13), incident=2))
    assert found.value == percent(timedelta(hours=3))
    assert [share.counted_s for share in found.shares] == [7200, 7200]


def test_only_what_is_down_inside_the_month_counts() -> None:
    found = month(UP, trouble(at(1) - timedelta(hours=5), at(1, 1)), trouble(at(31, 22), None, incident=2))
    assert found.value == percent(timedelta(hours=3))


def test_of_a_month_that_still_runs_only_what_has_been_counts() -> None:
    assert month(UP, trouble(at(3, 10), None), now=at(3, 12)).value == percent(timedelta(hours=2))
    assert month(UP, trouble(at(3, 10), None), now=at(1)).state == "nothing"


def test_what_is_only_degraded_is_available() -> None:
    assert month(UP, trouble(at(3, 10), at(3, 12), down=False)).value == 100


@pytest.mark.parametrize(("cut", "hours"), [(("works",), 1), ((), 3)])
def test_only_what_the_contract_excludes_is_cut_out(cut: tuple[str, ...], hours: int) -> None:
    works = Excluded(start=at(3, 11), end=at(3, 13), reason="works")
    measure = Measure(key="up", figure="availability", availability=99.9, exclusions=cut)  # type: ignore[arg-type]
    assert month(measure, trouble(at(3, 10), at(3, 13), excluded=(works,))).value == percent(
        timedelta(hours=hours)
    )


def test_a_length_that_somebody_states_runs_from_the_beginning() -> None:
    """It counted in every month, whenever the incident was, and could make the availability negative."""
    other_month = trouble(at(1) - timedelta(days=58), at(1) - timedelta(days=58), lasted_s=7200)
    assert month(UP, other_month).value == 100
    assert month(UP, trouble(at(20), at(21), lasted_s=40 * 86_400)).value == percent(timedelta(days=12))
    twice = trouble(at(3, 10), at(3, 11)), trouble(at(3, 10), at(3, 10), incident=2, lasted_s=3600)
    assert month(UP, *twice).value == percent(timedelta(hours=1))


def test_the_worst_item_is_the_availability_and_all_items_cost() -> None:
    measure = Measure(
        key="up",
        figure="availability",
        availability=99.9,
        items=("a", "b"),
        penalties=(PenaltyStep(below=99.9, percent=5),),
    )
    found = month(
        measure,
        trouble(at(3, 10), at(3, 11), items=frozenset({"a"})),
        trouble(at(3, 10), at(3, 13), items=frozenset({"b"}), incident=2),
    )
    assert (found.value, found.cents) == (percent(timedelta(hours=3)), 10_000)


@pytest.mark.parametrize(("seconds", "state"), [(179, "kept"), (180, "kept"), (181, "missed")])
def test_an_interruption_of_current_is_kept_up_to_its_three_minutes(seconds: int, state: str) -> None:
    measure = Measure(key="power", figure="power_interruption", target_s=180)
    lost = trouble(at(3, 10), at(3, 10) + timedelta(seconds=seconds), power=True)
    assert month(measure, lost).state == state
    assert month(measure, trouble(at(3), at(4))).state == "nothing"  # a network's fault is none of current


def test_a_response_counts_from_the_report_to_the_answer_in_the_contracts_hours() -> None:
    """Reported on Friday at 17:30, answered on Monday at 8:20: fifty minutes."""
    measure = Measure(
        key="answer", figure="response", target_s=1800, penalties=(PenaltyStep(amount=700, every_s=600),)
    )
    reported = datetime(2026, 3, 6, 17, 30, tzinfo=PARIS).astimezone(UTC)
    answered = datetime(2026, 3, 9, 8, 20, tzinfo=PARIS).astimezone(UTC)
    found = month(
        measure,
        trouble(at(6), at(10), reported_at=reported, answered_at=answered, lasted_s=1),
        calendar=OFFICE,
    )
    (share,) = found.shares
    assert (share.counted_s, share.over_s, share.cents) == (3000, 1200, 1400)
    assert month(measure, trouble(at(6), at(10)), calendar=OFFICE).state == "nothing"  # never reported


def test_a_restoration_counts_from_the_report_and_an_interruption_from_the_beginning() -> None:
    down = trouble(at(3, 10), at(3, 14), reported_at=at(3, 12))
    for figure, counted in (("restoration", 7200), ("interruption", 14_400)):
        (share,) = month(Measure(key="x", figure=figure, target_s=60), down).shares  # type: ignore[arg-type]
        assert share.counted_s == counted


def test_the_last_step_that_is_reached_counts_and_the_cap_bounds_the_month() -> None:
    steps = (PenaltyStep(over_s=0, amount=500), PenaltyStep(over_s=3600, percent=10))
    measure = Measure(key="x", figure="interruption", target_s=3600, penalties=steps, cap=15)
    slightly, badly = trouble(at(3, 10), at(3, 11, 30)), trouble(at(4, 10), at(4, 13), incident=2)
    found = month(measure, slightly, badly, badly)
    assert [share.cents for share in found.shares] == [500, 10_000, 10_000]
    assert (found.cents, found.value) == (15_000, 0)


def test_the_month_of_an_incident_is_that_in_which_it_began() -> None:
    measure = Measure(key="x", figure="interruption", target_s=60)
    assert month(measure, trouble(at(1) - timedelta(hours=1), at(2))).state == "nothing"
    assert month(measure, trouble(at(31, 23), at(31, 23) + timedelta(days=2))).state == "missed"


hours = st.integers(-100, 900)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(hours, st.integers(0, 200), st.none() | st.integers(0, 10**7)), max_size=6),
    st.booleans(),
)
def test_an_availability_lies_between_nothing_and_all_and_more_trouble_never_raises_it(
    drawn: list[tuple[int, int, int | None]], always: bool
) -> None:
    troubles = [
        trouble(
            at(1) + timedelta(hours=start),
            at(1) + timedelta(hours=start + long),
            incident=number,
            lasted_s=stated,
        )
        for number, (start, long, stated) in enumerate(drawn)
    ]
    values = [
        month(UP, *troubles[:count], calendar=ALWAYS if always else OFFICE).value
        for count in range(len(troubles) + 1)
    ]
    assert values == sorted(values, reverse=True)  # type: ignore[type-var]
    assert 0 <= values[-1] <= values[0] == 100  # type: ignore[operator]


FAST = Measure(key="fast", figure="interruption", target_s=3600, penalties=(PenaltyStep(amount=500),))
ANSWERED = Measure(key="answered", figure="response", target_s=900)


@pytest.mark.parametrize(
    ("minutes", "state", "value", "cents"),
    [(0, "running", None, 0), (59, "running", None, 0), (60, "running", None, 0), (61, "missed", 0, 500)],
)
def test_what_still_lasts_is_running_inside_its_target_and_missed_as_soon_as_that_is_past(
    minutes: int, state: str, value: float | None, cents: int
) -> None:
    """It counted as kept, on the day on which it began."""
    found = month(FAST, trouble(at(3, 10), None), now=at(3, 10) + timedelta(minutes=minutes))
    assert (found.state, found.value, found.cents) == (state, value, cents)


def test_one_that_is_over_and_one_that_runs_are_running_and_only_the_first_has_a_value() -> None:
    over, open_one = trouble(at(3, 8), at(3, 8, 30)), trouble(at(3, 10), None, incident=2)
    found = month(FAST, over, open_one, now=at(3, 10, 10))
    assert (found.state, found.value) == ("running", 100)
    assert [share.running for share in found.shares] == [False, True]
    late = month(FAST, trouble(at(3, 6), at(3, 8)), open_one, now=at(3, 10, 10))
    assert (late.state, late.value) == ("missed", 0)


def test_a_response_runs_until_it_is_answered_and_a_restoration_until_it_is_over() -> None:
    asked = trouble(at(3, 10), None, reported_at=at(3, 10))
    assert month(ANSWERED, asked, now=at(3, 10, 10)).state == "running"
    assert month(ANSWERED, asked, now=at(3, 10, 16)).state == "missed"
    answered = trouble(at(3, 10), None, reported_at=at(3, 10), answered_at=at(3, 10, 5))
    assert month(ANSWERED, answered, now=at(3, 10, 10)).state == "kept"
    restored = Measure(key="back", figure="restoration", target_s=14_400)
    assert month(restored, answered, now=at(3, 11)).state == "running"


def test_a_length_that_somebody_states_is_settled_though_ours_lasts() -> None:
    assert month(FAST, trouble(at(3, 10), None, lasted_s=600), now=at(3, 10, 20)).state == "kept"


def test_the_availability_of_a_month_that_lasts_is_running_until_it_cannot_be_reached_any_more() -> None:
    """99.9 % of March is 44 min 38 s."""
    assert month(UP, now=at(15)).state == "running"
    assert month(UP, trouble(at(3, 10), at(3, 10, 44)), now=at(15)).state == "running"
    assert month(UP, trouble(at(3, 10), at(3, 10, 45)), now=at(15)).state == "missed"
    assert month(UP, now=LATER).state == "kept"


def test_what_cannot_be_measured_says_why() -> None:
    restored = Measure(key="back", figure="restoration", target_s=14_400)
    closed = Calendar([], *MARCH, always=False)
    reasons = {
        "not_begun": month(UP, now=MARCH[0]),
        "no_incident": month(FAST),
        "not_reported": month(restored, trouble(at(3, 10), at(3, 11))),
        "no_hours": month(UP, calendar=closed),
    }
    assert {found.reason for found in reasons.values()} == set(reasons)
    assert all(
        (found.reason, found.state, found.value) == (reason, "nothing", None)
        for reason, found in reasons.items()
    )


@pytest.mark.parametrize(
    ("declared", "french", "english"),
    [
        ("Disponibilité", "Disponibilité", "Disponibilité"),
        ({"fr": "Disponibilité", "en": "Availability"}, "Disponibilité", "Availability"),
        ({"fr": "Disponibilité"}, "Disponibilité", "Availability"),
    ],
)
def test_a_figure_is_called_as_the_contract_calls_it_in_the_reader_s_language(declared, french, english):
    measure = Measure(key="a", figure="availability", name=declared)
    assert (name_of(measure, "fr"), name_of(measure, "en")) == (french, english)
