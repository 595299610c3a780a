"""An imported inventory: however people call columns and fill cells, it becomes items, or mistakes with a remedy."""

from collections.abc import Mapping
from typing import Any

import pytest

from tocsin.core.organisation.importing.columns import column_word, table_of
from tocsin.core.organisation.importing.inventory import Imported, imported
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.sheets import Row, Sheet

HEADER = "Nom machine|Site|Salle|Baie|U"
KNOWN = (
    Object(section=Section.ITEM, key="par1", spec={"type": "site", "name": "Paris", "aliases": ["DC Paris"]}),
    Object(section=Section.ITEM, key="par1.s1", spec={"type": "room", "name": "Salle 1", "parent": "par1"}),
    Object(
        section=Section.ITEM, key="par1.s1.r07", spec={"type": "rack", "name": "Baie 07", "parent": "par1.s1"}
    ),
    Object(section=Section.SUPPLIER, key="valmont", spec={"name": "Valmont"}),
)


def sheet_of(*lines: str) -> Sheet:
    rows = [Row(number=number, cells=tuple(line.split("|"))) for number, line in enumerate(lines, 1)]
    return Sheet(name="S", rows=tuple(rows))


def read(*lines: str, known: tuple[Object, ...] = KNOWN, chosen: Mapping[str, str] | None = None) -> Imported:
    table = table_of(sheet_of(*lines), chosen or {})
    assert table is not None
    return imported([table], known, "inventory.xlsx")


def specs(found: Imported) -> dict[str, dict[str, Any]]:
    return {item.key: item.spec for item in found.objects}


@pytest.mark.parametrize(
    "header",
    [
        "Nom machine",
        "NOM MACHINE",
        "Hostname",
        "Nom du serveur",
        "Équipement",
        "server name",
        "Nom_machine",
        "FQDN",
        "Hôte",
    ],
)
def test_the_usual_names_of_a_column_are_known(header: str) -> None:
    assert set(specs(read(f"{header}|Rôle", "SRV-1|bdd"))) == {"srv-1"}


def test_the_header_is_found_below_titles_and_its_repetitions_are_no_rows() -> None:
    found = read(
        "INVENTAIRE 2026",
        "maj 12/11||",
        HEADER,
        "SRV-1|Paris|Salle 1|Baie 7|3",
        HEADER,
        "SRV-2|Paris|S1|R07|5",
    )
    assert set(specs(found)) == {"srv-1", "srv-2"}
    assert not found.faults


@pytest.mark.parametrize(
    ("site", "room", "rack"),
    [
        ("par1", "par1.s1", "par1.s1.r07"),
        ("DC PARIS", "SALLE 1", "BAIE 7"),
        ("Paris", "1", "07"),
        ("paris", "S1", "Rack 7"),
    ],
)
def test_a_place_that_is_known_is_found_under_any_spelling(site: str, room: str, rack: str) -> None:
    found = read(HEADER, f"SRV-1|{site}|{room}|{rack}|3")
    assert specs(found) == {"srv-1": {"type": "device", "parent": "par1.s1.r07", "attributes": {"u": 3}}}


def test_places_that_are_new_are_made_once_and_their_capitals_are_calmed() -> None:
    found = specs(
        read(HEADER, "SRV-1|DC LYON EST|SALLE BLANCHE|12|1", "SRV-2|Dc Lyon Est|salle blanche|012|3")
    )
    assert found["dc-lyon-est"] == {"type": "site", "name": "DC Lyon EST"}
    assert found["dc-lyon-est.blanche"]["name"] == "Salle Blanche"
    assert found["dc-lyon-est.blanche.r12"]["name"] == "Baie 12"
    assert found["srv-2"]["parent"] == found["srv-1"]["parent"] == "dc-lyon-est.blanche.r12"


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("12", {"u": 12}),
        ("U12", {"u": 12}),
        ("12-13", {"u": 12, "height": 2}),
        ("U13 à U12", {"u": 12, "height": 2}),
    ],
)
def test_units_as_people_write_them(cell: str, units: dict[str, int]) -> None:
    assert specs(read(HEADER, f"SRV-1|Paris|1|7|{cell}"))["srv-1"]["attributes"] == units


def test_outlets_make_the_pdus_and_feeds_that_they_hang_on() -> None:
    found = specs(read(HEADER + "|Prise A|Prise B", "SRV-1|Paris|1|7|3|PDU A / 4|26"))
    assert found["srv-1"]["cords"] == ["par1.s1.r07.pdu-a.o04", "par1.s1.r07.pdu-b.o26"]
    assert found["par1.s1.r07.pdu-b"] == {
        "type": "pdu", "name": "PDU B", "parent": "par1.s1.r07", "feed": "par1.s1.feed-b", "outlets": 36,
    }  # fmt: skip


def test_a_second_import_changes_what_the_file_gives_and_keeps_the_rest() -> None:
    before = Object(
        section=Section.ITEM, key="srv-1", file="devices.csv",
        spec={"type": "device", "parent": "par1.s1.r07", "cords_needed": 2, "attributes": {"u": 1, "brand": "x"}},
    )  # fmt: skip
    found = specs(read(HEADER, "SRV-1|Paris|1||9", known=(*KNOWN, before)))
    assert found["srv-1"] == {
        "type": "device", "parent": "par1.s1", "cords_needed": 2, "attributes": {"u": 9, "brand": "x"},
    }  # fmt: skip


def test_a_sheet_of_racks_alone() -> None:
    found = specs(read("Baie|Salle|Site|Rangée", "Baie 08|Salle 1|Paris|B"))
    assert found == {
        "par1.s1.r08": {"type": "rack", "name": "Baie 08", "parent": "par1.s1", "attributes": {"row": "B"}}
    }


MISTAKES = [
    ("|Paris|1|7|3", "Nom machine", "no name"),
    ("SRV-1|Paris|1|7|haut", "U", "'haut'"),
    ("SRV-1|Paris|1|7|99", "U", "'99'"),
    ("PAR1.S1.R07|Paris|1|7|3", "Nom machine", "as another type (rack)"),
    ("---|Paris|1|7|3", "Nom machine", "no name"),
]


@pytest.mark.parametrize(("line", "column", "text"), MISTAKES)
def test_a_cell_that_cannot_be_used_is_named_with_row_column_value_and_remedy(
    line: str, column: str, text: str
) -> None:
    found = read(HEADER, "SRV-0|Paris|1|7|1", line)
    (mistake,) = found.faults
    assert (mistake.file, mistake.line, mistake.field) == ("inventory.xlsx [S]", 3, column)
    assert text in mistake.message("en")
    assert mistake.remedy("en")
    assert mistake.remedy("fr")
    assert set(specs(found)) == {"srv-0"}, "the other rows are read"


def test_twice_in_one_file_is_a_mistake_of_the_second() -> None:
    found = read(HEADER, "SRV-1|Paris|1|7|1", "srv-1|Paris|1|7|4")
    assert [(fault.line, fault.why.facts["row"]) for fault in found.faults] == [(3, 2)]


def test_a_supplier_that_nobody_declared_is_a_mistake_with_the_near_one() -> None:
    found = read("Nom|Hébergeur", "SRV-1|Valmon")
    (mistake,) = found.faults
    assert "valmont" in mistake.remedy("en")


def test_a_person_s_choice_for_a_column_goes_before_our_guess() -> None:
    chosen = {
        column_word("Libellé"): "hostname",
        column_word("Nom"): "attribute.label",
        column_word("Type"): "-",
    }
    found = specs(read("Nom|Libellé|Type", "Compta|SRV-1|x", chosen=chosen))
    assert found == {"srv-1": {"type": "device", "attributes": {"label": "Compta"}}}


def test_a_sheet_without_a_column_of_ours_is_no_table() -> None:
    assert table_of(sheet_of("bonjour|tout le monde", "1|2"), {}) is None
    assert table_of(sheet_of(), {}) is None
