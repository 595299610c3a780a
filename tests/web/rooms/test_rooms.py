"""The rooms: what the plan draws, what it says in words, and what it costs."""

import re

import pytest

from tests.web.filling import fill
from tocsin.core.impact import rooms as facts
from tocsin.core.impact.equipment import Equipment, equipment_of
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.rooms import AffectedItem
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import Item, ItemType, Requirement
from tocsin.core.organisation.organisation import Organisation
from tocsin.web.rooms.plan import UNIT, plan_of


def company(*, mis_cabled: bool = False) -> tuple[Organisation, Graph]:
    """A room with a rack on two feeds, one server in it on both (or with both cords on A)."""

    def item(key: str, type: ItemType, parent: str = "", **attributes: object) -> Item:
        return Item(key=key, type=type, name=key, parent=parent, attributes=attributes)

    items = [
        item("site", ItemType.SITE),
        item("s", ItemType.ROOM, "site"),
        item("feed-a", ItemType.FEED, "s", feed="A"),
        item("feed-b", ItemType.FEED, "s", feed="B"),
        item("r", ItemType.RACK, "s", row="A", position=1, height=10, guarantee="high"),
        item("pdu-a", ItemType.PDU, "r"),
        item("pdu-b", ItemType.PDU, "r"),
        *(
            Item(key=f"{pdu}.{n}", type=ItemType.OUTLET, name=str(n), parent=pdu)
            for pdu in ("pdu-a", "pdu-b")
            for n in (1, 2)
        ),
        item("srv", ItemType.DEVICE, "r", u=3, height=2, role="server"),
        item("ups-a", ItemType.UPS, "s"),
        item("ac1", ItemType.COOLING_UNIT, "s"),
        item("line", ItemType.CIRCUIT, "site"),
    ]
    cords = ("pdu-a.1", "pdu-a.2" if mis_cabled else "pdu-b.2")
    requirements = (
        Requirement(item="feed-a", of=("ups-a",), min_up=1, label="power"),
        Requirement(item="s", of=("ac1",), min_up=1, label="cooling", degrades=True),
        Requirement(item="pdu-a", of=("feed-a",), min_up=1, label="power"),
        Requirement(item="pdu-b", of=("feed-b",), min_up=1, label="power"),
        *(Requirement(item=f"{pdu}.{n}", of=(pdu,), min_up=1) for pdu in ("pdu-a", "pdu-b") for n in (1, 2)),
        Requirement(item="srv", of=cords, min_up=1, label="power"),
    )
    known = Organisation(items={item.key: item for item in items}, requirements=requirements)
    return known, Graph.compile(known.items, known.requirements)


def room(affected: dict[str, Effect] | None = None, *, mis_cabled: bool = False) -> facts.Room:
    """That room while these items hurt."""
    known = facts.Inventory(*company(mis_cabled=mis_cabled))
    hit = {
        key: AffectedItem(item=key, effect=effect, incidents=(7,)) for key, effect in (affected or {}).items()
    }
    return facts.room(known, known.items["s"], hit)


def equipment(affected: dict[str, Effect] | None = None) -> tuple[Equipment, ...]:
    """What keeps that room running while these items hurt."""
    known = facts.Inventory(*company())
    hit = {
        key: AffectedItem(item=key, effect=effect, incidents=(7,)) for key, effect in (affected or {}).items()
    }
    return equipment_of(known, known.items["s"], hit)


def test_a_room_is_kept_running_by_its_ups_its_cooling_and_the_lines_of_its_site():
    shown = [(piece.key, piece.type.value, piece.feed, piece.serves) for piece in equipment()]
    assert shown == [
        ("ups-a", "ups", "A", ("feed-a",)),
        ("ac1", "cooling_unit", "", ("s",)),
        ("line", "circuit", "", ()),
    ]


def test_what_is_lost_of_it_is_drawn_with_its_sign():
    lost = equipment({"ac1": Effect.DOWN})
    assert [(rack.key, rack.effect, rack.incidents) for rack in lost if rack.incidents] == [
        ("ac1", Effect.DOWN, (7,))
    ]
    plan = plan_of(room(), lost)
    assert len(plan.equipment) == 3
    below = max(drawn.frame.y + drawn.frame.height for drawn in plan.racks)
    assert all(
        drawn.box.y > below and drawn.box.y + drawn.box.height < plan.height for drawn in plan.equipment
    )
    assert not plan_of(room()).equipment


def test_the_page_draws_it_and_says_the_same_in_words(reader):
    fill()
    page = reader.get("/rooms/par1.s1").content.decode()
    for name in ("Salle 1, onduleur A", "Salle 1, onduleur B", "Climatiseur 1", "Climatiseur 3"):
        assert page.count(name) >= 2, name
    assert "kind-cooling_unit" in page
    assert "En service" in page
    assert (
        "LC-40117" in reader.get("/rooms/vrs1.lt").content.decode()
        or "Liaison WAN Versailles" in reader.get("/rooms/vrs1.lt").content.decode()
    )


def test_a_quiet_room_hurts_nowhere():
    quiet = room()
    assert (quiet.effect, quiet.affected, quiet.incidents) == (Effect.NONE, (), ())
    assert quiet.racks[0].high
    assert quiet.racks[0].devices[0].feeds == "A B"


def test_feed_a_lost_is_no_outage_of_the_rack():
    hurt = room({"feed-a": Effect.DOWN, "srv": Effect.REDUNDANCY_LOST})
    rack = hurt.racks[0]
    assert rack.effect is Effect.REDUNDANCY_LOST
    assert [pdu.dead for pdu in rack.pdus] == [True, False]
    assert [cord.dead for cord in rack.devices[0].cords] == [True, False]
    assert rack.incidents == (7,)


def test_both_cords_on_a_is_found_beforehand():
    found = room(mis_cabled=True)
    assert [device.name for device in found.mis_cabled] == ["srv"]
    assert found.mis_cabled[0].shared == ("r · pdu-a", "feed-a", "ups-a"), "names, nearest first"
    assert room().mis_cabled == ()


def test_a_device_is_drawn_in_its_units():
    drawn = plan_of(room()).racks[0]
    (device,) = drawn.devices
    bottom = drawn.bay.y + drawn.bay.height
    assert device.box.y == pytest.approx(bottom - 4 * UNIT, abs=1)  # U3 and U4
    assert device.box.height == pytest.approx(2 * UNIT, abs=1.1)


def test_feeds_run_above_and_below_and_reach_their_pdus():
    above, below = plan_of(room()).buses
    assert above.feed.letter == "A"
    assert below.plate.y > above.plate.y
    assert above.drops
    assert not above.dead_drops
    assert plan_of(room({"feed-b": Effect.DOWN})).buses[1].dead_drops


def test_a_rack_without_devices_or_pdus_is_still_drawn():
    known = Organisation(
        items={
            "s": Item(key="s", type=ItemType.ROOM, name="s"),
            "r": Item(key="r", type=ItemType.RACK, name="r", parent="s"),
        }
    )
    inventory = facts.Inventory(known, Graph.compile(known.items, ()))
    assert len(plan_of(facts.room(inventory, known.items["s"], {})).racks) == 1


def test_rooms_show_where_it_hurts(reader):
    fill()
    page = reader.get("/rooms").content.decode()
    assert page.index("Salle 1") < page.index("Madrid")  # the largest first
    assert 'href="/rooms/par1.s1"' in page


def test_a_room_is_drawn_and_described(reader):
    fill()
    page = reader.get("/rooms/par1.s1").content.decode()
    assert page.count('class="rack-link"') == 8
    assert "srv-edi-01" in page
    assert re.search(r'id="rack-par1.s1.r07".*?<span class="sr">\s*Baie 07', page, re.S)
    assert "INC-2" in page


def test_a_rack_opens_with_what_hangs_on_it(reader):
    fill()
    page = reader.get("/rooms/par1.s1?rack=par1.s1.r07").content.decode()
    assert "Téléphonie" in page
    assert "kvm-par1-01" in page
    assert "INC-2" in page
    assert "INC-3" not in page


def test_no_such_room_or_a_thing_that_is_none(reader):
    fill()
    assert reader.get("/rooms/nowhere").status_code == 404
    assert reader.get("/rooms/srv-crm-01").status_code == 404


def test_without_an_organisation_the_page_says_what_to_do(reader):
    assert "tocsin apply" in reader.get("/rooms").content.decode()


@pytest.mark.parametrize(("address", "queries"), [("/rooms", 5), ("/rooms/par1.s1?rack=par1.s1.r07", 7)])
def test_a_room_costs_a_fixed_number_of_queries(reader, django_assert_max_num_queries, address, queries):
    fill()
    reader.get(address)
    with django_assert_max_num_queries(queries):
        reader.get(address)
