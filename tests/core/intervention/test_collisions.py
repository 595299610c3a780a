"""What two losses take down together and neither alone: drawn on a rack with two feeds, and as a property of the example."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.seed import cachemire
from tocsin.core.correlation.values import Intervention, OpenIncident
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.intervention.collisions import Around, collisions, worsened
from tocsin.core.intervention.feed import Entry, calendar
from tocsin.core.inventory.spec import ItemSpec, items_of, requirements_of
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.subject import Subject

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
#   feed a - pdu a - a1 ┐            feed a - pdu a - a2
#                       ├ both                           ─ one
#   feed b - pdu b - b1 ┘
SPECS = {
    "room": ItemSpec(type=ItemType.ROOM, name="room"),
    "feed-a": ItemSpec(type=ItemType.FEED, name="A", parent="room"),
    "feed-b": ItemSpec(type=ItemType.FEED, name="B", parent="room"),
    "rack": ItemSpec(type=ItemType.RACK, name="rack", parent="room"),
    "pdu-a": ItemSpec(type=ItemType.PDU, name="A", parent="rack", feed="feed-a"),
    "pdu-b": ItemSpec(type=ItemType.PDU, name="B", parent="rack", feed="feed-b"),
    "a1": ItemSpec(type=ItemType.OUTLET, name="1", parent="pdu-a"),
    "a2": ItemSpec(type=ItemType.OUTLET, name="2", parent="pdu-a"),
    "b1": ItemSpec(type=ItemType.OUTLET, name="1", parent="pdu-b"),
    "both": ItemSpec(type=ItemType.DEVICE, name="both", parent="rack", cords=("a1", "b1")),
    "one": ItemSpec(type=ItemType.DEVICE, name="one", parent="rack", cords=("a2",)),
}
GRAPH = Graph.compile(
    {item.key: item for key, spec in SPECS.items() for item in items_of(key, spec)},
    [requirement for key, spec in SPECS.items() for requirement in requirements_of(key, spec)],
)
DRAWN = [
    # one        another     goes down under both, and under neither alone
    ("feed-a", "feed-b", ["both"]),
    ("feed-a", "pdu-b", ["both"]),
    ("a1", "b1", ["both"]),
    ("feed-a", "pdu-a", []),  # the same side
    ("a2", "feed-b", []),  # what has one cord is down anyhow
    ("rack", "feed-b", []),  # down already
    ("both", "feed-b", []),
    ("room", "room", []),
]


@pytest.mark.parametrize(("first", "second", "harm"), DRAWN)
def test_the_harm_of_two_losses(first: str, second: str, harm: list[str]) -> None:
    for lost, other in ((first, second), (second, first)):
        assert worsened(GRAPH, {lost: Effect.DOWN}, {other: Effect.DOWN}) == harm


KEYS = sorted(cachemire()[1].items)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(KEYS), st.sampled_from(KEYS))
def test_the_harm_is_what_is_down_under_both_and_not_under_one(first: str, second: str) -> None:
    _, _, graph = cachemire()
    lost, other = {first: Effect.DOWN}, {second: Effect.DOWN}
    harm = set(worsened(graph, lost, other))
    assert harm == set(worsened(graph, other, lost))
    both, alone = graph.impact({**lost, **other}), (graph.impact(lost), graph.impact(other))
    for key in KEYS:
        down = both.effect(key) is Effect.DOWN and all(loss.effect(key) is not Effect.DOWN for loss in alone)
        serving = graph.type_of(key) in (
            ItemType.DEVICE,
            ItemType.CLUSTER,
            ItemType.VIRTUAL_MACHINE,
            ItemType.APPLICATION,
        )
        assert (key in harm) == (down and serving)


def works(number: int, item: str, start: float, hours: float = 2, status: str = "") -> Intervention:
    begin = NOON + start * HOUR
    return Intervention(
        id=number,
        source="s",
        reference="w",
        start=begin,
        end=begin + hours * HOUR,
        items=(item,),
        status=status,
    )


WINDOWS = [(0, True), (1.9, True), (2, False), (-2, False), (-1.9, True), (24, False)]


@pytest.mark.parametrize(("start", "meets"), WINDOWS)
def test_only_works_in_the_same_hours_meet(small: object, start: float, meets: bool) -> None:
    other = works(2, "par1.s1.feed-b", start)
    found = collisions(works(1, "par1.s1.feed-a", 0), Around(works=(other,)), small)  # type: ignore[arg-type]
    assert bool(found) is meets


@pytest.mark.parametrize(("status", "meets"), [("", True), ("tentative", True), ("cancelled", False)])
def test_cancelled_works_meet_nothing(small: object, status: str, meets: bool) -> None:
    other = works(2, "par1.s1.feed-b", 0, status=status)
    found = collisions(works(1, "par1.s1.feed-a", 0), Around(works=(other,)), small)  # type: ignore[arg-type]
    assert bool(found) is meets


def test_an_incident_that_has_recovered_meets_nothing(small: object) -> None:
    lost = OpenIncident(
        id=7, cause="par1.s1.feed-b", kind="k", effect=Effect.DOWN, opened_at=NOON, last_at=NOON,
        causes={"par1.s1.feed-b": Effect.DOWN}, members={"par1.s1.feed-b": {Effect.DOWN: 1}},
    )  # fmt: skip
    ours = works(1, "par1.s1.feed-a", 48)
    (finding,) = collisions(ours, Around(incidents=(lost,)), small)  # type: ignore[arg-type]
    assert finding.meets == Subject.incident(7)
    over = OpenIncident(
        **{**{name: getattr(lost, name) for name in lost.__struct_fields__}, "recovered_at": NOON}
    )
    assert collisions(ours, Around(incidents=(over,)), small) == ()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def small() -> object:
    """The example, as far as the rules look at it."""
    _, organisation, graph = cachemire()

    class Here:
        pass

    here = Here()
    here.organisation, here.graph = organisation, graph  # type: ignore[attr-defined]
    return here


def test_the_feed_folds_long_lines_escapes_and_crosses_the_hour_that_is_left_out() -> None:
    """From 01:30 to 04:00 in Paris in the night of 29 March 2026 are ninety minutes, and both ends are local times."""
    entry = Entry(
        uid="wrk-9",
        start=datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        end=datetime(2026, 3, 29, 2, 0, tzinfo=UTC),
        zone="Europe/Paris",
        title="Onduleur; voie A, " + "é" * 90,
        place="Salle 1",
        text="une\ndeux",
        status="CONFIRMED",
        sequence=3,
        changed_at=NOON,
        address="https://tocsin.example/interventions/9",
    )
    text = calendar([entry], name="Interventions", host="tocsin.example")
    assert b"DTSTART;TZID=Europe/Paris:20260329T013000" in text
    assert b"DTEND;TZID=Europe/Paris:20260329T040000" in text
    assert b"BEGIN:VTIMEZONE" in text
    assert b"Onduleur\\; voie A\\," in text
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"UID:wrk-9@tocsin.example" in text
