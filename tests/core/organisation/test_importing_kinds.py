"""An imported inventory has more than devices: virtual machines, PDUs, circuits, clusters, UPS and cooling."""

import time
from typing import Any

import pytest

from tests.core.organisation.test_importing import KNOWN, specs
from tocsin.core.organisation.importing.columns import Table, table_of
from tocsin.core.organisation.importing.inventory import Imported, imported
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.sheets import Row, Sheet

OPERATOR = Object(section=Section.SUPPLIER, key="lc", spec={"name": "Ligne Claire"})


def item(key: str, **spec: Any) -> Object:
    return Object(section=Section.ITEM, key=key, spec=spec, file=spec.pop("file", "devices.csv"))


ESTATE = (*KNOWN, OPERATOR, item("hv-1", type="device", parent="par1.s1.r07"), item("hv-2", type="device"))


def table(title: str, *lines: str) -> Table:
    rows = [Row(number=number, cells=tuple(line.split("|"))) for number, line in enumerate(lines, 1)]
    found = table_of(Sheet(name=title, rows=tuple(rows)), {})
    assert found is not None
    return found


def read(*sheets: Table, known: tuple[Object, ...] = ESTATE) -> Imported:
    return imported(sheets, known, "inventory.xlsx")


@pytest.mark.parametrize(
    ("title", "header", "type_"),
    [
        ("Feuil1", "VM|Cluster|Host", "virtual_machine"),
        ("Feuil1", "Machine virtuelle|Hyperviseur|Adresse IP", "virtual_machine"),
        ("vInfo", "VM|Powerstate|CPUs|Host|Cluster|DNS Name", "virtual_machine"),
        ("netbox_virtual machines", "Name|Status|Cluster|Role", "virtual_machine"),
        ("Serveurs virtuels", "Nom|Hôte|IP", "virtual_machine"),
        ("Feuil2", "Name|vCPUs|Cluster", "virtual_machine"),
        ("Feuil1", "PDU|Baie|Voie|Nb prises", "pdu"),
        ("Bandeaux de prises", "Nom|Baie|Voie", "pdu"),
        ("Feuil1", "Baie|Bandeau|Voie", "pdu"),
        ("Feuil1", "Circuit ID|Provider|Side A|Side Z", "circuit"),
        ("Liens WAN", "Nom|Site|Opérateur|Débit", "circuit"),
        ("Feuil1", "Nom|Site|Opérateur|Débit (Mbps)", "circuit"),
        ("Feuil1", "Liaison|Agence|Opérateur", "circuit"),
        ("Feuil1", "Cluster|Hôtes", "cluster"),
        ("Feuil1", "Grappe|Nœuds", "cluster"),
        ("Feuil1", "Site|Salle|Onduleur|kVA", "ups"),
        ("UPS", "Name|Room|Power", "ups"),
        ("Climatisation", "Nom|Salle|Puissance", "cooling_unit"),
        ("Feuil1", "Salle|Climatiseur|kW", "cooling_unit"),
        ("Serveurs", "Nom|Baie|PDU A|Prise A", "device"),
        ("Serveurs et PDU", "Nom|Type|Baie", "device"),
        ("Feuil1", "Équipement|Type|Baie|U", "device"),
        ("Feuil1", "PDU|Hostname|Prise A", "device"),
        ("Machines", "Hostname|IP", "device"),
        ("Feuil1", "Baie|Salle", "rack"),
    ],
)
def test_the_columns_and_the_title_say_what_a_sheet_lists(title: str, header: str, type_: str) -> None:
    found = table(title, header, "|".join("x" for _ in header.split("|")))
    assert (found.type, found.has_names) == (type_, True)


def test_virtual_machines_stand_on_their_cluster_and_a_new_cluster_gets_the_hosts_that_are_named() -> None:
    found = read(
        table("VM", "VM|Cluster|Host|IP|Rôle", "VM-1|vmw-a|hv-1.corp.example|10.0.0.1|web", "VM-2|VMW-A|HV-2||",
              "VM-3||hv-1||"),
    )  # fmt: skip
    assert not found.faults
    assert specs(found) == {
        "vmw-a": {"type": "cluster", "name": "vmw-a", "parent": "par1", "hosts": ["hv-1", "hv-2"]},
        "vm-1": {"type": "virtual_machine", "parent": "vmw-a", "attributes": {"role": "web", "address": "10.0.0.1"}},
        "vm-2": {"type": "virtual_machine", "parent": "vmw-a"},
        "vm-3": {"type": "virtual_machine", "parent": "hv-1"},
    }  # fmt: skip


def test_what_others_hang_on_is_read_first_wherever_its_sheet_stands() -> None:
    found = read(
        table("VM", "VM|Cluster", "vm-9|c1"),
        table("Clusters", "Cluster|Hôtes|Hôtes nécessaires", "C1|srv-9, hv-1|1"),
        table("Serveurs", "Nom|Site|Salle|Baie|Prise A", "SRV-9|Paris|1|7|3"),
        table("PDU", "PDU|Site|Salle|Baie|Voie|Nb prises", "PDU-R07-GAUCHE|Paris|1|7|Voie A|36"),
        table("Onduleurs", "Onduleur|Site|Salle|Voie|kVA", "Onduleur A|Paris|1|A|120 kVA"),
    )
    assert not found.faults
    made = specs(found)
    assert made["vm-9"]["parent"] == "c1"
    assert made["c1"]["hosts"] == ["srv-9", "hv-1"]
    (pdu,) = (key for key, spec in made.items() if spec["type"] == "pdu")
    assert made["srv-9"]["cords"] == [f"{pdu}.o03"]
    assert made[pdu]["outlets"] == 36
    assert made[pdu]["feed"] == "par1.s1.feed-a"
    assert made["par1.s1.feed-a"]["feed"] == "par1.s1.ups-a"
    assert made["par1.s1.ups-a"] == {
        "type": "ups", "name": "Onduleur A", "parent": "par1.s1", "attributes": {"kva": 120},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "mbps"),
    [("100", 100), ("200 Mbit/s", 200), ("1 Gb/s", 1000), ("2,5G", 2500), ("1 000", 1000), ("512 kbit/s", 1)],
)
def test_circuits_with_their_operator_number_ends_and_bandwidth(cell: str, mbps: int) -> None:
    found = read(
        table(
            "WAN",
            "Liaison|Site|Vers|Opérateur|N° circuit|Débit",
            f"Lyon principale|Lyon|Paris|Ligne Claire|LC-1|{cell}",
        )
    )
    assert not found.faults
    assert specs(found)["lyon-principale"] == {
        "type": "circuit", "name": "Lyon principale", "parent": "lyon", "to": "par1", "supplier": "lc",
        "attributes": {"cid": "LC-1", "mbps": mbps},
    }  # fmt: skip


def test_cooling_units_and_their_power() -> None:
    found = read(table("Clim", "Climatiseur|Site|Salle|kW|Voie", "Clim 1|Paris|1|37,5|B"))
    assert specs(found)["par1.s1.crac-1"] == {
        "type": "cooling_unit", "name": "Clim 1", "parent": "par1.s1", "feed": "par1.s1.feed-b",
        "attributes": {"kw": 37.5},
    }  # fmt: skip


def test_a_sheet_of_everything_says_in_each_row_what_it_is() -> None:
    found = read(
        table(
            "Inventaire", "Nom|Type|Site|Salle|Baie|U",
            "SRV-1|Serveur|Paris|1|7|3", "vm-1|VM|Paris|||", "Onduleur B|Onduleur|Paris|1||", "PDU B|PDU|Paris|1|7|",
        )
    )  # fmt: skip
    assert not found.faults
    assert {key: spec["type"] for key, spec in specs(found).items()} == {
        "srv-1": "device", "vm-1": "virtual_machine", "par1.s1.ups-b": "ups", "par1.s1.r07.pdu-b": "pdu",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "header", "line", "column", "text"),
    [
        ("VM", "VM|Host", "vm-1|hv-3", "Host", "'hv-3' is no declared device"),
        ("VM", "VM|Host", "hv-1|hv-2", "VM", "as another type (device)"),
        ("PDU", "PDU|Baie|Nb prises", "PDU A|7|beaucoup", "Nb prises", "'beaucoup' is no whole number"),
        ("PDU", "PDU|Baie|Nb prises", "PDU A|7|²", "Nb prises", "no whole number"),
        ("PDU", "PDU|Baie|Nb prises", "PDU A|7|1200", "Nb prises", "1 to 96"),
        ("WAN", "Circuit|Site|Opérateur", "c1|Paris|Inconnu", "Opérateur", "unknown supplier"),
        ("WAN", "Circuit|Site|Vers", "c1|Paris|Lune", "Vers", "unknown site"),
        ("WAN", "Circuit|Site|Débit", "c1|Paris|vite", "Débit", "no bandwidth"),
        ("Clusters", "Cluster|Hôtes", "c1|hv-1 hv-9", "Hôtes", "'hv-9' is no declared device"),
        ("UPS", "Onduleur|Salle|kVA", "U1|1|gros", "kVA", "no number of kva"),
    ],
)
def test_a_mistake_names_its_sheet_row_column_and_remedy(
    title: str, header: str, line: str, column: str, text: str
) -> None:
    (mistake,) = read(table(title, header, line)).faults
    assert (mistake.file, mistake.line, mistake.field) == (f"inventory.xlsx [{title}]", 2, column)
    assert text in mistake.message("en")
    assert mistake.remedy("en")
    assert mistake.remedy("fr")


def test_twice_the_same_is_a_mistake_but_a_cluster_may_have_a_row_for_each_host() -> None:
    clusters = read(table("Clusters", "Cluster|Host", "c1|hv-1", "c1|hv-2"))
    assert not clusters.faults
    assert specs(clusters)["c1"]["hosts"] == ["hv-1", "hv-2"]
    (mistake,) = read(table("PDU", "PDU|Baie", "PDU A|7", "pdu a|07")).faults
    assert mistake.line == 3


def test_a_second_import_changes_nothing_and_what_yaml_declares_otherwise_is_a_mistake() -> None:
    sheets = (
        table("UPS", "Onduleur|Site|Salle|Voie|kVA", "Onduleur A|Paris|1|A|120"),
        table("PDU", "PDU|Site|Salle|Baie|Voie", "PDU A|Paris|1|7|A"),
        table("VM", "VM|Cluster|Host", "vm-1|c1|hv-1"),
    )
    first = read(*sheets)
    files = {"pdu": "pdus.csv", "virtual_machine": "virtual_machines.csv"}
    known = tuple(
        item(found.key, file=files.get(found.spec["type"], "places.yaml"), **found.spec)
        for found in first.objects
    )
    again = read(*sheets, known=(*ESTATE, *known))
    assert not again.faults
    assert {key: spec for key, spec in specs(again).items() if spec != specs(first).get(key)} == {}
    (mistake,) = read(
        table("UPS", "Onduleur|Site|Salle|kVA", "Onduleur A|Paris|1|200"), known=(*ESTATE, *known)
    ).faults
    assert "places.yaml" in mistake.message("en")


def test_a_large_inventory_costs_what_its_rows_cost() -> None:
    def cost(count: int) -> float:
        sheets = (
            table(
                "S",
                "Hostname|Site|Salle|Baie|Prise A",
                *(f"h-{n}|Paris|1|{n % 500}|{n % 20 + 1}" for n in range(count)),
            ),
            table("VM", "VM|Cluster|Host", *(f"vm-{n}|c-{n % 50}|h-{n}" for n in range(count))),
        )
        begun = time.process_time()
        assert not read(*sheets).faults
        return time.process_time() - begun

    cost(200)
    assert cost(8_000) < 16 * cost(1_000) + 0.5
