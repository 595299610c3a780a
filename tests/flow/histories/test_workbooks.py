"""Excel workbooks are read row by row: dates, numbers, shared texts, the sheet that is asked for."""

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from tests.flow.histories.importing import SMALL, try_
from tests.flow.house import House
from tocsin.connectors.histories.rows import rows_of
from tocsin.core.history.mapping import FileOptions, compiled_mapping


def workbook(file: Path, rows: int = 2) -> Path:
    with xlsxwriter.Workbook(str(file), {"constant_memory": rows > 1_000}) as book:
        book.add_worksheet("Notes").write(0, 0, "nothing here")
        sheet = book.add_worksheet("Incidents")
        date = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(1, 1, ["number", "state", "ci", "opened", "resolved", "late", "text"])
        for row in range(2, rows + 2):
            sheet.write_row(row, 1, [1000 + row, "closed", "srv-crm-01"])
            sheet.write_datetime(row, 4, datetime(2026, 7, 1, 10, 30), date)  # noqa: DTZ001  a sheet knows no zone
            sheet.write_datetime(row, 5, datetime(2026, 7, 1, 12, 0), date)  # noqa: DTZ001
            sheet.write_boolean(row, 6, row % 2 == 0)
            sheet.write(row, 7, f"Panne n° {row} & <suite>")
    return file


def test_dates_numbers_and_texts_of_the_sheet_that_is_named(house: House, tmp_path: Path) -> None:
    mapping = compiled_mapping({**SMALL, "file": {"sheet": "Incidents"}})
    made, refused = try_(workbook(tmp_path / "h.xlsx"), mapping)
    incident = made["1002"].incident
    assert incident.opened_at == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert (incident.title.fr, incident.cause) == ("Panne n° 2 & <suite>", "srv-crm-01")
    assert incident.imported
    assert incident.imported.overruns == {"ours": True}
    assert (made["1003"].line, refused) == (4, []), "rows as the spreadsheet counts"


def test_a_large_workbook_is_a_stream(tmp_path: Path) -> None:
    rows = rows_of(workbook(tmp_path / "h.xlsx", 3_000), FileOptions(sheets=("Incidents",)))
    assert sum(1 for _ in rows) == 3_000
