"""A workbook that people keep by hand: day and time apart, lengths of time, cells that are merged, a sheet for each year."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from tocsin.connectors.histories.rows import rows_of, sheets_left
from tocsin.core.history.mapping import FileOptions


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "kept.xlsx"
    with xlsxwriter.Workbook(str(file)) as kept:
        day, hour = (kept.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "hh:mm"))
        length = kept.add_format({"num_format": "[h]:mm"})
        for year in (2023, 2024):
            sheet = kept.add_worksheet(str(year))
            sheet.merge_range("A1:E1", f"Incidents of {year}")
            sheet.write_row(2, 0, ["Number", "Day", "Time", "Lasted", "Site"])
            for row in (3, 4):
                sheet.write_number(row, 0, row)
                sheet.write_datetime(row, 1, date(year, 1, row), day)
                sheet.write_datetime(row, 2, time(8, 15), hour)
                sheet.write_datetime(row, 3, timedelta(hours=30 * row), length)
            sheet.merge_range("E4:E5", "Lyon")
        kept.add_worksheet("Words").write_row(0, 0, ["Word", "Meaning"])
    return file


def test_a_day_and_a_time_and_a_length_of_time_are_written_as_what_they_are(book: Path) -> None:
    first, _ = rows_of(book, FileOptions(header=2))
    assert [first.cells[name] for name in ("day", "time", "lasted")] == ["2023-01-03", "08:15:00", "90:00:00"]


def test_a_cell_that_spans_rows_belongs_to_each(book: Path) -> None:
    rows = list(rows_of(book, FileOptions(header=2)))
    assert [row.cells["site"] for row in rows] == ["Lyon", "Lyon"]


def test_several_sheets_are_read_with_their_names(book: Path) -> None:
    options = FileOptions(header=2, sheets=("2023", "2024"))
    rows = list(rows_of(book, options))
    assert [(row.cells["sheet"], row.cells["number"]) for row in rows] == [
        ("2023", "3"), ("2023", "4"), ("2024", "3"), ("2024", "4"),
    ]  # fmt: skip
    assert sheets_left(book, options) == ()
    assert sheets_left(book, FileOptions(header=2)) == ["2024", "Words"], (
        "nobody named them: somebody should know"
    )
