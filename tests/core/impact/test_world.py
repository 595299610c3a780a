"""Circuits, cooling units, UPS, clusters and observers: what their loss does, and what it leaves alone."""

import pytest

from tests.core.impact.drawing import drawn
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect

NONE, REDUCED, DEGRADED, DOWN = Effect

WAN = """
    par     site
    erp1    device in par
    mon     device in par
    mil     site;              soft 1 of wan1 wan2
    wan1    circuit in mil
    wan2    circuit in mil
    mad     site;              soft all of wan3
    wan3    circuit in mad
    nas     device in mil
    probe   device in mad
    erp     application;       all of erp1; soft 1 of wan1 wan2; soft 1 of wan3
    tills   application;       all of erp1; 1 of wan1 wan2
"""


def explaining(graph: Graph, item: str) -> set[str]:
    """The items upstream whose loss does something to it."""
    return {key for key in graph.ancestors(item) if graph.explains(key, item) is not NONE}


def effects(text: str, *lost: str) -> dict[str, Effect]:
    return {hit.item: hit.effect for hit in drawn(text).impact(dict.fromkeys(lost, DOWN)).hits}


def test_behind_a_lost_circuit_nothing_is_down_it_works_for_those_who_are_there() -> None:
    assert effects(WAN, "wan3") == {"wan3": DOWN, "mad": DEGRADED, "probe": DEGRADED, "erp": DEGRADED}


def test_one_of_two_circuits_lost_is_the_sites_redundancy_and_not_that_of_all_that_stands_there() -> None:
    assert effects(WAN, "wan1") == {"wan1": DOWN, "mil": REDUCED, "erp": REDUCED, "tills": REDUCED}


def test_an_application_that_serves_this_region_alone_is_down_without_its_circuits() -> None:
    hit = effects(WAN, "wan1", "wan2")
    assert (hit["mil"], hit["nas"], hit["erp"], hit["tills"]) == (DEGRADED, DEGRADED, DEGRADED, DOWN)


def test_a_site_that_loses_power_is_down_with_its_circuits() -> None:
    assert effects(WAN, "mil")["nas"] is DOWN


def test_what_a_circuit_cuts_off() -> None:
    graph = drawn(WAN)
    assert graph.cut_off("wan3") == {"mad", "probe"}
    assert graph.cut_off("wan1") == frozenset()  # the other one still leads there
    assert graph.cut_off("erp1") == frozenset()


COOLING = """
    s1   room;  soft 2 of c1 c2 c3
    c1   cooling_unit in s1
    c2   cooling_unit in s1
    c3   cooling_unit in s1
    r1   rack in s1
    srv  device in r1
    app  application; all of srv
"""


@pytest.mark.parametrize(
    ("lost", "room", "server"),
    [
        ("c1", REDUCED, NONE),  # 2 of 3 are enough
        ("c1 c2", DEGRADED, DEGRADED),
        ("c1 c2 c3", DEGRADED, DEGRADED),  # hot; nothing is switched off yet
    ],
)
def test_a_room_with_too_little_cooling_is_degraded(lost: str, room: Effect, server: Effect) -> None:
    hit = effects(COOLING, *lost.split())
    assert (hit["s1"], hit.get("srv", NONE), hit.get("app", NONE)) == (room, server, server)


def test_cooling_explains_a_server_of_its_room_that_is_in_trouble() -> None:
    graph = drawn(COOLING)
    assert {"r1", "s1", "c1", "c2", "c3"} <= set(graph.ancestors("srv"))


UPS = """
    s1   room
    u1   ups in s1
    a    feed in s1;  all of u1
    b    feed in s1
    p1   pdu in s1;   all of a
    p2   pdu in s1;   all of b
    both device in s1; 1 of p1 p2
    one  device in s1; all of p1
    same device in s1; 1 of p1 a
"""


def test_a_ups_takes_down_what_it_supplies() -> None:
    assert effects(UPS, "u1") == {
        "u1": DOWN,
        "a": DOWN,
        "p1": DOWN,
        "one": DOWN,
        "same": DOWN,
        "both": REDUCED,
    }


def test_cords_that_share_a_ups_are_found_beforehand() -> None:
    found = {case.item: case.common for case in drawn(UPS).mis_cabled()}
    assert found == {"same": ("a", "u1")}


CLUSTER = """
    h1     device
    h2     device
    h3     device
    grid   cluster;                  2 of h1 h2 h3
    vm1    virtual_machine in grid
    alone  virtual_machine in h1
    app    application;              all of vm1
    old    application;              all of alone
"""


def test_a_host_takes_down_its_own_machines_and_not_those_of_a_cluster_with_failover() -> None:
    hit = effects(CLUSTER, "h1")
    assert (hit["alone"], hit["old"]) == (DOWN, DOWN)
    assert (hit["grid"], hit["vm1"], hit["app"]) == (REDUCED, REDUCED, REDUCED)


def test_a_cluster_with_too_few_hosts_takes_its_machines_down() -> None:
    hit = effects(CLUSTER, "h2", "h3")
    assert (hit["grid"], hit["vm1"], hit["app"]) == (DOWN, DOWN, DOWN)
    assert "alone" not in hit


def test_an_observer_lost_takes_nothing_down() -> None:
    graph = drawn(WAN, mon="par mad")
    assert graph.lost("mon").items == ("mon",)
    assert graph.observers == {"mon"}
    assert graph.watched_by("mon") == {"par", "erp1", "mad", "wan3", "probe"}
    assert graph.observers_of("probe") == ("mon",)
    assert graph.observers_of("mon") == ()  # nobody watches himself
    assert graph.observers_of("nas") == ()


@pytest.mark.parametrize(
    ("lost", "item", "blind"),
    [
        ("mon", "erp1", ("mon",)),
        ("par", "probe", ("mon",)),
        ("wan3", "probe", ("mon",)),  # cut off from it
        ("wan3", "erp1", ("probe",)),
        ("wan3", "wan3", ()),  # that the line is down is seen rightly
        ("wan1", "probe", ()),
        ("probe", "probe", ()),
    ],
)
def test_who_no_longer_sees_an_item_rightly(lost: str, item: str, blind: tuple[str, ...]) -> None:
    graph = drawn(WAN, mon="par mad", probe="par")
    assert graph.blinds(lost, item) == blind


def test_a_server_may_be_suspected_of_what_needs_it_and_an_application_may_not() -> None:
    graph = drawn("""
        rt   device
        sw   device; all of rt
        srv  device; all of sw
        db   application; all of srv
        app  application; all of db
    """)
    assert explaining(graph, "srv") == {"sw", "rt"}
    assert explaining(graph, "app") == {"db", "srv", "sw", "rt"}
    assert graph.explains("rt", "app") is DOWN
    assert graph.explains("app", "rt") is NONE
