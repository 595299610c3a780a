"""Correlation whatever the order and the cutting into batches: one storm is one incident, nothing is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.correlation.world import World, sighting, works
from tocsin.core.correlation.values import Sighting

ROOM = [f"down s1.r{rack}.{device}{n}" for rack in (1, 2, 3, 4) for device in "de" for n in range(1, 7)]
UNDER_A = [f"down s1.r{rack}.e{n}" for rack in (1, 2, 3) for n in range(1, 5)]
REDUCED_BY_A = [f"psu s1.r{rack}.d{n}" for rack in (1, 2, 3) for n in range(1, 5)]


@st.composite
def cut(draw: st.DrawFn, reports: list[str]) -> list[list[str]]:
    """The events in any order, cut into any batches."""
    shuffled = draw(st.permutations(reports))
    size = draw(st.sampled_from([1, 2, 3, 7, len(reports)]))
    return [shuffled[at : at + size] for at in range(0, len(shuffled), size)]


def after(batches: list[list[str]]) -> World:
    world = World()
    for minute, batch in enumerate(batches):
        world.receives(*batch, at=minute * 0.1)
    return world


def _members(world: World) -> dict[str, set[str]]:
    return {incident.cause: set(incident.members) for incident in world.open}


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
def test_the_newest_event_of_an_alert_decides_in_any_order(reports: list[Sighting]) -> None:
    world = World()
    world.one_by_one(reports)
    (alert,) = world.standing.alerts.values()
    assert (alert.state, alert.count) == ("firing", 5)


PDU = ["lost s1.r1.a", *(f"down s1.r1.e{n}" for n in range(1, 5)), *(f"psu s1.r1.d{n}" for n in (1, 2, 3))]
OTHER_ROOM = ["lost s2", "lost s2.a", *(f"down s2.r{rack}.d{n}" for rack in (1, 2, 3) for n in (1, 2))]


@settings(max_examples=40, deadline=None)
@given(cut([*PDU, *OTHER_ROOM, "down s1.r4.d1"]))
def test_two_regions_at_once_and_a_stranger_are_three_troubles(batches: list[list[str]]) -> None:
    assert after(batches).causes == {"s1.r1.a": "down", "s2": "down", "s1.r4.d1": "down"}


RACKS = [
    text for rack in (1, 3) for text in (f"lost s1.r{rack}.a", *(f"down s1.r{rack}.e{n}" for n in (1, 2)))
]


@settings(max_examples=40, deadline=None)
@given(cut(RACKS))
def test_two_causes_at_once_in_one_room_stay_apart(batches: list[list[str]]) -> None:
    assert after(batches).causes == {"s1.r1.a": "down", "s1.r3.a": "down"}


@settings(max_examples=40, deadline=None)
@given(cut(["lost s1.a", "lost s1.b", "lost s1.r1.a", "lost s1.r2.b", "psu s1.r1.d1", "down s1.r2.d1"]))
def test_both_feeds_and_what_hangs_on_them_are_one_outage(batches: list[list[str]]) -> None:
    world = after(batches)
    assert [set(incident.members) for incident in world.open] == [
        {"s1.a", "s1.b", "s1.r1.a", "s1.r2.b", "s1.r1.d1", "s1.r2.d1"}
    ]
    assert world.open[0].effect == "down"


LIFE = [*PDU, *OTHER_ROOM[1:5]]
FIRED = [sighting(text, at=n / 10) for n, text in enumerate(LIFE)]
RECOVERED = [sighting(f"-{text}", at=4 + n / 10) for n, text in enumerate(LIFE)]


@settings(max_examples=60, deadline=None)
@given(st.permutations(FIRED + RECOVERED), st.sampled_from([1, 3, 50]))
def test_recoveries_in_any_order_close_all_that_they_opened(reports: list[Sighting], size: int) -> None:
    world = World()
    for at in range(0, len(reports), size):
        world.receives(*reports[at : at + size])
    assert world.open == []
    assert not any(alert.counted or alert.state == "firing" for alert in world.standing.alerts.values())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_message_received_again_changes_nothing_but_counts(data: st.DataObject) -> None:
    """It says when it was sent, and that is when it was sent the first time."""
    drawn = data.draw(st.permutations(FIRED + data.draw(st.lists(st.sampled_from(RECOVERED), unique_by=id))))
    reports = [
        replace(report, event=replace(report.event, sent_at=report.event.occurred_at)) for report in drawn
    ]
    again = data.draw(st.lists(st.sampled_from(reports), max_size=10))
    once, twice = World(), World()
    once.one_by_one(reports)
    twice.one_by_one(reports)
    before = _members(twice)
    effects = [effect for report in again for effect in twice.receives(report)]
    assert set(effects) <= {"EventOutdated"}
    assert _members(twice) == before
    count = {key: alert.count for key, alert in once.standing.alerts.items()}
    assert sum(alert.count for alert in twice.standing.alerts.values()) == sum(count.values()) + len(again)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=0, max_size=8))
def test_a_batch_cut_anywhere_comes_to_the_same(cuts: list[int]) -> None:
    reports = [*FIRED, sighting("lost s1.r2.b", at=3), *RECOVERED[:6]]
    cut_up, at_once, start = World(), World(), 0
    for size in [*cuts, len(reports)]:
        cut_up.receives(*reports[start : start + size])
        start += size
    at_once.receives(*reports)
    assert cut_up.causes == at_once.causes
    assert _members(cut_up) == _members(at_once)


@settings(max_examples=30, deadline=None)
@given(st.permutations([(rack, 3 * rack, n) for rack in (1, 2, 3) for n in (1, 2)]))
def test_minutes_apart_in_one_batch_make_no_room_either(reports: list[tuple[int, int, int]]) -> None:
    """A mailbox polled every ten minutes receives in one batch what another receives one by one."""
    world = World()
    world.receives(*(sighting(f"down s1.r{rack}.d{n}", at=at) for rack, at, n in reports))
    assert not any(cause.endswith("?") for cause in world.causes)


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
    """``World`` checks after each batch and tick: what fires is in one open incident, muted or flapping."""
    world = World()
    for batch in batches:
        world.receives(*batch)
    world.waits(until=90)
    world.waits(until=60 * 24)
    assert not any(alert.flapping or alert.muted_by for alert in world.standing.alerts.values())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_incident_stands_without_an_alert_whatever_comes_and_recovers(data: st.DataObject) -> None:
    """``World`` checks it after each batch; a hot room has several causes, and one of them may recover first."""
    texts = [
        f"{kind} {item}"
        for kind in ("hot", "hot", "down", "note")
        for item in ("s1.r1.d1", "s1.r2.d1", "s1.r2", "s1.a")
    ]
    event = st.tuples(st.sampled_from(["", "", "-"]), st.sampled_from(texts)).map("".join)
    batches = data.draw(st.lists(st.lists(event, min_size=1, max_size=3), min_size=3, max_size=12))
    world = World()
    for number, batch in enumerate(batches):
        world.receives(*batch, at=number * data.draw(st.sampled_from([0.5, 1, 7, 40])))
