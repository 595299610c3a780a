"""The example company is whole, realistic, and as the brief describes it."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from tocsin.connectors.files import read_directory
from tocsin.core.event.values import Place
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.incident.assessment import assess
from tocsin.core.inventory.resolution import Resolver
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.check import check
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.channels import CHANNELS

EXAMPLE = Path(__file__).parents[3] / "examples" / "cachemire"


@pytest.fixture(scope="module")
def cachemire() -> Organisation:
    return Organisation.of(read_directory(EXAMPLE)[0])


def test_it_has_no_fault_and_its_doubts_are_those_laid_on_purpose() -> None:
    objects, faults = read_directory(EXAMPLE)
    assert faults == ()
    faults, warnings = check(objects, CHANNELS)
    assert [str(fault) for fault in faults] == []
    mis_cabled = [
        warning.why.facts["device"] for warning in warnings if warning.why.code == "fault.doubt.miscabled"
    ]
    single = [
        warning.why.facts["device"] for warning in warnings if warning.why.code == "fault.doubt.single_cord"
    ]
    assert mis_cabled == ["srv-esb-02", "srv-oms-02", "srv-edi-01", "srv-bi-03"]
    assert single == ["srv-dns-01", "srv-dns-02", "srv-dns-03"]
    assert len(warnings) == 7


def test_the_french_team_is_twelve(cachemire: Organisation) -> None:
    sizes = {
        key: len(cachemire.teams[key].members) for key in ("projects", "systems", "network", "direction")
    }
    assert sizes == {"projects": 3, "systems": 6, "network": 3, "direction": 2}
    assert set(cachemire.regions) == {"fr", "es", "it", "de"}
    for region in cachemire.regions.values():
        assert cachemire.persons[region.manager].region == region.key
        assert len(cachemire.teams[f"it-{region.key}"].members) >= 4


def test_the_rooms_at_the_host(cachemire: Organisation) -> None:
    racks = [
        item.key
        for item in cachemire.items.values()
        if item.type == ItemType.RACK and item.key.startswith("par1.")
    ]
    assert len(racks) == 14
    assert [key for key in racks if cachemire.guarantee_of(key) == "high"] == ["par1.s1.r01", "par1.s1.r02"]
    assert {cachemire.supplier_of(key) for key in racks} == {"valmont"}
    for rack in racks:
        pdus = [
            item for item in cachemire.items.values() if item.parent == rack and item.type == ItemType.PDU
        ]
        assert [pdu.key.removeprefix(rack) for pdu in pdus] == [".pdu-a", ".pdu-b"]


def test_its_size(cachemire: Organisation) -> None:
    types = Counter(item.type for item in cachemire.items.values())
    assert types[ItemType.DEVICE] == 150
    assert types[ItemType.APPLICATION] == 25
    assert types[ItemType.OUTLET] == 28 * 24 + 4 * 12
    assert types[ItemType.CIRCUIT] == 6
    assert types[ItemType.COOLING_UNIT] == 5
    assert types[ItemType.UPS] == 8
    assert types[ItemType.VIRTUAL_MACHINE] == 11


def test_a_region_cut_off_from_the_rooms(cachemire: Organisation) -> None:
    """The line, its operator, its contract, and what it does to the region behind it."""
    graph = Graph.compile(cachemire.items, cachemire.requirements, cachemire.watching)
    assert cachemire.supplier_of("wan-mil1") == "ligne-claire"
    loss = graph.lost("wan-mil1")
    effects = {key: loss.effect(key).value for key in ("mil1", "nas-mil1-01", "files-it", "erp", "payroll")}
    degraded = dict.fromkeys(("mil1", "nas-mil1-01", "files-it", "erp"), "degraded")
    assert effects == {**degraded, "payroll": "none"}
    found = assess(cachemire, cause="wan-mil1", effect=Effect.DOWN, hits=loss.hits)
    assert (found.regions, found.effect.value) == (("it",), "degraded")
    assert graph.lost("wan-dus1-1").effect("nas-dus1-01").value == "none"  # the other one carries it


def test_what_the_others_of_the_model_do(cachemire: Organisation) -> None:
    graph = Graph.compile(cachemire.items, cachemire.requirements, cachemire.watching)
    assert graph.lost("par1.s1.crac-1").effect("par1.s1").value == "redundancy_lost"
    hot = graph.impact({"par1.s1.crac-1": Effect.DOWN, "par1.s1.crac-2": Effect.DOWN})
    assert hot.effect("srv-crm-01").value == "degraded"
    assert graph.lost("par1.s1.ups-a").effect("par1.s1.r07.pdu-a").value == "down"
    assert graph.lost("hv-par1-01").effect("vm-pim-01").value == "redundancy_lost"
    assert graph.lost("hv-par1-16").effect("vm-rec-01").value == "down"
    assert graph.observers == {"vm-mon-fr", "vm-mon-es", "vm-mon-it", "vm-mon-de"}
    assert graph.blinds("wan-mil1", "srv-crm-01") == ()
    assert graph.blinds("wan-mil1", "nas-mil1-01") == graph.observers_of("nas-mil1-01") == ("vm-mon-it",)


def test_what_was_promised(cachemire: Organisation) -> None:
    targets = {commitment.key: commitment.target_s // 3600 for commitment in cachemire.commitments}
    assert targets["crm-erp"] == targets["critical-working"] == 24
    assert targets["critical-non-working"] == 72
    assert targets["valmont-high"] == 4
    assert targets["valmont-standard"] == 8
    assert cachemire.applications["crm"].criticality == Criticality.CRITICAL


def test_the_demos_tokens_are_digests_of_demo_and_the_sources_key(cachemire: Organisation) -> None:
    for source in cachemire.sources.values():
        if source.tokens:
            assert source.tokens[0] == hashlib.sha256(f"demo-{source.key}".encode()).hexdigest()


@pytest.mark.parametrize(
    ("place", "item"),
    [
        (Place(parts={"host": "par-dc1-pdu-a"}), "par1.s1.r01.pdu-a"),  # Nagios, host mails; Alertmanager
        (Place(parts={"host": "PDU A, Paris DC1"}), "par1.s1.r01.pdu-a"),  # Nagios, service mails; Icinga 2
        (Place(parts={"host": "par-dc1-pdu-b"}), "par1.s1.r01.pdu-b"),
        (Place(parts={"address": "192.0.2.10"}), "par1.s1.r01.pdu-a"),
        (Place(text="PAR1 / Salle 1 / Baie R07 / PDU A / prise 12"), "par1.s1.r07.pdu-a.o12"),
        (Place(text="Salle 2, voie B"), "par1.s2.feed-b"),
        (Place(text="SRV-CRM-01.cachemire.example"), "srv-crm-01"),
        (Place(text="Cage Cachemire 2"), "par1.s2"),
    ],
)
def test_what_the_sources_wrote_is_found(cachemire: Organisation, place: Place, item: str) -> None:
    found = Resolver.of(cachemire).resolve(place, source="valmont", kind="")
    assert (found.item, found.certain) == (item, True)
