"""Splitting: ``each`` of a format, which says what in a message is one event."""

import csv
import io
from collections.abc import Iterator

from tocsin.core.translation import limits
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.paths import Element, Path
from tocsin.core.translation.language.patterns import Pattern, compiled
from tocsin.core.translation.language.pieces import Piece, Splitter, header_word
from tocsin.core.translation.reading.document import Component, Document, Property, Row, Table, over
from tocsin.core.translation.reading.plain import decode

_WAYS = ("json", "rows", "block", "line", "calendar")
_TABLES = ("html", "csv", "text")


def compiled_splitters(node: Checker) -> tuple[Splitter, ...]:
    """The ways to cut a message into events; the first that finds one wins. None: the message is one event."""
    return tuple(splitter for one in node.each() if (splitter := _splitter(one)))


def named_groups(node: Checker) -> set[str]:
    """The field names that ``each`` brings by itself: the named groups of its patterns."""
    names: set[str] = set()
    for one in node.each():
        for key in ("line", "block", "under"):
            for each in one.at(key).each():
                pattern = compiled(Checker(each.value, each.path, []))
                names |= set(pattern.groups) if pattern else set()
    return names


def _splitter(node: Checker) -> Splitter | None:
    node.only((*_WAYS, "in", "under", "per"))
    ways = [way for way in _WAYS if not node.at(way).absent]
    if len(ways) != 1:
        node.fault("say one way to cut the message", f"one of: {', '.join(_WAYS)}")
        return None
    way = node.at(ways[0])
    if ways[0] == "json":
        return _json(way)
    if ways[0] == "rows":
        return _rows(way, node.at("in").one_of(_TABLES))
    if ways[0] == "calendar":
        return _calendar(way.text().upper(), node.at("per").text().upper())
    pattern = compiled(way)
    under = tuple(found for one in node.at("under").each() if (found := compiled(one)))
    if pattern is None:
        return None
    return _lines(pattern, under) if ways[0] == "line" else _blocks(pattern, under)


def compiled_path(node: Checker) -> Path | None:
    """The JSON path written here, or a fault."""
    try:
        return Path(node.text())
    except ValueError as error:
        node.fault(f"not a JSON path: {error}", "write it like alerts[*] or labels.severity")
        return None


def _json(node: Checker) -> Splitter | None:
    path = compiled_path(node)
    if path is None:
        return None

    def split(document: Document, labels: frozenset[str]) -> list[Piece]:
        found = path.nodes(Element(document.json))
        _bounded(len(found))
        return [
            Piece(document, labels, "", number=number, element=_element(value, element))
            for number, (value, element) in enumerate(found, 1)
        ]

    return split


def _element(value: object, element: Element) -> Element:
    return element if element.value is value else Element(value, element)


def _lines(pattern: Pattern, under: tuple[Pattern, ...]) -> Splitter:
    def split(document: Document, labels: frozenset[str]) -> list[Piece]:
        pieces: list[Piece] = []
        heading: dict[str, str] = {}
        for line in document.text.split("\n"):
            groups = pattern.search(line) if line else None
            if groups is not None:
                pieces.append(Piece(document, labels, line, number=len(pieces) + 1, groups=heading | groups))
                _bounded(len(pieces))
            elif line:
                heading = _heading(heading, under, line)
        return pieces

    return split


def _heading(heading: dict[str, str], under: tuple[Pattern, ...], line: str) -> dict[str, str]:
    """What the headings so far say: a heading replaces itself and those that come after it in ``under``."""
    for index, pattern in enumerate(under):
        groups = pattern.search(line)
        if groups is not None:
            kept = {name for one in under[:index] for name in one.groups}
            return {name: text for name, text in heading.items() if name in kept} | groups
    return heading


def _blocks(pattern: Pattern, under: tuple[Pattern, ...]) -> Splitter:
    def split(document: Document, labels: frozenset[str]) -> list[Piece]:
        starts = list(pattern.all(document.text))
        _bounded(len(starts))
        ends = [start for start, _, _ in starts[1:]] + [len(document.text)]
        pieces = []
        heading: dict[str, str] = {}
        position = 0
        for number, ((start, _, groups), end) in enumerate(zip(starts, ends, strict=True), 1):
            for line in document.text[position:start].split("\n") if under else ():
                heading = _heading(heading, under, line)
            position = start
            pieces.append(
                Piece(document, labels, document.text[start:end], number=number, groups=heading | groups)
            )
        return pieces

    return split


def _calendar(name: str, per: str) -> Splitter:
    def split(document: Document, labels: frozenset[str]) -> list[Piece]:
        pieces: list[Piece] = []
        for calendar in document.calendars:
            for entry in _components(calendar, name):
                around = (entry, calendar)
                props: list[Property | None] = [one for one in entry.properties if one.name == per]
                for prop in props or [None]:
                    number = len(pieces) + 1
                    pieces.append(
                        Piece(document, labels, document.text, number=number, entry=around, prop=prop)
                    )
        _bounded(len(pieces))
        return pieces

    return split


def _components(calendar: Component, name: str) -> Iterator[Component]:
    return (one for one in (calendar, *calendar.components) if one.name == name)


def _rows(node: Checker, where: str) -> Splitter | None:
    headers = tuple(header_word(one) for one in node.texts())
    if not headers:
        node.fault("no column is named", "list the column headers that make this table known")
        return None

    def split(document: Document, labels: frozenset[str]) -> list[Piece]:
        pieces: list[Piece] = []
        for table in _tables(document, where):
            for row in _under_headers(table, headers):
                text = "\n".join(f"{name}: {cell}" for name, cell in row.items())
                pieces.append(Piece(document, labels, text, number=len(pieces) + 1, row=row))
                _bounded(len(pieces))
        return pieces

    return split


def _tables(document: Document, where: str) -> Iterator[Table]:
    if where in ("", "html"):
        yield from document.tables
    if where in ("", "csv"):
        for one in document.attachments:
            if "csv" in one.media_type or one.name.lower().endswith((".csv", ".tsv")):
                yield _csv(decode(one.content, ""))
    if where in ("", "text") and not (where == "" and document.tables):
        yield tuple(_cells(line) for line in document.text.split("\n")[: limits.MAX_ROWS])


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
    return tuple(rows)


def _cells(line: str) -> Row:
    """The cells of a line of text: between bars, tabs or semicolons, or two spaces and more."""
    bare = line.strip().strip("|")
    for separator in ("|", "\t", ";"):
        if separator in bare:
            return tuple(cell.strip() for cell in bare.split(separator))
    return tuple(cell.strip() for cell in bare.split("  ") if cell.strip())


def _under_headers(table: Table, headers: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows below the header row, by header; an empty line ends a table, a rule is passed over."""
    names: tuple[str, ...] = ()
    for row in table:
        words = tuple(header_word(cell) for cell in row)
        if set(headers) <= set(words):
            names = words
        elif not names or not "".join(row).strip("-=+_ :"):
            if names and not "".join(row).strip():
                names = ()
        elif len(row) == len(names):
            yield {name: cell.strip() for name, cell in zip(names, row, strict=True)}


def _bounded(count: int) -> None:
    if count > limits.MAX_EVENTS:
        raise over("events", count, limits.MAX_EVENTS)
