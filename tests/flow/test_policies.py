"""The numbers of the rules are the organisation's: each can be set, and is one truth for rules and pages."""

import pytest
from msgspec.structs import replace

from tests.flow.house import OUTLET, House, known, post_event, verbs
from tocsin.core.event.values import Place
from tocsin.core.organisation.objects import Section
from tocsin.flow import organisation
from tocsin.store import declared
from tocsin.store.read import messages as read

LOST = {"kind": "power.outlet.lost", "item": OUTLET, "source": "valmont"}


def with_policies(**policies: float) -> None:
    objects = [
        replace(declaration, spec=declaration.spec | {"policies": policies})
        if declaration.section == Section.SETTINGS
        else declaration
        for declaration in declared.objects()
    ]
    organisation.apply(objects, by="me")


@pytest.mark.parametrize(("seconds", "reopened"), [(600, True), (60, False)])
def test_how_soon_an_incident_reopens_can_be_set(house: House, seconds: int, reopened: bool) -> None:
    with_policies(reopen_s=seconds)
    house.receives(post_event(**LOST))
    house.receives(post_event(**LOST, state="resolved"))
    house.waits(minutes=5)
    house.receives(post_event(**LOST))
    assert ("reopened" in verbs(known()[0])) is reopened
    assert len(known()) == (1 if reopened else 2)


@pytest.mark.parametrize(("trust", "believed"), [(0.9, True), (0.97, False)])
def test_how_certain_a_place_must_be_can_be_set(house: House, trust: float, believed: bool) -> None:
    """An address is found with 0.95: an organisation may want names and its own answers alone."""
    with_policies(trust=trust)
    name = "10.20.2.21"
    house.receives(post_event("device.down", name, key=""))
    found = organisation.company().resolver.resolve(Place(text=name), source="http-it", kind="device.down")
    assert found.item == "srv-dns-03"
    assert (known()[0].cause == "srv-dns-03") is believed
    assert bool(read.doubts(trust)) is not believed
