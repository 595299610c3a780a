"""Tables: the rows that stand under given headers, in HTML, CSV or plain text. Knows no event."""

import csv
import io
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from tocsin.core.translation import limits
from tocsin.core.translation.language.pieces import header_word
from tocsin.core.translation.reading.charset import decode
from tocsin.core.translation.reading.document import Document, Row, Table, over

WHERE = ("html", "csv", "text")


def rows_under(
    document: Document, headers: tuple[str, ...], where: str, left: list[Row], *, turned: bool
) -> Iterator[dict[str, str]]:
    """The rows of every table that has these headers (``header_word`` forms), by header. ``turned``: the headers
    stand in the first column. ``where`` is one of WHERE, or empty: HTML and CSV, else text.

    A row below the headers that does not fit them goes to ``left``, because it is not known which cell belongs to which
    header. So do the rows of a table without headers that is as wide as a table with them.
    """
    widths: set[int] = set()
    bare: list[Table] = []
    for table in _tables(document, headers, where):
        for form in _turned(table) if turned else (table,):
            below = _Below(headers)
            yield from below.rows(form, left)
            widths |= {below.width} if below.width else set()
            bare += [] if below.width or turned else [form]
    left += [row for table in bare for row in table if len(row) > 2 and len(row) in widths and any(row)]


def _tables(document: Document, headers: tuple[str, ...], where: str) -> Iterator[Table]:
    if where in ("", "html"):
        yield from document.tables
    if where in ("", "csv"):
        for attachment in document.attachments:
            if attachment.is_csv:
                yield _csv(decode(attachment.content, ""))
    if where in ("", "text") and not (where == "" and document.tables):
        yield _text(document.text.split("\n")[: limits.MAX_ROWS], headers)


def _csv(content: str) -> Table:
    first = content[: content.find("\n") if "\n" in content else len(content)]
    delimiter = max(";,\t|", key=first.count)
    try:
        rows = [
            tuple(cell.strip() for cell in row)
            for row in csv.reader(io.StringIO(content), delimiter=delimiter)
        ]
    except csv.Error:
        return ()
    if len(rows) > limits.MAX_ROWS:
        raise over("rows of CSV", len(rows), limits.MAX_ROWS)
    width = max(map(len, rows), default=0)
    return tuple((*row, *("",) * (width - len(row))) if row and width < _WIDEST else row for row in rows)


_WIDEST = 200


def _text(lines: list[str], headers: tuple[str, ...]) -> Table:
    """The lines as rows. Where a cell between spaces is empty, the position of the header decides whose it is."""
    rows = []
    starts: tuple[int, ...] = ()
    for line in lines:
        cells = _cells(line) if len(line) <= limits.MAX_VALUE_CHARS else (line,)
        if set(headers) <= {header_word(cell) for cell in cells}:
            starts = _starts(line, cells)
        elif 1 < len(cells) < len(starts) and not any(mark in line for mark in "|\t;"):
            cells = _placed(line, cells, starts)
        rows.append(cells)
    return tuple(rows)


def _cells(line: str) -> Row:
    """The cells of a line of text: between bars, tabs or semicolons, or two spaces and more."""
    bare = line.strip().strip("|")
    for separator in ("|", "\t", ";"):
        if separator in bare:
            return tuple(cell.strip() for cell in bare.split(separator))
    return tuple(cell.strip() for cell in bare.split("  ") if cell.strip())


def _starts(line: str, cells: Row) -> tuple[int, ...]:
    starts: list[int] = []
    position = 0
    for cell in cells:
        position = line.index(cell, position)
        starts.append(position)
        position += len(cell)
    return tuple(starts)


def _placed(line: str, cells: Row, starts: tuple[int, ...]) -> Row:
    """Each cell under the header above it; the line as it is when two would stand under one."""
    columns = [bisect_right(starts, start + 1) - 1 for start in _starts(line, cells)]
    if len(set(columns)) < len(columns) or columns[0] < 0:
        return cells
    by_column = dict(zip(columns, cells, strict=True))
    return tuple(by_column.get(column, "") for column in range(len(starts)))


def _turned(table: Table) -> Iterator[Table]:
    """Rows for columns, for each run of rows of one width."""
    for width, rows in groupby(table, key=len):
        if width > 1:
            yield tuple(zip(*rows, strict=True))


class _Below:
    """The rows below a header row. An empty line ends a table, a rule is passed over."""

    def __init__(self, headers: tuple[str, ...]) -> None:
        self._headers = set(headers)
        self.width = 0  # of the last header row, 0: none was met

    def rows(self, table: Table, left: list[Row]) -> Iterator[dict[str, str]]:
        """Each row by header; what does not fit goes to ``left``."""
        names: tuple[str, ...] = ()
        for row in table:
            words = tuple(header_word(cell) for cell in row)
            if self._headers <= set(words):
                names, self.width = words, len(words)
            elif not names or not "".join(row).strip("-=+_ :"):
                if names and not "".join(row).strip():
                    names = ()
            elif _fits(row, names):
                yield {name: cell.strip() for name, cell in zip(names, row, strict=False)}
            else:
                left.append(row)


def _fits(row: Row, names: tuple[str, ...]) -> bool:
    """One cell a header; what is empty at the end of either does not count."""
    return len(_trimmed(names)) <= len(row) and len(_trimmed(row)) <= len(names)


def _trimmed(cells: Row) -> Row:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
