"""Workbooks: Excel and OpenDocument files as sheets of text; a merged value stands in each of its cells."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from tocsin.connectors.spreadsheet.values import Sheets
from tocsin.core.organisation.sheets import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Sheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_UNPACKED = 512 * 2**20
_MAX_PARTS = 2000
_MAX_LINES = 1_100_000  # of a sheet, the empty ones too
_MAX_SHEETS = 50
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,400}?\bhidden=\"(?:1|true)\"")


def is_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of Excel's or OpenDocument's files."""
    return content.startswith((_ZIP, _OLE))


def workbook(content: bytes) -> Sheets:
    """The sheets that are not hidden, with how many of the rows are."""
    try:
        if content.startswith(_ZIP) and _is_bomb(content):
            return Sheets(wrong="fault.sheet.bomb", facts={"limit": _MAX_UNPACKED // 2**20})
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = _hidden_rows(content)
        shown = [(place, about) for place, about in enumerate(book.sheets_metadata) if _is_table(about)]
        read = tuple(
            _sheet(book.get_sheet_by_name(about.name), hidden.get(place, 0))
            for place, about in shown[:_MAX_SHEETS]
        )
    except PasswordError:
        return Sheets(wrong="fault.sheet.password")
    except (CalamineError, XmlError, ZipError, BadZipFile, OSError, ValueError, RuntimeError) as wrong:
        return Sheets(wrong="fault.sheet.unreadable", facts={"reason": str(wrong)[:200]})
    if any(len(sheet.rows) > MAX_ROWS for sheet in read):
        return Sheets(wrong="fault.sheet.too_many_rows", facts={"limit": MAX_ROWS})
    return Sheets(sheets=read)


def _is_table(about: Any) -> bool:
    return bool(about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible)


def _is_bomb(content: bytes) -> bool:
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        return len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED


def _sheet(sheet: CalamineSheet, hidden: int) -> Sheet:
    merged = _merged(sheet)
    rows = (Row(number=number, cells=cells) for number, cells in _rows(sheet, merged) if any(cells))
    return Sheet(name=sheet.name, rows=tuple(islice(rows, MAX_ROWS + 1)), hidden=hidden)


def _rows(
    sheet: CalamineSheet, merged: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    _, first_column = sheet.start or (
        0,
        0,
    )  # rows come from the first of the sheet, cells from the first that is filled
    texts = dict.fromkeys(merged.values(), "")
    for row, values in enumerate(islice(sheet.iter_rows(), _MAX_LINES)):
        cells = [""] * first_column + [_text(value) for value in values[:MAX_COLUMNS]]
        for column in range(len(cells)):
            if (row, column) in texts:
                texts[row, column] = cells[column]
            elif not cells[column] and (corner := merged.get((row, column))):
                cells[column] = texts[corner]
        yield row + 1, tuple(cells)


def _merged(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Each merged cell with the corner that has its value; a range larger than any table is decoration, and is ignored."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:10_000]:
        if (bottom - top + 1) * (right - left + 1) > 10_000 or len(found) > 500_000:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found[row, column] = (top, left)
    return found


def _hidden_rows(content: bytes) -> dict[int, int]:
    """How many rows of each sheet are hidden, by its position; only what Excel itself writes is looked at."""
    if not content.startswith(_ZIP):
        return {}
    with ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        found = {}
        for place in range(_MAX_SHEETS):
            if (name := f"xl/worksheets/sheet{place + 1}.xml") in names:
                found[place] = len(_HIDDEN_ROW.findall(archive.read(name)))
        return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return " ".join(str(value).split())[:MAX_CELL] if value is not None else ""
