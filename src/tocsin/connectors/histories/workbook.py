"""Excel workbooks (.xlsx) of any size, row by row: shared texts lie in a file meanwhile. Knows no meaning."""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from tocsin.connectors.histories.values import MAX_COLUMNS, Headings, Unreadable
from tocsin.core.history.values import Row

_BLOCK = 2**18
_MAX_UNPACKED = 16 * 2**30
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))  # ECMA-376 18.8.30
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)  # a length of time
_ELAPSED_STYLE = 46
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)"')
_CELL = re.compile(r"([A-Z]{1,3})\d+$")
Spans = dict[int, dict[int, int]]  # column: the first row of a cell that spans rows: its last
_FIRST, _FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  a sheet knows no zone


def workbook(content: IO[bytes], wanted: Sequence[str], header: int) -> Iterator[Row]:
    """The rows of the sheets (by their names; none: the first that is not hidden), each below its header, with their numbers
    there; where names are given, the name is a cell."""
    try:
        with ZipFile(content) as book, TemporaryFile() as texts:
            if sum(part.file_size for part in book.infolist()) > _MAX_UNPACKED:
                raise Unreadable("fault.history.bomb", limit=_MAX_UNPACKED // 2**30)
            sheets, is_1904 = _sheets(book)
            first = _FIRST_1904 if is_1904 else _FIRST
            shared, kinds = _Texts(book, texts), _styles(book)
            for name, part in _chosen(sheets, wanted):
                reading = _Sheet(shared, kinds, first, _merged(book, part))
                yield from _below(reading.rows(book, part), header, name if wanted else "")
    except (BadZipFile, KeyError, expat.ExpatError, ValueError) as wrong:
        raise Unreadable("fault.history.broken", reason=str(wrong)[:200]) from wrong


def sheets_of(content: IO[bytes]) -> list[str]:
    """The names of the sheets that are not hidden."""
    with ZipFile(content) as book:
        return [sheet.name for sheet in _sheets(book)[0] if sheet.shown]


def _below(rows: Iterator[tuple[int, list[str]]], header: int, sheet: str) -> Iterator[Row]:
    headings: Headings | None = None
    for place, (number, cells) in enumerate(filter(lambda row: any(row[1]), rows), 1):
        if headings is not None:
            row = headings.row(number, cells)
            if sheet:
                row = row._replace(cells={"sheet": sheet} | row.cells, headings=[*row.headings, "sheet"])
            yield row
        elif place == header:
            headings = Headings(cells)


class _SheetOf(NamedTuple):
    name: str
    part: str
    shown: bool


def _sheets(book: ZipFile) -> tuple[list[_SheetOf], bool]:
    """The sheets in their order, and whether days are counted from 1904."""
    sheets: list[tuple[str, str, bool]] = []
    flags = [False]
    targets: dict[str, str] = {}

    def of_book(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next(
                (value for key, value in attributes.items() if key.endswith("id") and key != "sheetId"), ""
            )
            sheets.append(
                (attributes.get("name", ""), relation, attributes.get("state", "visible") == "visible")
            )
        elif tag == "workbookPr":
            flags[0] = attributes.get("date1904") in ("1", "true")

    def of_relations(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    _parse(book, "xl/workbook.xml", of_book)
    _parse(book, "xl/_rels/workbook.xml.rels", of_relations)
    return [_SheetOf(name, targets[relation], shown) for name, relation, shown in sheets], flags[0]


def _chosen(sheets: Sequence[_SheetOf], wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(name, part) of each sheet that is wanted."""
    known = {sheet.name: sheet.part for sheet in sheets}
    names = wanted or [sheet.name for sheet in sheets if sheet.shown][:1]
    for name in names or [""]:
        if name not in known:
            raise Unreadable("fault.history.no_sheet", said=name, known=list(known))
        yield name, known[name]


def _styles(book: ZipFile) -> list[str]:
    """Whether cells of each style are a ``date``, a ``length`` of time, or neither."""
    codes: dict[int, str] = {}
    kinds: list[str] = []
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(tag)
        if tag == "numFmt":
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in path:
            number = int(attributes.get("numFmtId", 0))
            kinds.append(_kind_of(number, codes.get(number, "")))

    if "xl/styles.xml" in book.namelist():
        _parse(book, "xl/styles.xml", start, end=lambda _: path.pop())
    return kinds


def _kind_of(number: int, code: str) -> str:
    if number == _ELAPSED_STYLE or _ELAPSED.search(code):
        return "length"
    return "date" if number in _DATES or re.search("[ymdhs]", _QUOTED.sub("", code).lower()) else ""


def _merged(book: ZipFile, part: str) -> Spans:
    """The cells that span rows. In the file they stand behind all rows."""
    found: Spans = {}
    with book.open(part) as content:
        rest = b""
        while block := content.read(_BLOCK):
            rest += block
            end = 0
            for match in _MERGED.finditer(rest):
                end = match.end()
                first, last = int(match[2]), int(match[3])
                if last > first:
                    found.setdefault(_place(match[1].decode()), {})[first] = last
            rest = rest[max(end, len(rest) - 100) :]
    return found


class _Texts:
    """The shared texts, in a file that is looked up by their places."""

    def __init__(self, book: ZipFile, file: IO[bytes]) -> None:
        self._file, self._ends = file, array("Q", [0])
        self._parts: list[str] = []
        self._depth: list[str] = []
        if "xl/sharedStrings.xml" in book.namelist():
            _parse(book, "xl/sharedStrings.xml", self._start, end=self._end, text=self._text)

    def __getitem__(self, place: int) -> str:
        start, end = self._ends[place], self._ends[place + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode()

    def _start(self, tag: str, _: dict[str, str]) -> None:
        self._depth.append(tag)

    def _text(self, data: str) -> None:
        if self._depth[-1] == "t" and "rPh" not in self._depth:
            self._parts.append(data)

    def _end(self, tag: str) -> None:
        self._depth.pop()
        if tag == "si":
            written = "".join(self._parts).encode()
            self._file.write(written)
            self._ends.append(self._ends[-1] + len(written))
            self._parts = []


class _Sheet:
    """A sheet being read: its cells as texts, dates as ISO 8601 without a zone."""

    def __init__(self, texts: _Texts, kinds: list[str], first: datetime, merged: Spans) -> None:
        self._texts, self._kinds, self._first, self._merged = texts, kinds, first, merged
        self._spanning: dict[int, tuple[int, str]] = {}  # column -> the last row of a cell, and what it says
        self._rows: list[tuple[int, list[str]]] = []
        self._cells: list[str] = []
        self._row = 0
        self._kind = self._style = ""
        self._parts: list[str] = []
        self._reads = False

    def rows(self, book: ZipFile, part: str) -> Iterator[tuple[int, list[str]]]:
        """(row as the spreadsheet counts, cells)."""
        with book.open(part) as content:
            parser = _parser(self._start, self._end, self._text)
            while block := content.read(_BLOCK):
                parser.Parse(block, False)
                rows, self._rows = self._rows, []
                yield from rows
            parser.Parse(b"", True)
            yield from self._rows

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._cells = []
        elif tag == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            place = _column(attributes.get("r", ""))
            wanted = len(self._cells) if place is None else min(place, MAX_COLUMNS)
            self._cells += [""] * (wanted - len(self._cells))
            self._parts = []
        elif tag in ("v", "t"):
            self._reads = True

    def _text(self, data: str) -> None:
        if self._reads:
            self._parts.append(data)

    def _end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._reads = False
        elif tag == "c":
            self._cells.append(self._value("".join(self._parts)))
        elif tag == "row":
            self._span()
            self._rows.append((self._row, self._cells))

    def _span(self) -> None:
        """A cell that spans rows belongs to each of them."""
        for column, spans in self._merged.items():
            last, text = self._spanning.get(column, (0, ""))
            if self._row <= last and any(self._cells):
                self._cells += [""] * (column + 1 - len(self._cells))
                self._cells[column] = text
            elif end := spans.get(self._row):
                self._spanning[column] = (end, self._cells[column] if column < len(self._cells) else "")

    def _value(self, written: str) -> str:
        match self._kind:
            case "s":
                return self._texts[int(written)] if written else ""
            case "b":
                return "true" if written == "1" else "false" if written else ""
            case "e":
                return ""
            case "n" if written and self._style:
                return self._counted(written, self._kind_of_cell())
        return written

    def _kind_of_cell(self) -> str:
        style = int(self._style)
        return self._kinds[style] if style < len(self._kinds) else ""

    def _counted(self, written: str, kind: str) -> str:
        """A number of days as what its cell shows: a day, a time, both, or a length of time."""
        if not kind:
            return written
        seconds = round(float(written) * 86_400)
        if kind == "length":
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        try:
            at = self._first + timedelta(seconds=seconds)
        except OverflowError:
            return written
        if 0 < seconds < 86_400:
            return f"{at:%H:%M:%S}"
        return at.isoformat(sep=" ") if seconds % 86_400 else f"{at:%Y-%m-%d}"


def _column(reference: str) -> int | None:
    """The place from 0 of ``AB12``."""
    if not (found := _CELL.match(reference)):
        return None
    return _place(found[1])


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _parse(
    book: ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = _parser(start, end, text)
    with book.open(part) as content:
        while block := content.read(_BLOCK):
            parser.Parse(block, False)
    parser.Parse(b"", True)


def _parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object] | None,
    text: Callable[[str], None] | None,
) -> Any:
    parser: Any = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(
        name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()}
    )
    parser.EndElementHandler = (lambda name: end(name.rpartition(" ")[2])) if end else None
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Unreadable("fault.history.entities")
