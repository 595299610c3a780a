"""tocsin statement check: a file of each kind is compared with October's incidents; a broken one is answered in words."""

import io
import json

import pytest
import xlsxwriter

from tests.connectors.spreadsheet.printed import printed
from tests.web.statements.october import SEVEN, october
from tocsin.cli import ready
from tocsin.cli.main import main
from tocsin.store import models

HEADER = ["Dossier", "Début", "Fin", "Localisation", "Exclu"]
ROWS = [SEVEN.split(";"), ["VDC-555555", "20/10/2026 10:00", "20/10/2026 10:10", "Baie R20", ""]]


@pytest.fixture
def check(db, monkeypatch, capsys, tmp_path):
    """``check(content, "releve.csv", "--lang", "fr")``: the exit code, and what both streams say."""
    monkeypatch.setattr(ready.logs, "configure", lambda: None)
    october()

    def run(content, name, *arguments):
        file = tmp_path / name
        file.write_bytes(content)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["statement", "check", str(file), "--supplier", "valmont", "--month", "2026-10", *arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return run


def as_csv():
    return "\n".join(";".join(row) for row in (HEADER, *ROWS)).encode("cp1252")


def as_workbook():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(at, 0, row)
    return content.getvalue()


def as_pdf():
    return printed([*HEADER, "Remarque"], [[*row, ""] for row in ROWS])


@pytest.mark.parametrize(
    ("name", "content"), [("releve.csv", as_csv), ("releve.xlsx", as_workbook), ("releve.pdf", as_pdf)]
)
def test_the_same_statement_in_each_form_comes_to_the_same(check, name, content):
    code, out, _ = check(content(), name, "-o", "json")
    found = json.loads(out)
    assert code == 1  # something is disputed
    assert [(entry["match"]["incidents"], entry["finding"]) for entry in found["entries"]] == [
        ([7], "agreed"),
        ([], "missing_ours"),
        ([8], "missing_theirs"),
    ]
    assert not models.Statement.objects.exists()


def test_several_files_of_a_month_are_one_statement(check, tmp_path):
    site = tmp_path / "lyon.csv"
    site.write_text("\n".join((";".join(HEADER), "VDC-8;13/10/2026 10:00;13/10/2026 11:00;Baie R05;")))
    _, out, _ = check(as_csv(), "paris.csv", str(site), "-o", "json")
    found = [(entry["match"]["incidents"], entry["finding"]) for entry in json.loads(out)["entries"]]
    assert found == [([7], "agreed"), ([], "missing_ours"), ([8], "agreed")]


def test_people_read_rows_lengths_bits_and_what_it_changes(check):
    code, out, _ = check(as_csv(), "releve.csv", "--lang", "fr")
    lines = out.splitlines()
    (agreed,) = (line for line in lines if "INC-7" in line)
    assert code == 1
    assert agreed.split()[:2] == ["2", "INC-7"]
    assert agreed.endswith("D’accord.")
    assert "+" in agreed  # its bits
    assert any("INC-8" in line and line.endswith("Absent du relevé.") for line in lines)
    assert any("VDC-2026-0417" in line for line in lines)


def test_nothing_to_dispute_ends_well(check):
    eight = "VDC-100008;13/10/2026 10:00;13/10/2026 11:00;Baie R05;"
    text = "\n".join((";".join(HEADER), SEVEN, eight))
    assert check(text.encode(), "releve.csv")[0] == 0


@pytest.mark.parametrize(
    ("content", "name", "arguments", "said"),
    [
        (b"", "x.csv", [], "empty"),
        (b"%PDF-1.7 nothing of a file", "x.pdf", [], "x.pdf"),
        (b"PK\x03\x04 neither", "x.xlsx", [], "workbook"),
        (as_workbook()[:900], "torn.xlsx", [], "workbook"),
        (b"hello;world\n1;2\n", "x.csv", [], "headings"),
        (as_csv(), "x.csv", ["--month", "October"], "is no month"),
        (as_csv(), "x.csv", ["--column", "Dossier=number"], "Dossier=number"),
    ],
)
def test_what_can_not_be_checked_is_answered_in_words(check, content, name, arguments, said):
    code, out, err = check(content, name, *arguments)
    assert code == 2
    assert said in out + err
    assert "Traceback" not in out + err


def test_a_supplier_that_there_is_not_is_not_found(check):
    code, out, err = check(as_csv(), "releve.csv", "--supplier", "nobody")
    assert code == 3
    assert "Unknown supplier: nobody." in out + err
