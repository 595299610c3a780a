"""What its source means until an instant only, and no longer repeats, lapses; silence ends nothing."""

import pytest

from tests.core.correlation.world import World, sighting, works
from tocsin.core.correlation.effects import AlertsEnded, IncidentRecovered


@pytest.fixture
def world() -> World:
    """``host`` says at 0 that a device is down, and means it until minute 4."""
    world = World()
    world.receives(sighting("down s1.r1.e1", holds=4))
    return world


def test_unrepeated_although_its_source_sends_it_lapses_with_the_reason(world: World) -> None:
    assert world.waits(5, host=4) == ["IncidentRecovered"]
    (recovered,) = world.of("IncidentRecovered")
    assert isinstance(recovered, IncidentRecovered)
    assert recovered.why.code == "correlation.lapsed"
    (alert,) = world.standing.alerts.values()
    assert (alert.state, alert.counted, alert.holds_until) == ("resolved", False, None)
    assert world.waits(6, host=5) == []


@pytest.mark.parametrize("senders", [{}, {"other": 60}, {"host": 3.9}])
def test_a_silent_source_ends_nothing(world: World, senders: dict[str, float]) -> None:
    assert world.waits(60, **senders) == []
    assert list(world.causes) == ["s1.r1.e1"]


def test_a_repetition_renews_it(world: World) -> None:
    assert world.receives(sighting("down s1.r1.e1", holds=8), at=4) == []
    assert world.waits(8, host=7) == []
    assert world.waits(9, host=8) == ["IncidentRecovered"]


def test_an_older_end_that_comes_later_does_not_shorten_it(world: World) -> None:
    world.receives(sighting("down s1.r1.e1", holds=8), sighting("down s1.r1.e1", holds=6))
    assert world.waits(8, host=7) == []


def test_an_event_without_an_end_is_valid_for_good(world: World) -> None:
    world.receives(sighting("down s1.r1.e1"))
    assert world.waits(600, host=600) == []


def test_what_lapsed_and_is_reported_again_as_of_its_beginning_is_back_in_its_incident(world: World) -> None:
    """Prometheus gives every repetition the startsAt of the first."""
    world.waits(5, host=4)
    assert "IncidentReopened" in world.receives(sighting("down s1.r1.e1", holds=10), at=6)
    assert list(world.causes) == ["s1.r1.e1"]


def test_one_of_two_that_lapses_is_reported_and_the_incident_goes_on(world: World) -> None:
    world.receives("slow s1.r1.e1")
    assert world.waits(5, host=4) == ["IncidentEased", "AlertsEnded"]
    (ended,) = world.of("AlertsEnded")
    assert isinstance(ended, AlertsEnded)
    assert (ended.count, ended.why.code) == (1, "correlation.lapsed")
    assert world.causes == {"s1.r1.e1": "degraded"}


def test_a_muted_alert_that_lapsed_is_not_raised_when_the_works_are_over(world: World) -> None:
    world = World()
    world.receives(*works("W", "s1.r1", -5, 30))
    world.receives(sighting("down s1.r1.e1", holds=4))
    assert world.waits(5, host=4) == []
    assert world.waits(31, host=30) == []
    assert world.causes == {}


def test_a_flapping_alert_that_lapses_flaps_no_more(world: World) -> None:
    for minute in range(1, 6):
        world.receives(sighting(("-" if minute % 2 else "") + "down s1.r1.e1", at=minute, holds=minute + 4))
    world.receives(sighting("down s1.r1.e1", at=6, holds=10))
    (alert,) = world.standing.alerts.values()
    assert (alert.flapping, alert.state) == (True, "firing")
    assert "IncidentRecovered" in world.waits(11, host=10)
