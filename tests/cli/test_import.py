"""``tocsin import inventory`` as a person runs it: changes are shown, then written, and remembered; never a traceback."""

import shutil
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from tests.architecture.source import ROOT
from tocsin.cli import ready
from tocsin.cli.main import main, tocsin
from tocsin.connectors.files import read_directory

ROWS = [
    ["NOM MACHINE", "SITE", "SALLE", "BAIE", "POSITION U", "TYPE", "MARQUE"],
    ["SRV-CRM-01", "DC LYON", "SALLE A", "BAIE 07", 12, "SERVEUR", "HPE"],
    ["SRV-CRM-02", "DC LYON", "SALLE A", "BAIE 07", "14", "SERVEUR", "Dell"],
    ["SRV-ERP-01", "DC LYON", "SALLE A", "BAIE 08", "tout en haut", "SERVEUR", "Dell"],
]


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "first-mailbox", tmp_path / "company"))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "inventaire.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Serveurs")
        for row, values in enumerate(ROWS):
            sheet.write_row(row, 0, values)
    return file


def run(*arguments: object, given: str = "") -> Result:
    return CliRunner().invoke(tocsin, ["import", "inventory", *map(str, arguments)], input=given)


def test_it_shows_asks_writes_and_lists_what_it_left_out(company: Path, workbook: Path) -> None:
    ran = run(workbook, company, given="y\n")
    assert ran.exit_code == 1, ran.output
    assert "+ item srv-crm-01" in ran.output
    assert "inventaire.xlsx [Serveurs]:4: POSITION U: 'tout en haut'" in ran.output
    assert "'MARQUE' (such as HPE) is not read" in ran.output
    keys = {found.key for found in read_directory(company)[0]}
    assert {"srv-crm-01", "srv-crm-02", "dc-lyon", "dc-lyon.a", "dc-lyon.a.r07"} <= keys
    checked = CliRunner().invoke(tocsin, ["check", str(company)])
    assert "0 mistake(s), 0 doubt(s)" in checked.output


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_without_a_yes_nothing_is_written(company: Path, workbook: Path, answer: str) -> None:
    before = {file: file.read_bytes() for file in company.rglob("*.*")}
    run(workbook, company, given=answer)
    assert {file: file.read_bytes() for file in company.rglob("*.*")} == before


def test_a_dry_run_writes_nothing(company: Path, workbook: Path) -> None:
    run(workbook, company, "--dry-run")
    assert not (company / "devices.csv").exists()


def test_a_column_that_was_chosen_once_is_remembered_and_a_second_import_changes_nothing(
    company: Path, workbook: Path
) -> None:
    run(workbook, company, "--yes", "--map", "Marque=attribute.brand")
    assert "brand" in (company / "devices.csv").read_text()
    again = run(workbook, company, "--yes")
    assert "MARQUE → attribute.brand" in again.output
    assert "0 new item(s), 0 changed" in again.output


def test_comments_of_the_places_stay(company: Path, workbook: Path) -> None:
    head = (company / "places.yaml").read_text()
    run(workbook, company, "--yes")
    assert (company / "places.yaml").read_text().startswith(head.rstrip())


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--map", "Marque=brand"], "attribute.NAME"),
        (["--map", "Marque"], "COLUMN=FIELD"),
        (["--sheet", "Feuille 9"], "sheets: Serveurs"),
    ],
)
def test_what_can_not_be_meant_is_refused_with_the_remedy(
    company: Path, workbook: Path, arguments: list[str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "inventory", str(workbook), str(company), *arguments])
    assert ended.value.code == 2
    assert text in capsys.readouterr().err


def test_what_lies_in_the_folder_and_is_not_read_is_reported(company: Path, workbook: Path) -> None:
    shutil.copy(workbook, company)
    (company / "formats" / "other").mkdir()
    (company / "formats" / "lost.yaml").touch()
    (company / "old").mkdir()
    (company / "NOTES.md").touch()
    (company / ".gitignore").touch()
    checked = CliRunner().invoke(tocsin, ["check", str(company)])
    doubts = [line for line in checked.output.splitlines() if line.startswith("doubt")]
    assert [line.split(": ")[1] for line in doubts] == [
        "inventaire.xlsx", "old", "formats/lost.yaml", "formats/other",
    ]  # fmt: skip


@pytest.mark.django_db
def test_applying_a_folder_warns_as_well(
    company: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "database", lambda: None)
    monkeypatch.setattr(ready, "configure", lambda: None)
    shutil.copy(workbook, company)
    applied = CliRunner().invoke(tocsin, ["apply", "--dry-run", str(company)])
    assert any(line.startswith("doubt: inventaire.xlsx") for line in applied.output.splitlines()), (
        applied.output
    )


EVERYTHING = {
    "VM": [
        ["VM", "Cluster", "Host", "IP"],
        ["VM-A", "VMW1", "srv-1.corp.example", "10.0.0.1"],
        ["VM-B", "VMW1", "SRV-2", ""],
    ],
    "Serveurs": [
        ["Nom machine", "Site", "Salle", "Baie", "U", "Prise A"],
        ["SRV-1", "Lyon", "A", 7, 1, 3],
        ["SRV-2", "Lyon", "A", 7, 3, 4],
    ],
    "PDU": [["PDU", "Site", "Salle", "Baie", "Voie"], ["PDU A", "Lyon", "A", 7, "A"]],
    "Liens WAN": [["Nom", "Site", "Débit"], ["WAN Lyon 1", "Lyon", "1 Gbit/s"]],
    "Onduleurs": [["Onduleur", "Site", "Salle", "Voie", "kVA"], ["Onduleur A", "Lyon", "A", "A", 120]],
}  # fmt: skip


def test_a_workbook_of_everything_becomes_a_company_without_a_mistake(company: Path, tmp_path: Path) -> None:
    file = tmp_path / "parc.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for title, rows in EVERYTHING.items():
            sheet = book.add_worksheet(title)
            for row, values in enumerate(rows):
                sheet.write_row(row, 0, values)
    ran = run(file, company, "--yes")
    assert ran.exit_code == 0, ran.output
    types = {found.key: found.spec["type"] for found in read_directory(company)[0] if found.section == "item"}
    made = {"vm-a": "virtual_machine", "vmw1": "cluster", "wan-lyon-1": "circuit", "lyon.a.ups-a": "ups"}
    assert made.items() <= types.items()
    checked = CliRunner().invoke(tocsin, ["check", str(company)])
    assert "0 mistake(s)" in checked.output, checked.output
    assert "0 new item(s), 0 changed" in run(file, company, "--yes").output
