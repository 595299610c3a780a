"""Virtual machines, lines, observers and cooling units: the untidy nights that need them, on a drawing."""

import pytest

from tests.core.correlation.world import KINDS, START, World, sighting
from tests.core.impact.drawing import drawn
from tocsin.core.correlation.decide import decide
from tocsin.core.impact.graph import Graph
from tocsin.core.organisation.values import Policies

HOSTS = [f"down h{number}" for number in range(5)]
MACHINES = [f"down vm{number}" for number in range(6)]
SERVERS = [f"down srv{number}" for number in range(5)]
ESTATE = drawn(
    "\n".join(
        (
            "par site",
            "s1 room in par; soft 1 of ac1",
            "ac1 cooling_unit in par",
            "s1.a feed in s1",
            "s1.r1 rack in s1",
            "s1.r1.a pdu in s1.r1; all of s1.a",
            "s1.r2 rack in s1",
            "s1.r2.a pdu in s1.r2; all of s1.a",
            "hv1 device in s1.r1; all of s1.r1.a",
            *(f"vm{number} virtual_machine; all of hv1" for number in range(6)),
            *(
                f"srv{number} device in s1.r{1 + number % 2}; all of s1.r{1 + number % 2}.a"
                for number in range(5)
            ),
            "mon device in par",
            "mad site; soft 1 of line",
            "line circuit in mad",
            "lt room in mad",
            "lt.a feed in lt",
            "lt.r1 rack in lt",
            "lt.r1.a pdu in lt.r1; all of lt.a",
            "rt device in lt.r1; all of lt.r1.a",
            *(f"h{number} device in lt.r1; all of lt.r1.a; all of rt" for number in range(5)),
        )
    ),
    mon="s1 mad",
)


FRAGILE = drawn(
    """
    par site
    s1 room in par
    s1.a feed in s1
    s1.r1 rack in s1
    s1.r1.a pdu in s1.r1; all of s1.a
    s1.r2 rack in s1
    s1.r2.a pdu in s1.r2; all of s1.a
    hv1 device in s1.r1; all of s1.r1.a
    hv2 device in s1.r2; all of s1.r2.a
    cl cluster; all of hv1 hv2
    mon virtual_machine; all of cl
    far virtual_machine
    """
    + "\n".join(
        (
            *(f"srv{n} device in s1.r{1 + n % 2}; all of s1.r{1 + n % 2}.a" for n in range(5)),
            "mad site",
            "lt room in mad",
            *(f"h{n} device in lt" for n in range(5)),
        )
    ),
    mon="mad",
    far="s1",
)


class Night(World):
    """A night in this estate, a batch a minute."""

    def __init__(self, *batches: list[str], threshold: int = 3, estate: Graph = ESTATE) -> None:
        super().__init__(Policies(storm_threshold=threshold))
        self._estate = estate
        for minute, reports in enumerate(batches):
            self.receives_at(minute, *reports)

    def receives_at(self, minute: float, *reports: str) -> None:
        from datetime import timedelta

        self.take(
            decide(
                self.standing,
                [sighting(text, at=minute) for text in reports],
                graph=self._estate,
                kinds=KINDS,
                policy=self.policy,
                ids=self.ids,
                now=START + timedelta(minutes=minute),
            )
        )


ALL = [*SERVERS, "down hv1", *MACHINES, "down rt", *HOSTS]


@pytest.mark.parametrize(
    "batches",
    [[["down hv1", *MACHINES]], [[*MACHINES, "down hv1"]], [[text] for text in [*MACHINES, "down hv1"]]],
)
def test_a_hypervisor_and_its_virtual_machines_are_one_under_the_hypervisor(batches: list[list[str]]) -> None:
    assert Night(*batches).causes == {"hv1": "down"}


@pytest.mark.parametrize("threshold", [3, 5, 6])
def test_virtual_machines_alone_speak_of_their_hypervisor(threshold: int) -> None:
    assert Night(MACHINES, threshold=threshold).causes == {"hv1?": "down"}


@pytest.mark.parametrize(
    "batches", [[["lost line"], ["down rt", *HOSTS]], [["down rt", *HOSTS, "lost line"]]]
)
def test_a_lost_line_explains_what_nobody_reaches_behind_it_and_is_degraded(
    batches: list[list[str]],
) -> None:
    """What stands behind the line works on the spot."""
    assert Night(*batches).causes == {"line": "degraded"}


def test_a_line_named_40_minutes_later_takes_over() -> None:
    night = Night(["down rt", *HOSTS])
    night.receives_at(40, "lost line")
    assert night.causes == {"line": "degraded"}


@pytest.mark.parametrize(
    "batches", [[["down mon"], ALL], [ALL, ["down mon"]], [[text] for text in [*ALL, "down mon"]]]
)
def test_an_observer_that_dies_is_one_incident_and_the_rest_is_doubted(batches: list[list[str]]) -> None:
    night = Night(*batches)
    (lost,) = night.open
    assert (lost.cause, lost.inferred, lost.firing) == ("mon", False, len(ALL) + 1)


def test_an_observer_that_nobody_speaks_of_is_suspected_when_all_that_it_watches_is_unreachable() -> None:
    (lost,) = Night(ALL).open
    assert (lost.cause, lost.inferred) == ("mon", True)


def test_a_room_lost_is_not_its_observers_fault_while_the_observer_sees_the_rest() -> None:
    night = Night([*SERVERS, "down hv1", *MACHINES])
    assert "mon?" not in night.causes


def test_the_providers_report_on_power_is_not_doubted_when_our_monitoring_is_lost() -> None:
    night = Night(["down mon"], ["lost s1.r1.a"])
    assert set(night.causes) == {"mon", "s1.r1.a"}


def test_a_cooling_unit_lost_explains_heat_and_what_shuts_down_in_its_room() -> None:
    night = Night(["lost ac1"])
    for minute, text in (
        (8, "hot s1.r1"),
        (19, "hot s1.r2"),
        (28, "down srv0"),
        (37, "down srv1"),
        (44, "down hv1"),
    ):
        night.receives_at(minute, text)
    assert night.causes == {"ac1": "down"}


def test_a_cooling_unit_named_after_the_heat_takes_over() -> None:
    night = Night(["hot s1.r1"])
    night.receives_at(15, "hot s1.r2")
    night.receives_at(25, "down srv0")
    night.receives_at(40, "lost ac1")
    assert night.causes == {"ac1": "down"}


# -- an observer on a cluster that takes no loss ----------------------------------------------------------------


@pytest.mark.parametrize("batches", [[HOSTS], [[text] for text in HOSTS]])
def test_what_an_observer_alone_watches_speaks_of_the_observer_and_not_of_the_room_that_holds_it(
    batches: list[list[str]],
) -> None:
    """The room would blind it too; but nothing in the room is reported as down."""
    night = Night(*batches, estate=FRAGILE)
    assert set(night.causes) == {"mon?"}


@pytest.mark.parametrize(
    "batches",
    [[SERVERS + HOSTS], [SERVERS, HOSTS], [HOSTS, SERVERS], [[text] for text in HOSTS + SERVERS]],
)
def test_power_that_takes_the_observer_along_explains_both(batches: list[list[str]]) -> None:
    night = Night(estate=FRAGILE)
    for batch in batches:
        night.receives_at(0, *batch)
    assert set(night.causes) == {"s1.a?"}


def test_a_hypervisor_named_explains_what_the_observer_on_it_no_longer_sees() -> None:
    night = Night(HOSTS, ["down hv1"], estate=FRAGILE)
    assert set(night.causes) == {"hv1"}
