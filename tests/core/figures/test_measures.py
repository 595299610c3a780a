"""Each figure from the incidents that make it up; group, regions and people by the same measure."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.figures.facts import Fact, Scope, Span
from tocsin.core.figures.measures import AGES, NAMES, figures, shared
from tocsin.core.figures.spread import FEWEST, spread

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
SPAN = Span(start=NOW - timedelta(days=30), end=NOW)


def fact(number: int = 1, *, ago: float = 60, lasted: float | None = None, **changes) -> Fact:
    """Opened ``ago`` minutes ago; resolved after ``lasted`` minutes, or still open."""
    opened = NOW - timedelta(minutes=ago)
    resolved = opened + timedelta(minutes=lasted) if lasted is not None else None
    plain = {
        "incident": number, "team": "systems", "owner": "", "priority": "P3", "regions": (), "opened_at": opened,
        "since": opened, "open": lasted is None, "resolved_at": resolved,
    }  # fmt: skip
    return Fact(**(plain | changes))


def value(name: str, *facts: Fact, scope: Scope | None = None) -> int:
    return figures(facts, scope or Scope(), SPAN)[name].value


DAY = 24 * 60


@pytest.mark.parametrize(
    ("figure", "counted", "not_counted"),
    [
        ("open", fact(), fact(lasted=5)),
        ("unowned", fact(), fact(owner="x")),
        ("at_risk", fact(at_risk=True), fact(at_risk=True, lasted=5)),
        ("opened", fact(lasted=5), fact(ago=31 * DAY)),
        ("resolved", fact(ago=31 * DAY, lasted=2 * DAY), fact(ago=40 * DAY, lasted=5)),
        ("reopened", fact(reopened=(NOW - timedelta(days=1),)), fact(reopened=(NOW - timedelta(days=31),))),
        ("handed_over", fact(handed_over=(NOW - timedelta(days=1),)), fact()),
        ("to_acknowledge", fact(acknowledged_at=NOW), fact()),
        ("to_acknowledge", fact(acknowledged_at=NOW), fact(ago=31 * DAY, acknowledged_at=NOW)),
        ("to_restore", fact(lasted=5), fact(resolved_at=NOW - timedelta(minutes=1))),
    ],
)
def test_what_a_figure_counts_and_what_not(figure, counted, not_counted):
    assert value(figure, counted) == 1
    assert value(figure, not_counted) == 0


def test_two_hand_overs_of_one_incident_are_two_and_open_one_incident():
    twice = fact(handed_over=(NOW - timedelta(days=2), NOW - timedelta(days=1)))
    found = figures([twice], Scope(), SPAN)["handed_over"]
    assert (found.value, found.incidents) == (2, (1,))


def test_a_time_begins_with_the_trouble_and_not_with_its_reception():
    late = fact(ago=60, lasted=30, since=NOW - timedelta(minutes=90))
    assert figures([late], Scope(), SPAN)["to_restore"].times == (3600.0,)


@pytest.mark.parametrize(
    ("days", "age"), [(0.9, "day"), (1, "three"), (3, "week"), (7, "month"), (30, "older"), (900, "older")]
)
def test_ages_have_no_gap_and_no_overlap(days, age):
    found = figures([fact(ago=days * DAY)], Scope(), SPAN)
    assert [name for name, _ in AGES if found[f"age_{name}"].value] == [age]


@pytest.mark.parametrize("n", [0, 1, FEWEST - 1])
def test_below_twelve_there_is_no_median(n):
    assert spread([60.0] * n).too_few
    assert spread([60.0] * n).n == n
    assert spread([60.0] * n).median_s is None


def test_median_and_ninetieth_percentile_are_times_that_were():
    found = spread([float(second) for second in range(1, 21)])
    assert (found.n, found.median_s, found.p90_s) == (20, 10.0, 18.0)


REGIONS = ("fr", "it", "es")
minutes = st.integers(0, 60 * DAY)
any_fact = st.builds(
    fact,
    number=st.integers(1, 10_000),
    ago=minutes,
    lasted=st.none() | minutes,
    owner=st.sampled_from(("", "a", "b")),
    team=st.sampled_from(("systems", "network")),
    regions=st.lists(st.sampled_from(REGIONS), unique=True).map(tuple),
    at_risk=st.booleans(),
    acknowledged_at=st.none() | st.just(NOW),
    handed_over=st.lists(st.just(NOW - timedelta(days=1)), max_size=3).map(tuple),
)
any_facts = st.lists(any_fact, max_size=30, unique_by=lambda known: known.incident)


@given(any_facts)
@settings(deadline=None)
def test_the_regions_together_are_the_group_and_what_is_shared_counts_once(facts):
    """Regions and the group's own, with what several regions share taken off once for each further one, are the group."""
    group = figures(facts, Scope(), SPAN)
    parts = [figures(facts, Scope(region=region), SPAN) for region in ("", *REGIONS)]
    common = set(shared(facts))
    for name in NAMES:
        union = set().union(*(part[name].incidents for part in parts))
        assert union == set(group[name].incidents), name
        twice = sum(len(part[name].incidents) for part in parts) - len(union)
        assert (twice > 0) == bool(common & union), name


@given(any_facts)
@settings(deadline=None)
def test_a_figure_is_its_list_and_teams_and_ages_add_up(facts):
    group = figures(facts, Scope(), SPAN)
    teams = [figures(facts, Scope(team=team), SPAN) for team in ("systems", "network")]
    for name in NAMES:
        if name != "handed_over":
            assert group[name].value == len(set(group[name].incidents)), name
        assert group[name].value == sum(team[name].value for team in teams), name
    assert group["open"].value == sum(group[f"age_{age}"].value for age, _ in AGES)
