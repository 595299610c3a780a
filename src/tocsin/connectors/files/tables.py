"""Tables: items as rows of a CSV file, both ways. A list in a cell: cords by spaces, aliases by ``|``."""

import csv
import io
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from tocsin.connectors.files.layout import Table
from tocsin.core.inventory.spec import ItemSpec
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.organisation.objects import Object, Section

_FIELDS = frozenset(ItemSpec.__struct_fields__) - {"type", "parent", "attributes"}
_LISTS = {"cords": " ", "aliases": "|"}


class Rows:
    """The rows of one file, and the faults met while reading them."""

    def __init__(self, table: Table, text: str, file: str) -> None:
        self.faults: list[Fault] = []
        self._table = table
        self._file = file
        self._known = {*table.columns, *_FIELDS} - {"type", "parent"}
        self.objects = list(self._objects(text))

    def _objects(self, text: str) -> Iterator[Object]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        line = 1
        try:
            header = [name.strip() for name in next(reader, [])]
            if not self._header_holds(header):
                return
            line = reader.line_num + 1
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield from self._object(header, row, line)
                line = reader.line_num + 1
        except csv.Error as error:
            self._fault(line, "", "fault.table.unreadable", reason=str(error))

    def _header_holds(self, header: list[str]) -> bool:
        for name in {name for name in header if header.count(name) > 1}:
            self._fault(1, name, "fault.table.twice", column=name)
        for name in (self._table.key, self._table.parent):
            if name not in header:
                self._fault(1, name, "fault.table.missing", column=name, header=header)
        for name in header:
            near = get_close_matches(name.lower(), self._unused(header), n=1, cutoff=0.75)
            if near and name not in self._known:
                self._fault(1, name, "fault.table.stranger", column=name, near=near[0])
        return not self.faults

    def _unused(self, header: list[str]) -> list[str]:
        """The columns that a mistyped column may have meant."""
        return sorted(self._known - set(header))

    def _object(self, header: list[str], row: list[str], line: int) -> Iterator[Object]:
        if len(row) > len(header):
            self._fault(line, "", "fault.table.cells", cells=len(row), columns=len(header))
            return
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip()}
        key = cells.get(self._table.key, "")
        if not key:
            self._fault(line, self._table.key, "fault.table.no_key", type=self._table.type)
            return
        yield Object(
            section=Section.ITEM, key=key, spec=spec_of(self._table, cells), file=self._file, line=line
        )

    def _fault(self, line: int, field: str, code: str, **facts: Any) -> None:
        self.faults.append(fault(code, file=self._file, line=line, field=field, **facts))


def spec_of(table: Table, cells: dict[str, str]) -> dict[str, Any]:
    """A row's item. A text in a column of numbers stays text, and the check reports it."""
    spec: dict[str, Any] = {"type": table.type}
    attributes: dict[str, Any] = {}
    for name, cell in cells.items():
        if name == table.parent:
            spec["parent"] = cell
        elif name != table.key:
            (spec if name in _FIELDS else attributes)[name] = _value(table, name, cell)
    return spec | ({"attributes": attributes} if attributes else {})


def cells_of(table: Table, declared: Object) -> dict[str, str] | None:
    """The row of an item, or None when a row can't hold it exactly."""
    spec = declared.spec
    plain = {name: value for name, value in spec.items() if name not in {"type", "parent", "attributes"}}
    attributes = spec.get("attributes") or {}
    cells = {table.key: declared.key} | ({table.parent: spec["parent"]} if spec.get("parent") else {})
    for name, value in (*plain.items(), *attributes.items()):
        cells[name] = _cell(name, value)
    return cells if spec_of(table, cells) == spec and _reads_back(cells) else None


def written(table: Table, rows: Iterable[dict[str, str]]) -> str:
    """The file's text: the table's columns first, then the other columns by name."""
    rows = list(rows)
    others = sorted({name for row in rows for name in row} - set(table.columns))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*table.columns, *others], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _value(table: Table, name: str, cell: str) -> Any:
    if name in _LISTS:
        return [entry for entry in (part.strip() for part in cell.split(_LISTS[name])) if entry]
    if name in table.numbers and cell.isascii() and cell.isdigit() and len(cell) < 10:
        return int(cell)
    return cell


def _cell(name: str, value: Any) -> str:
    if name in _LISTS and isinstance(value, list):
        return _LISTS[name].join(map(str, value))
    return str(value)


def _reads_back(cells: dict[str, str]) -> bool:
    return all(
        cell
        and cell == cell.strip()
        and "\x00" not in cell
        and "\r" not in cell
        and name == name.strip()
        and name
        for name, cell in cells.items()
    )


def _delimiter(text: str) -> str:
    """A French spreadsheet writes semicolons; a pasted table has tabs."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)
