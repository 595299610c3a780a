"""Untidy nights in the example company: what a good engineer would say of each, whatever comes first."""

import random

import pytest

from tests.core.correlation.cachemire import Night, company, down
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import HOSTS
from tocsin.core.kernel.sentences import render_why

SINGLE = ("srv-mad1-01", "srv-fic-es-01", "nas-mad1-01", "wlc-mad1-01")
SWITCHES = ("sw-par1-01", "sw-par1-02")


def hosts_behind(*lost: str) -> list[str]:
    """The hosts that go down with these."""
    graph = company().graph
    loss = graph.impact(dict.fromkeys(lost, Effect.DOWN))
    return [
        key
        for key in loss.items
        if loss.effect(key) is Effect.DOWN and graph.type_of(key) in HOSTS and key not in lost
    ]


# -- the provider names the cause late -----------------------------------------------------------------------


@pytest.mark.parametrize("late", [5, 15, 25, 40, 59])
@pytest.mark.parametrize("symptoms", [1, 2, 4])
@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("power.pdu.lost", "mad1.lt.r01.pdu-a"),
        ("power.feed.lost", "mad1.lt.feed-a"),
        ("power.lost", "mad1.lt"),
    ],
)
def test_a_cause_named_late_takes_over_while_its_symptoms_fire(
    late: float, symptoms: int, kind: str, cause: str
) -> None:
    night = Night()
    for minute, host in enumerate(SINGLE[:symptoms]):
        night.receives_at(minute, *down([host]))
    night.receives_at(late, f"{kind} {cause}")
    assert night.items == {cause: {cause, *SINGLE[:symptoms]}}


@pytest.mark.parametrize("late", [90, 240])
def test_what_was_inferred_gives_way_to_what_is_named_at_any_time(late: float) -> None:
    night = Night()
    night.receives_at(0, *down(SINGLE))
    (inferred,) = night.open
    night.receives_at(late, "power.pdu.lost mad1.lt.r01.pdu-a")
    assert night.items == {"mad1.lt.r01.pdu-a": {"mad1.lt.r01.pdu-a", *SINGLE}}
    assert night.open[0].id == inferred.id


def test_a_symptom_that_is_over_is_not_taken_over() -> None:
    night = Night()
    night.receives_at(0, *down(SINGLE[:1]))
    night.receives_at(5, f"-device.down {SINGLE[0]}")
    night.receives_at(15, "power.pdu.lost mad1.lt.r01.pdu-a")
    assert night.items == {"mad1.lt.r01.pdu-a": {"mad1.lt.r01.pdu-a"}}


def test_a_lone_trouble_of_this_morning_is_no_symptom_of_tonight() -> None:
    night = Night()
    night.receives_at(0, *down(SINGLE[:1]))
    night.receives_at(300, "power.pdu.lost mad1.lt.r01.pdu-a")
    assert set(night.items) == {SINGLE[0], "mad1.lt.r01.pdu-a"}


# -- the network ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["mad1", "mil1", "dus1"])
@pytest.mark.parametrize("named", ["rt", "sw"])
@pytest.mark.parametrize("threshold", [2, 3, 5])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_network_device_named_with_the_hosts_that_need_it_is_the_cause(
    site: str, named: str, threshold: int, at_once: bool
) -> None:
    device = f"{named}-{site}-01"
    reports = down([*hosts_behind(device), device])
    night = Night(storm_threshold=threshold)
    if at_once:
        night.receives_at(0, *reports)
    for text in reports:
        night.receives_at(0, text)
    assert set(night.items) == {device}


@pytest.mark.parametrize("first", ["switches", "hosts", "together"])
def test_both_core_switches_down_then_their_hosts_is_the_network(first: str) -> None:
    hosts = hosts_behind(*SWITCHES)
    assert len(hosts) == 66
    night = Night()
    batches = {"switches": [SWITCHES, hosts], "hosts": [hosts, SWITCHES], "together": [[*hosts, *SWITCHES]]}
    for minute, batch in enumerate(batches[first]):
        night.receives_at(minute, *down(batch))
    (network,) = night.open
    assert set(network.causes) == set(SWITCHES)
    assert (network.inferred, network.firing) == (False, 68)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("size", [1, 7, 66])
def test_all_hosts_that_need_one_of_two_switches_speak_of_both_and_not_of_their_room(
    seed: int, size: int
) -> None:
    """Were the room without power, its switches and firewalls would be reported as well."""
    hosts, night = hosts_behind(*SWITCHES), Night()
    random.Random(seed).shuffle(hosts)
    for at in range(0, len(hosts), size):
        night.receives_at(at / 60, *down(hosts[at : at + size]))
    (network,) = night.open
    assert (network.inferred, set(network.causes), network.firing) == (True, set(SWITCHES), 66)


@pytest.mark.parametrize("later", [0, 2])
def test_one_switch_reported_and_all_that_need_it_or_its_twin_is_still_both(later: float) -> None:
    night = Night()
    night.receives_at(0, *down(hosts_behind(*SWITCHES)))
    night.receives_at(later, "device.down sw-par1-01")
    (network,) = night.open
    assert (network.inferred, set(network.causes), network.firing) == (True, set(SWITCHES), 67)
    night.receives_at(4, "device.down sw-par1-02")
    (network,) = night.open
    assert (network.inferred, set(network.causes), network.firing) == (False, set(SWITCHES), 68)


def test_what_else_stands_in_the_room_makes_it_the_room() -> None:
    night = Night()
    night.receives_at(0, *down(hosts_behind("par1.s1")))
    (room,) = night.open
    assert (room.cause, room.inferred, room.firing) == ("par1.s1", True, 81)


def test_a_few_hosts_that_need_both_switches_do_not_accuse_them() -> None:
    night = Night()
    night.receives_at(0, *down(hosts_behind(*SWITCHES)[:40]))
    assert all(SWITCHES[0] not in incident.causes for incident in night.open)


def test_one_core_switch_down_is_no_outage_of_its_room() -> None:
    night = Night()
    night.receives_at(0, "device.down sw-par1-01")
    (network,) = night.open
    assert (network.cause, network.effect) == ("sw-par1-01", "down")
    assert len(hosts_behind("sw-par1-01")) < 5


@pytest.mark.parametrize("site", ["mad1", "mil1", "dus1"])
def test_only_the_hosts_behind_a_device_speak_of_it_and_not_of_a_pdu(site: str) -> None:
    night = Night()
    night.receives_at(0, *down(hosts_behind(f"rt-{site}-01")))
    (cause,) = night.items
    assert cause == f"rt-{site}-01?"


# -- heat ----------------------------------------------------------------------------------------------------

HOT = [(5 + 5 * rack, f"temperature.high par1.s1.r0{rack}") for rack in (1, 2, 3, 4)]
SHUT = [
    (27 + 4 * number, f"device.down {key}")
    for number, key in enumerate(["srv-bi-01", "srv-mon-01", "srv-crm-01", "sw-par1-14"])
]


@pytest.mark.parametrize("cooling", [[(0, "cooling.lost par1.s1")], [], [(22, "cooling.lost par1.s1")]])
def test_cooling_lost_temperatures_and_shutdowns_are_one_incident_that_worsens(
    cooling: list[tuple[int, str]],
) -> None:
    night = Night()
    for minute, text in sorted(cooling + HOT + SHUT):
        night.receives_at(minute, text)
    (heat,) = night.open
    assert heat.firing == len(cooling + HOT + SHUT)
    assert heat.effect is Effect.DOWN
    assert night.of("IncidentWorsened")


def test_a_server_that_fails_in_a_cool_room_is_none_of_the_heat_next_door() -> None:
    night = Night()
    night.receives_at(0, "cooling.lost par1.s1")
    night.receives_at(20, "device.down srv-crm-05")  # in room 2
    assert len(night.open) == 2


@pytest.mark.parametrize("kind", ["load.high", "storage.full"])
def test_a_load_or_a_full_disk_in_a_hot_room_is_none_of_the_heat(kind: str) -> None:
    night = Night()
    night.receives_at(0, "temperature.high par1.s1")
    night.receives_at(20, f"{kind} srv-paie-01")
    assert night.items == {"par1.s1": {"par1.s1"}, "srv-paie-01": {"srv-paie-01"}}


def test_one_hot_rack_explains_what_shuts_down_in_it_alone() -> None:
    night = Night()
    night.receives_at(0, "temperature.high par1.s1.r06")
    night.receives_at(30, "device.down srv-bi-01", "device.down srv-mon-01")  # in racks 6 and 8
    assert night.items == {"par1.s1.r06": {"par1.s1.r06", "srv-bi-01"}, "srv-mon-01": {"srv-mon-01"}}


# -- a slow application --------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", ["srv-crm-01", "srv-crm-02", "srv-crm-03"])
@pytest.mark.parametrize("kind", ["device.degraded", "device.down"])
@pytest.mark.parametrize("server_first", [True, False])
def test_a_slow_application_is_linked_to_its_server_in_trouble(
    server: str, kind: str, server_first: bool
) -> None:
    night = Night()
    reports = [f"{kind} {server}", "application.slow crm"]
    for minute, text in zip((0, 3), reports if server_first else reversed(reports), strict=True):
        night.receives_at(minute, text)
    assert night.items == {server: {server, "crm"}}
    reasons = [render_why(effect.why, "en") for effect in night.effects]
    assert any(server in reason for reason in reasons)


def test_a_slow_application_and_a_strangers_server_stay_two() -> None:
    night = Night()
    night.receives_at(0, "application.slow crm")
    night.receives_at(3, "device.degraded srv-erp-01")
    assert len(night.open) == 2


def test_a_server_in_trouble_half_an_hour_later_is_another_story() -> None:
    night = Night()
    night.receives_at(0, "application.slow crm")
    night.receives_at(30, "device.degraded srv-crm-01")
    assert len(night.open) == 2


# -- recoveries in their order -------------------------------------------------------------------------------


@pytest.mark.parametrize("device", ["sw-par1-01", "sw-par1-02"])
def test_an_outlet_lost_and_back_and_then_another_in_one_batch_are_two(device: str) -> None:
    graph = company().graph
    side_a, side_b = sorted(graph.needs(device))[:2] if device else ("", "")
    night = Night()
    night.receives_at(
        9,
        f"@1 power.outlet.lost {side_a}",
        f"@3 -power.outlet.lost {side_a}",
        f"@5 power.outlet.lost {side_b}",
    )
    assert [
        (incident.cause, incident.recovered_at is None) for incident in night.standing.incidents.values()
    ] == [
        (side_a, False),
        (side_b, True),
    ]
    assert night.open[0].effect is Effect.REDUNDANCY_LOST


def test_an_outlet_that_was_lost_before_and_comes_back_in_the_batch_is_none_of_the_next_loss() -> None:
    side_a, side_b = "par1.s1.r01.pdu-a.o01", "par1.s1.r01.pdu-b.o01"
    night = Night()
    night.receives_at(0, f"power.outlet.lost {side_a}")
    night.receives_at(9, f"@3 -power.outlet.lost {side_a}", f"@5 power.outlet.lost {side_b}")
    assert night.items == {side_b: {side_b}}


def test_one_batch_of_both_losses_is_still_one_outage() -> None:
    side_a, side_b = "par1.s1.r01.pdu-a.o01", "par1.s1.r01.pdu-b.o01"
    night = Night()
    night.receives_at(9, f"@1 power.outlet.lost {side_a}", f"@5 power.outlet.lost {side_b}")
    (outage,) = night.open
    assert (set(outage.causes), outage.effect) == ({side_a, side_b}, Effect.DOWN)


# -- flapping ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("every", [2, 4])
def test_fifty_hosts_that_flap_for_two_hours_are_quiet_and_no_lost_room(seed: int, every: int) -> None:
    dice, firing, night = random.Random(seed), set[str](), Night()
    hosts = hosts_behind(*SWITCHES)[:50]
    for minute in range(0, 120, every):
        changed = {host for host in hosts if dice.random() < 0.7}
        reports = [f"{'-' if host in firing else ''}device.down {host}" for host in sorted(changed)]
        firing ^= changed
        night.receives_at(minute, *reports)
        night.waits_until(minute + 1)
    (unstable,) = night.open
    assert (unstable.cause, unstable.inferred, unstable.unstable) == ("", False, "par1.s1")
    assert len(night.of("IncidentOpened")) <= 5
    assert (
        len(
            [
                effect
                for effect in night.effects
                if type(effect).__name__ in ("IncidentReopened", "IncidentRecovered")
            ]
        )
        <= 8
    )


def test_a_hot_place_that_cooled_down_opens_nothing_when_another_alarm_comes() -> None:
    night = Night()
    night.receives_at(0, "temperature.high srv-crm-01", "temperature.high srv-pim-01")
    night.receives_at(1, "-temperature.high srv-pim-01")
    night.receives_at(2, "device.down srv-crm-01")
    assert night.items == {"srv-crm-01": {"srv-crm-01"}}
