"""Alerts that turn out to be part of another trouble: their rows, timelines and recoveries go along."""

from tests.flow.house import House, known, post_event, verbs
from tocsin.flow import clock
from tocsin.store import models

ROUTER, OUTLET = "rt-mad1-01", "mad1.lt.r01.pdu-a.o07"


def test_a_router_named_after_its_hosts_leaves_a_stranger_to_an_incident_of_its_own(house: House) -> None:
    """Two hosts and an outlet spoke of their PDU; the router named later explains the hosts alone."""
    house.receives(
        post_event("device.down", "srv-mad1-01"),
        post_event("device.down", "nas-mad1-01"),
        post_event("power.outlet.lost", OUTLET),
    )
    (before,) = known()
    assert (before.cause, before.inferred) == ("mad1.lt.r01.pdu-a", True)

    clock.fast_forward(minutes=2)
    house.receives(post_event("device.down", ROUTER))
    network, apart = known()
    assert (network.id, network.cause, network.inferred) == (before.id, ROUTER, False)
    assert (apart.cause, apart.inferred, apart.alert_count) == (OUTLET, False, 1)
    assert "gave" in verbs(network)
    rows = dict(models.Alert.objects.values_list("item", "incident_id"))
    assert rows == {
        "srv-mad1-01": network.id,
        "nas-mad1-01": network.id,
        ROUTER: network.id,
        OUTLET: apart.id,
    }

    clock.fast_forward(minutes=2)
    house.receives(post_event("power.outlet.lost", OUTLET, state="resolved"))
    assert [incident.recovered_at is not None for incident in known()] == [False, True]
