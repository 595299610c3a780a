"""Export: the incidents of a list as CSV and as XLSX, with headings and names that people read."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook

from tocsin.api.v1.cells import cell
from tocsin.api.v1.columns import COLUMNS, Column
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.store.read.listing import Listed
from tocsin.web.names import Names

_WIDTH = 18  # of a column, in characters
_YES: dict[Language, tuple[str, str]] = {"fr": ("non", "oui"), "en": ("no", "yes")}


class Table:
    """Incidents as rows of plain values: text, numbers, and instants in the group's zone."""

    def __init__(self, organisation: Organisation, language: Language) -> None:
        self._language = language
        self._zone = ZoneInfo(organisation.settings.zone)
        names = Names(organisation)
        kinds = organisation.kinds
        self._named: dict[str, Callable[[Any], str]] = {
            "cause": names.placed,
            "owner": names.person,
            "owner_team": names.team,
            "supplier": names.supplier,
            "cause_kind": lambda key: getattr(kinds[key].label, language) if key in kinds else key,
            "applications": lambda keys: ", ".join(map(names.item, keys)),
            "regions": lambda keys: ", ".join(
                organisation.regions[key].name if key in organisation.regions else key for key in keys if key
            ),
            "folded_into": lambda number: f"INC-{number}" if number else "",
        }

    @property
    def headings(self) -> list[str]:
        """The first row."""
        title = "Titre" if self._language == "fr" else "Title"
        first, *others = (getattr(column.label, self._language) for column in COLUMNS)
        return [first, title, *others]

    def row(self, listed: Listed) -> list[Any]:
        """One incident."""
        first, *others = (self._value(column, listed) for column in COLUMNS)
        title = listed.title.get(self._language) or listed.title.get("en", "")
        return [first, title, *others]

    def _value(self, column: Column, listed: Listed) -> Any:
        value = column.value(listed)
        if column.name in self._named:
            return self._named[column.name](value)
        if isinstance(value, bool):
            return _YES[self._language][value]
        return value.astimezone(self._zone).replace(tzinfo=None) if isinstance(value, datetime) else value


def as_csv(table: Table, found: Iterable[Listed]) -> Iterator[str]:
    """Lines of CSV with semicolons, as a French spreadsheet opens them; with a byte order mark, for its accents."""
    yield "\ufeff" + _line(table.headings)
    for listed in found:
        yield _line(table.row(listed))


def _line(values: Iterable[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow([cell(value) for value in values])
    return text.getvalue()


def as_xlsx(table: Table, found: Iterable[Listed]) -> bytes:
    """A workbook of one sheet, its first row fixed and filterable. Text stays text, whatever it begins with."""
    content = io.BytesIO()
    with Workbook(
        content,
        {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    ) as book:
        sheet = book.add_worksheet("Incidents")
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(table.headings) - 1, _WIDTH)
        sheet.write_row(0, 0, table.headings, heading)
        last = 0
        for last, listed in enumerate(found, start=1):
            for column, value in enumerate(table.row(listed)):
                _write(sheet, last, column, value, instant)
        sheet.autofilter(0, 0, last, len(table.headings) - 1)
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, instant: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, instant)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, str(value))
