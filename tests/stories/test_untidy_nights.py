"""Untidy nights through the whole journey: messages in, incidents, timelines and notices out."""

from collections.abc import Iterator

import pytest

from tests.core.correlation.test_untidy_nights import HOT, SHUT, SINGLE, SWITCHES, hosts_behind
from tests.flow.house import House, known, says
from tests.flow.house import house as opened
from tocsin.core.event.message import Message
from tocsin.core.incident.values import State
from tocsin.flow import clock
from tocsin.store import incidents as rows

Told = tuple[float, str]  # minute, "kind item" or "-kind item"
PDU, ROUTER = "mad1.lt.r01.pdu-a", "rt-mad1-01"
HOSTS = hosts_behind(*SWITCHES)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened() as inhabited:
        yield inhabited


def play(house: House, told: list[Told]) -> None:
    """Each minute's events as one batch."""
    begun = clock.now()
    for minute in sorted({minute for minute, _ in told}):
        clock.fast_forward(seconds=begun.timestamp() + 60 * minute - clock.now().timestamp())
        house.hears(*(_message(text) for at, text in told if at == minute))


def _message(text: str) -> Message:
    kind, item = text.lstrip("-").split()
    return says(kind, item, state="resolved" if text.startswith("-") else "firing")


def down(minute: float, *hosts: str) -> list[Told]:
    return [(minute, f"device.down {host}") for host in hosts]


NIGHTS: dict[str, tuple[list[Told], dict[str, bool]]] = {
    "the PDU is named 15 minutes after its servers": (
        [*down(0, *SINGLE), (15, f"power.pdu.lost {PDU}")],
        {PDU: False},
    ),
    "the PDU is named 40 minutes after two of its servers": (
        [*down(0, SINGLE[0]), *down(1, SINGLE[1]), (40, f"power.pdu.lost {PDU}")],
        {PDU: False},
    ),
    "a router is named with its hosts": (down(0, *SINGLE, ROUTER), {ROUTER: False}),
    "only the hosts behind a router are heard": (down(0, *SINGLE), {ROUTER: True}),
    "both core switches, then their hosts": (
        [*down(0, *SWITCHES), *down(1, *HOSTS)],
        {SWITCHES[0]: False},
    ),
    "cooling lost, temperatures, shutdowns": (
        [(0.0, "cooling.lost par1.s1"), *HOT, *SHUT],
        {"par1.s1": False},
    ),
    "temperatures and shutdowns": ([*HOT, *SHUT], {"par1.s1.r01": False}),
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
    told, causes = NIGHTS[night]
    play(house, told)
    standing = [incident for incident in known() if incident.recovered_at is None]
    assert {incident.cause: incident.inferred for incident in standing} == causes
    assert all(entry.why for entry in rows.timeline(standing[0].subject))


def test_hosts_that_flap_are_said_to_be_unstable_and_no_room_is_said_to_be_lost(house: House) -> None:
    play(
        house,
        [
            (turn / 4, f"{'-' if turn % 2 else ''}device.down {host}")
            for turn in range(20)
            for host in HOSTS[:20]
        ],
    )
    (unstable,) = [incident for incident in known() if incident.state is not State.RESOLVED]
    assert (unstable.cause, unstable.inferred) == ("", False)
    assert unstable.title.en.startswith("Unstable alerts: ")


def test_an_outlet_that_is_back_is_no_part_of_the_next_loss(house: House) -> None:
    side_a, side_b = "par1.s1.r01.pdu-a.o01", "par1.s1.r01.pdu-b.o01"
    begun = clock.now()
    clock.fast_forward(minutes=9)
    house.hears(
        says("power.outlet.lost", side_a, at=begun),
        says("power.outlet.lost", side_a, state="resolved", at=begun.replace(minute=begun.minute + 3)),
        says("power.outlet.lost", side_b, at=begun.replace(minute=begun.minute + 5)),
    )
    assert [(incident.cause, incident.recovered_at is None) for incident in known()] == [
        (side_a, False),
        (side_b, True),
    ]
