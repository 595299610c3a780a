"""Correlation whatever the order and the cutting into batches: one storm is one incident, nothing is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.correlation.world import World, sighting, works
from tocsin.core.correlation.values import Sighting

ROOM = [f"down s1.r{rack}.{device}{n}" for rack in (1, 2, 3, 4) for device in "de" for n in range(1, 7)]
UNDER_A = [f"down s1.r{rack}.e{n}" for rack in (1, 2, 3) for n in range(1, 5)]
REDUCED_BY_A = [f"psu s1.r{rack}.d{n}" for rack in (1, 2, 3) for n in range(1, 5)]


@st.composite
def cut(draw: st.DrawFn, told: list[str]) -> list[list[str]]:
    """The events in any order, cut into any batches."""
    shuffled = draw(st.permutations(told))
    size = draw(st.sampled_from([1, 2, 3, 7, len(told)]))
    return [shuffled[at : at + size] for at in range(0, len(shuffled), size)]


def after(batches: list[list[str]]) -> World:
    world = World()
    for minute, batch in enumerate(batches):
        world.hears(*batch, at=minute * 0.1)
    return world


@settings(max_examples=40, deadline=None)
@given(cut(ROOM))
def test_a_room_lost_without_a_cause_alarm_is_one_incident(batches: list[list[str]]) -> None:
    assert after(batches).causes == {"s1?": "down"}


@settings(max_examples=40, deadline=None)
@given(cut([*ROOM, "lost s1", "lost s1.a", "lost s1.r2", "lost s1.r3.b"]))
def test_a_room_lost_with_its_cause_alarm_is_one_incident(batches: list[list[str]]) -> None:
    assert after(batches).causes == {"s1": "down"}


@settings(max_examples=40, deadline=None)
@given(cut([*UNDER_A, *REDUCED_BY_A, "lost s1.a", "lost s1.r1.a", "lost s1.r2.a"]))
def test_a_feed_lost_is_one_incident(batches: list[list[str]]) -> None:
    assert after(batches).causes == {"s1.a": "down"}


@settings(max_examples=40, deadline=None)
@given(cut([*UNDER_A, "down s2.r1.e1", "down s2.r4.d1"]))
def test_strangers_stay_out_of_a_storm(batches: list[list[str]]) -> None:
    assert set(after(batches).causes) == {"s1.a?", "s2.r1.e1", "s2.r4.d1"}


@settings(max_examples=40, deadline=None)
@given(st.permutations([sighting(("-" if n % 2 else "") + "down s1.r1.e1", at=n * 60) for n in range(5)]))
def test_the_newest_word_on_an_alert_holds_in_any_order(told: list[Sighting]) -> None:
    world = World()
    world.one_by_one(told)
    (alert,) = world.standing.alerts.values()
    assert (alert.state, alert.count) == ("firing", 5)


SUBJECTS = [
    "s1",
    "s1.a",
    "s1.b",
    "s1.r1",
    "s1.r1.a",
    "s1.r1.b",
    "s1.r1.d1",
    "s1.r1.e1",
    "s1.r2.e1",
    "s1.r3.e2",
]
SUBJECTS += ["s1.r1.e2", "s1.r1.e3", "s1.r2.d1", "crm", "erp", "ghost"]

noise = st.builds(
    lambda sign, kind, item, minute, unresolved: sighting(
        f"{sign}{kind} {item}", at=minute, unresolved=unresolved
    ),
    st.sampled_from(["", "", "-"]),
    st.sampled_from(["lost", "down", "slow", "psu", "note", "intrusion", "unheard-of"]),
    st.sampled_from(SUBJECTS),
    st.integers(0, 90),
    st.booleans(),
)
notices = st.builds(
    lambda item, start, length, status: works("W", item, start, length and start + length, status=status)[0],
    st.sampled_from(SUBJECTS),
    st.integers(0, 60),
    st.sampled_from([None, 5, 30]),
    st.sampled_from(["confirmed", "cancelled", "completed", ""]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.one_of(noise, noise, noise, notices), max_size=12), max_size=8))
def test_nothing_is_lost_and_no_incident_is_empty(batches: list[list[Sighting]]) -> None:
    """``World`` checks after each batch and tick: who fires is in one open incident, muted or held."""
    world = World()
    for batch in batches:
        world.hears(*batch)
    world.waits(until=90)
    world.waits(until=60 * 24)
    assert not any(alert.held or alert.muted_by for alert in world.standing.alerts.values())
