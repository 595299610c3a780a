"""Untidy nights through the whole journey: messages in, incidents, timelines and notices out."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.correlation.cachemire import company
from tests.core.correlation.test_untidy_nights import HOT, SHUT, SINGLE, SWITCHES, hosts_behind
from tests.flow.house import House, known, post_event
from tests.flow.house import house as opened
from tocsin.connectors.files import read_directory
from tocsin.core.event.message import Message
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import State
from tocsin.core.organisation.objects import Section
from tocsin.core.sla.commitments import choose
from tocsin.demo.command import company as playable
from tocsin.flow import clock, organisation
from tocsin.store import incidents as rows

Reported = tuple[float, str]  # minute, "kind item" or "-kind item"
CACHEMIRE = Path("examples/cachemire")
PDU, ROUTER = "mad1.lt.r01.pdu-a", "rt-mad1-01"
HOSTS = hosts_behind(*SWITCHES)
HOSTS_OF_MADRID = [ROUTER, "sw-mad1-01", *hosts_behind("mad1.lt")]


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened() as inhabited:
        yield inhabited


def play(house: House, reports: list[Reported]) -> None:
    """Each minute's events as one batch."""
    begun = clock.now()
    for minute in sorted({minute for minute, _ in reports}):
        clock.fast_forward(seconds=begun.timestamp() + 60 * minute - clock.now().timestamp())
        house.receives(*(_message(text) for at, text in reports if at == minute))


def _message(text: str) -> Message:
    kind, item = text.lstrip("-").split()
    return post_event(kind, item, state="resolved" if text.startswith("-") else "firing")


def down(minute: float, *hosts: str) -> list[Reported]:
    return [(minute, f"device.down {host}") for host in hosts]


NIGHTS: dict[str, tuple[list[Reported], dict[str, bool]]] = {
    "the PDU is named 15 minutes after its servers": (
        [*down(0, *SINGLE), (15, f"power.pdu.lost {PDU}")],
        {PDU: False},
    ),
    "the PDU is named 40 minutes after two of its servers": (
        [*down(0, SINGLE[0]), *down(1, SINGLE[1]), (40, f"power.pdu.lost {PDU}")],
        {PDU: False},
    ),
    "a router is named with its hosts": (down(0, *SINGLE, ROUTER), {ROUTER: False}),
    "only the hosts behind a router are reported": (down(0, *SINGLE), {ROUTER: True}),
    "both core switches, then their hosts": (
        [*down(0, *SWITCHES), *down(1, *HOSTS)],
        {SWITCHES[0]: False},
    ),
    "cooling lost, temperatures, shutdowns": (
        [(0.0, "cooling.lost par1.s1"), *HOT, *SHUT],
        {"par1.s1": False},
    ),
    "temperatures and shutdowns": ([*HOT, *SHUT], {"par1.s1.r01": False}),
    "66 hosts alone, which need one of two switches": (down(0, *HOSTS), {SWITCHES[0]: True}),
    "a hypervisor and its virtual machines": (
        down(0, "vm-rec-01", "hv-par1-16", "vm-rec-02"),
        {"hv-par1-16": False},
    ),
    "virtual machines, then their hypervisor": (
        [*down(0, "vm-rec-01", "vm-rec-02"), *down(3, "hv-par1-16")],
        {"hv-par1-16": False},
    ),
    "the CRM is slow, then its database server is degraded": (
        [(0, "application.slow crm"), (3, "device.degraded srv-crm-01")],
        {"srv-crm-01": False},
    ),
    "a database server is degraded, then the CRM is slow": (
        [(0, "device.degraded srv-crm-01"), (3, "application.slow crm")],
        {"srv-crm-01": False},
    ),
}


@pytest.mark.parametrize("night", NIGHTS)
def test_an_untidy_night_is_one_incident_with_its_cause(house: House, night: str) -> None:
    reports, causes = NIGHTS[night]
    play(house, reports)
    standing = [incident for incident in known() if incident.recovered_at is None]
    assert {incident.cause: incident.inferred for incident in standing} == causes
    assert all(entry.why for entry in rows.timeline(standing[0].subject))


@pytest.mark.parametrize("line_first", [True, False])
def test_a_region_that_lost_its_line_is_the_line_its_operator_and_its_contract(
    house: House, line_first: bool
) -> None:
    line, hosts = (0 if line_first else 4, "circuit.down wan-mad1"), down(2, ROUTER, *SINGLE, "sw-mad1-01")
    play(house, [line, *hosts])
    (lost,) = (incident for incident in known() if incident.recovered_at is None)
    assert (lost.cause, lost.inferred, lost.effect) == ("wan-mad1", False, Effect.DEGRADED)
    assert (lost.supplier, lost.regions) == ("ligne-claire", ("es",))
    supplier = choose(lost.terms, "supplier", criticality=lost.criticality, peak=lost.peak, start=lost.since)
    assert supplier is not None
    assert supplier.commitment.spec.key == "ligne-claire-access"


@pytest.mark.parametrize("server_first", [True, False])
def test_a_monitoring_server_that_dies_is_one_incident_and_what_it_watches_is_doubted(
    house: House, server_first: bool
) -> None:
    watched = down(2, ROUTER, "sw-mad1-01", *SINGLE)
    play(house, [(0 if server_first else 4, "device.down vm-mon-es"), *watched])
    (lost,) = (incident for incident in known() if incident.recovered_at is None)
    assert (lost.cause, lost.inferred) == ("vm-mon-es", False)
    assert "files-es" not in lost.applications
    assert len(house.sent) <= 2  # one notice a team, not one a host


def test_a_monitoring_server_that_nobody_speaks_of_is_suspected(house: House) -> None:
    play(house, down(0, *sorted(company().graph.watched_by("vm-mon-es") & set(HOSTS_OF_MADRID))))
    (lost,) = (incident for incident in known() if incident.recovered_at is None)
    assert (lost.cause, lost.inferred) == ("vm-mon-es", True)


def at_the_pace_of_life() -> None:
    """The demo's stories are ten times as fast, and so is what counts as flapping there."""
    (settings,) = (known for known in read_directory(CACHEMIRE)[0] if known.section is Section.SETTINGS)
    others = (known for known in playable() if known.section is not Section.SETTINGS)
    organisation.apply([settings, *others], by="test")


def test_fifty_hosts_that_flap_for_two_hours_are_quiet_and_no_room_is_reported_lost(house: House) -> None:
    at_the_pace_of_life()
    dice, firing, reports = random.Random(7), set[str](), list[Reported]()
    for minute in range(0, 120, 3):
        changed = sorted(host for host in HOSTS[:50] if dice.random() < 0.7)
        reports += [(minute, f"{'-' if host in firing else ''}device.down {host}") for host in changed]
        firing ^= set(changed)
    play(house, reports)
    standing = [incident for incident in known() if incident.state is not State.RESOLVED]
    assert {(incident.cause, incident.inferred) for incident in standing} == {("", False)}
    assert standing[0].title.en.startswith("Unstable alerts: ")
    assert len(house.sent) <= 12, house.sent  # in two hours, of some 1,400 changes


def test_an_outlet_that_is_back_is_no_part_of_the_next_loss(house: House) -> None:
    side_a, side_b = "par1.s1.r01.pdu-a.o01", "par1.s1.r01.pdu-b.o01"
    begun = clock.now()
    clock.fast_forward(minutes=9)
    house.receives(
        post_event("power.outlet.lost", side_a, at=begun),
        post_event("power.outlet.lost", side_a, state="resolved", at=begun.replace(minute=begun.minute + 3)),
        post_event("power.outlet.lost", side_b, at=begun.replace(minute=begun.minute + 5)),
    )
    assert [(incident.cause, incident.recovered_at is None) for incident in known()] == [
        (side_a, False),
        (side_b, True),
    ]
