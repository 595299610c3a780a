"""Spreadsheets of strangers: every encoding, delimiter and shape is read, and no file exhausts us."""

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from tocsin.connectors.spreadsheet import read_sheets
from tocsin.connectors.spreadsheet.delimited import decoded
from tocsin.core.kernel.errors import BadInput, TooLarge

TEXT = "Nom machine{0}Salle{0}Rôle\nSRV-É-01{0}Salle à café{0}bdd\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    file = tmp_path / "inventory.csv"
    file.write_bytes(TEXT.format(delimiter).encode(encoding))
    (sheet,) = read_sheets(file)
    assert sheet.rows[0].cells == ("Nom machine", "Salle", "Rôle")
    assert sheet.rows[1].cells == ("SRV-É-01", "Salle à café", "bdd")


def test_a_cell_over_lines_does_not_shift_the_row_numbers(tmp_path: Path) -> None:
    file = tmp_path / "inventory.csv"
    file.write_bytes(b'host;note\r\nsrv-1;"two\r\nlines"\r\n\r\nsrv-2;x\r\n')
    (sheet,) = read_sheets(file)
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [(1, "host"), (2, "srv-1"), (5, "srv-2")]


def test_what_excel_says_of_its_own_delimiter(tmp_path: Path) -> None:
    file = tmp_path / "inventory.csv"
    file.write_bytes(b"sep=|\nhost|u\nsrv,1;a|2\n")
    assert read_sheets(file)[0].rows[2].cells == ("srv,1;a", "2")


def test_a_workbook_merged_hidden_typed_and_with_several_sheets(tmp_path: Path) -> None:
    file = tmp_path / "inventory.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Serveurs")
        sheet.write_row(2, 1, ["Nom", "Site", "U", "Actif"])
        sheet.merge_range(3, 2, 4, 2, "LYON")
        for row, values in enumerate([("srv-1", 12.0, True), ("srv-2", 12.5, False)], 3):
            sheet.write(row, 1, values[0])
            sheet.write(row, 3, values[1])
            sheet.write(row, 4, values[2])
        sheet.set_row(4, None, None, {"hidden": True})
        book.add_worksheet("Caché").hide()
        book.add_worksheet("Notes").write(0, 0, "x")
    found = {sheet.name: sheet for sheet in read_sheets(file)}
    assert list(found) == ["Serveurs", "Notes"]
    assert [(row.number, row.cells) for row in found["Serveurs"].rows] == [
        (3, ("", "Nom", "Site", "U", "Actif")),
        (4, ("", "srv-1", "LYON", "12", "true")),
        (5, ("", "srv-2", "LYON", "12.5", "false")),
    ]
    assert found["Serveurs"].hidden == 1


def _bomb(file: Path) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 100 * 2**20)


def _bomb_that_lies(file: Path) -> None:
    """Its directory says that it is small."""
    _bomb(file)
    content = bytearray(file.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = content.find(b"PK\x01\x02", at + 4)
    file.write_bytes(bytes(content))


def _empty_rows(file: Path) -> None:
    """As pasted tables have: a quarter of a million rows with a format that say nothing, and one that does."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, ["Nom", "U"])
        for row in range(1, 250_000):
            sheet.write_blank(row, 0, None, bold)


def _xml_bomb(file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "Nom")
    parts = {}
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e0 "boom">{entities}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&e11;</t></si></sst>'
    ).encode()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("make", [_bomb, _bomb_that_lies, _xml_bomb])
def test_a_bomb_is_refused_or_harmless(tmp_path: Path, make: object) -> None:
    file = tmp_path / "bomb.xlsx"
    make(file)  # type: ignore[operator]
    try:
        cells = [cell for sheet in read_sheets(file) for row in sheet.rows for cell in row.cells]
    except BadInput:
        return
    assert sum(map(len, cells)) < 10_000


def test_a_quarter_of_a_million_empty_rows_are_none(tmp_path: Path) -> None:
    file = tmp_path / "long.xlsx"
    _empty_rows(file)
    (sheet,) = read_sheets(file)
    assert [row.cells[0] for row in sheet.rows] == ["Nom"]


NO_TABLES = {
    "empty": b"",
    "blank": b"\n\n  \n",
    "zip": b"PK\x03\x04 and nothing",
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "binary": bytes(range(256)) * 40,
    "png": b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500,
    "surrogates": b"\xff\xfe\x00\xd8\x00\xd8",
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_refused_with_a_remedy(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(NO_TABLES[name])
    with pytest.raises(BadInput) as refused:
        read_sheets(file)
    assert all(fault.cure for fault in refused.value.faults)


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as out:
        out.truncate(65 * 2**20)
    with pytest.raises(TooLarge):
        read_sheets(file)


def test_windows_text_with_its_unassigned_bytes_is_text() -> None:
    assert decoded(b"Caf\xe9 \x81") == "Café \ufffd"


def test_a_table_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    out = io.StringIO("host;u\n" + "srv;1\n" * 100_001)
    file.write_text(out.getvalue())
    with pytest.raises(BadInput):
        read_sheets(file)
