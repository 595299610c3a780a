"""Organisation: declared objects become one snapshot that every stage reads."""

import time

import pytest

from tests.core.organisation.small import objects, specs
from tocsin.core.inventory.values import ItemType, Requirement
from tocsin.core.kernel.errors import BadInput
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.organisation import Organisation


def test_a_pdu_stands_for_its_outlets() -> None:
    items = Organisation.of(objects(specs())).items
    outlets = [item.key for item in items.values() if item.type == ItemType.OUTLET]
    assert outlets[:2] == ["dc.s1.r01.pdu-a.o01", "dc.s1.r01.pdu-a.o02"]
    assert len(outlets) == 8


def test_an_outlet_declared_by_itself_takes_the_place_of_its_namesake() -> None:
    own = {"type": "outlet", "parent": "dc.s1.r01.pdu-a", "name": "broken", "aliases": ["the burnt one"]}
    items = Organisation.of(objects({"item/dc.s1.r01.pdu-a.o02": own, **specs()})).items
    assert items["dc.s1.r01.pdu-a.o02"].name == "broken"


def test_what_an_item_needs() -> None:
    needed = Organisation.of(objects(specs())).requirements
    cords = ("dc.s1.r01.pdu-a.o01", "dc.s1.r01.pdu-b.o01")
    assert Requirement(item="srv-01", of=cords, min_up=1, label="power") in needed
    assert Requirement(item="dc.s1.r01.pdu-a", of=("dc.s1.feed-a",), min_up=1, label="power") in needed
    assert Requirement(item="crm", of=("srv-01", "srv-02"), min_up=1) in needed
    assert Requirement(item="srv-01", of=("srv-02",), min_up=1, label="network") in needed


@pytest.mark.parametrize(
    ("need", "min_up"),
    [
        ({"any": ["srv-01", "srv-02"]}, 1),
        ({"all": ["srv-01", "srv-02"]}, 2),
        ({"at_least": 1, "of": ["srv-01"]}, 1),
    ],
)
def test_the_three_ways_to_need(need: dict[str, object], min_up: int) -> None:
    declared = specs() | {"application/web": {"name": "W", "criticality": "low", "needs": [need]}}
    found = [
        requirement
        for requirement in Organisation.of(objects(declared)).requirements
        if requirement.item == "web"
    ]
    assert [requirement.min_up for requirement in found] == [min_up]


def test_what_an_item_inherits_from_what_contains_it() -> None:
    declared = specs()
    declared["item/dc.s1.r01"]["attributes"] = {"guarantee": "high"}
    declared["item/dc"]["region"] = "fr"
    organisation = Organisation.of(objects(declared))
    assert organisation.guarantee_of("srv-01") == "high"
    assert organisation.guarantee_of("dc.s1") == ""
    assert organisation.supplier_of("dc.s1.r01.pdu-a.o01") == "host"
    assert organisation.region_of("srv-01") == "fr"
    assert organisation.region_of("nothing") == ""


def test_a_container_that_contains_itself_ends() -> None:
    declared = specs() | {
        "item/x": {"type": "room", "parent": "y"},
        "item/y": {"type": "room", "parent": "x"},
    }
    assert [item.key for item in Organisation.of(objects(declared)).path("x")] == ["x", "y"]


def test_the_members_of_a_team_are_named_by_it_or_by_themselves() -> None:
    declared = specs()
    declared["team/desk"] = {"name": "Desk", "scope": "group", "members": ["bob"]}
    teams = Organisation.of(objects(declared)).teams
    assert teams["systems"].members == ("anne", "bob")
    assert teams["desk"].members == ("bob",)


def test_the_priority_matrix() -> None:
    organisation = Organisation.of(objects(specs()))
    assert organisation.priority("down", Criticality.CRITICAL) == Priority.P1
    assert organisation.priority("redundancy_lost", Criticality.LOW) == Priority.P5
    assert organisation.priority("none", Criticality.CRITICAL) == Priority.P5


def test_rules_are_tried_in_their_order() -> None:
    declared = {
        "routing/z": {"order": 100, "team": "systems"},
        **specs(),
        "routing/a": {"order": 5, "team": "systems"},
    }
    assert [rule.key for rule in Organisation.of(objects(declared)).routing] == ["a", "last", "z"]


def test_what_does_not_decode_is_refused_with_every_reason() -> None:
    declared = specs() | {"person/bob": {"name": 1}, "kind/x": {"label": "x"}}
    with pytest.raises(BadInput) as refused:
        Organisation.of(objects(declared))
    assert {fault.file for fault in refused.value.faults} == {"person.yaml", "kind.yaml"}


def test_an_unknown_section_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown section 'persons'"):
        Organisation.of([Object(section="persons", key="x", spec={})])


def test_a_company_of_fifty_thousand_items_is_read_in_well_under_two_seconds() -> None:
    declared = [Object(section="item", key="dc", spec={"type": "site"})]
    for rack in range(700):
        name = f"r{rack}"
        declared.append(Object(section="item", key=name, spec={"type": "rack", "parent": "dc"}))
        for pdu in (f"{name}.pdu-a", f"{name}.pdu-b"):
            spec = {"type": "pdu", "parent": name, "outlets": 24, "feed": "f"}
            declared.append(Object(section="item", key=pdu, spec=spec))
        for number in range(1, 21):
            cords = [f"{name}.pdu-a.o{number:02d}", f"{name}.pdu-b.o{number:02d}"]
            spec = {"type": "device", "parent": name, "cords": cords, "attributes": {"u": number}}
            declared.append(Object(section="item", key=f"srv-{rack}-{number}", spec=spec))
    started = time.process_time()
    organisation = Organisation.of(declared)
    assert time.process_time() - started < 2
    assert len(organisation.items) > 49_000
