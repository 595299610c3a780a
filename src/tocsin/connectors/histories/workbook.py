"""Excel workbooks (.xlsx) of any size, row by row: shared texts lie in a file meanwhile. Knows no meaning."""

import re
from array import array
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from tocsin.connectors.histories.values import MAX_COLUMNS, Headings, Unreadable
from tocsin.core.history.values import Row

_BLOCK = 2**18
_MAX_UNPACKED = 16 * 2**30
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))  # ECMA-376 18.8.30
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL = re.compile(r"([A-Z]{1,3})\d+$")
_FIRST, _FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  a sheet knows no zone


def workbook(content: IO[bytes], sheet: str, header: int) -> Iterator[Row]:
    """The rows of a sheet (by its name; the first that is not hidden) below its header, with their numbers there."""
    try:
        with ZipFile(content) as book, TemporaryFile() as texts:
            if sum(part.file_size for part in book.infolist()) > _MAX_UNPACKED:
                raise Unreadable("fault.history.bomb", limit=_MAX_UNPACKED // 2**30)
            part, is_1904 = _sheet(book, sheet)
            reading = _Sheet(_Texts(book, texts), _styles(book), _FIRST_1904 if is_1904 else _FIRST)
            yield from _below(reading.rows(book, part), header)
    except (BadZipFile, KeyError, expat.ExpatError, ValueError) as wrong:
        raise Unreadable("fault.history.broken", reason=str(wrong)[:200]) from wrong


def _below(rows: Iterator[tuple[int, list[str]]], header: int) -> Iterator[Row]:
    headings: Headings | None = None
    for place, (number, cells) in enumerate(filter(lambda row: any(row[1]), rows), 1):
        if headings is not None:
            yield headings.row(number, cells)
        elif place == header:
            headings = Headings(cells)


def _sheet(book: ZipFile, wanted: str) -> tuple[str, bool]:
    """The part that holds the sheet, and whether days are counted from 1904."""
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
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parse(book, "xl/workbook.xml", of_book)
    _parse(book, "xl/_rels/workbook.xml.rels", of_relations)
    named = [relation for name, relation, shown in sheets if (name == wanted if wanted else shown)]
    if not named:
        raise Unreadable("fault.history.no_sheet", said=wanted, known=[name for name, _, _ in sheets])
    target = targets[named[0]]
    return (target[1:] if target.startswith("/") else f"xl/{target}"), flags[0]


def _styles(book: ZipFile) -> list[bool]:
    """Whether cells of each style are dates."""
    codes: dict[int, str] = {}
    dates: list[bool] = []
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(tag)
        if tag == "numFmt":
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in path:
            number = int(attributes.get("numFmtId", 0))
            dates.append(
                number in _DATES or bool(re.search("[ymdhs]", _QUOTED.sub("", codes.get(number, "")).lower()))
            )

    if "xl/styles.xml" in book.namelist():
        _parse(book, "xl/styles.xml", start, end=lambda _: path.pop())
    return dates


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

    def __init__(self, texts: _Texts, dates: list[bool], first: datetime) -> None:
        self._texts, self._dates, self._first = texts, dates, first
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
            self._rows.append((self._row, self._cells))

    def _value(self, written: str) -> str:
        match self._kind:
            case "s":
                return self._texts[int(written)] if written else ""
            case "b":
                return "true" if written == "1" else "false" if written else ""
            case "e":
                return ""
            case "n" if written and self._style and self._is_date():
                return self._date(float(written))
        return written

    def _is_date(self) -> bool:
        style = int(self._style)
        return style < len(self._dates) and self._dates[style]

    def _date(self, days: float) -> str:
        try:
            at = self._first + timedelta(seconds=round(days * 86_400))
        except OverflowError:
            return str(days)
        return at.isoformat(sep=" ")


def _column(reference: str) -> int | None:
    """The place from 0 of ``AB12``."""
    if not (found := _CELL.match(reference)):
        return None
    place = 0
    for letter in found[1]:
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
