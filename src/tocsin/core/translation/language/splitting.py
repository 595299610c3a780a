"""Splitting: ``each`` of a format, which says what in a message is one event."""

from collections.abc import Iterator

from tocsin.core.kernel.why import Why
from tocsin.core.organisation.mistakes import one_of
from tocsin.core.translation import limits
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.leftovers import Left, between_blocks, in_a_list, known_lines
from tocsin.core.translation.language.occurrences import Series
from tocsin.core.translation.language.paths import Element, Path
from tocsin.core.translation.language.patterns import Pattern, compiled
from tocsin.core.translation.language.pieces import Piece, Splitter, header_word
from tocsin.core.translation.language.sending import sent
from tocsin.core.translation.language.tables import WHERE, rows_under
from tocsin.core.translation.reading.document import Component, Document, Property, Row, over

_WAYS = ("json", "rows", "columns", "block", "line", "calendar")
KEYS = (*_WAYS, "in", "under", "per", "across", "ignore")


def compiled_splitters(node: Checker) -> tuple[Splitter, ...]:
    """The ways to cut a message into events; the first that finds an event wins. None: the message is one event."""
    return tuple(splitter for child in node.each() if (splitter := _splitter(child)))


def named_groups(node: Checker) -> set[str]:
    """The field names that ``each`` brings by itself: the named groups of its patterns."""
    names: set[str] = set()
    for child in node.each():
        for key in ("line", "block", "under"):
            for each in child.at(key).each():
                pattern = compiled(Checker(each.value, each.path, []))
                names |= set(pattern.groups) if pattern else set()
        names |= set() if child.at("across").absent else named_groups(child.at("across"))
    return names


def _splitter(node: Checker) -> Splitter | None:
    node.only(KEYS)
    ways = [way for way in _WAYS if not node.at(way).absent]
    if len(ways) != 1:
        node.fault("fault.format.one_way", one_of(_WAYS))
        return None
    split = _way(ways[0], node)
    other = None if node.at("across").absent else _splitter(node.at("across"))
    return _across(split, other) if split and other else split


def _way(name: str, node: Checker) -> Splitter | None:
    way = node.at(name)
    if name == "json":
        return _json(way)
    ignored = _patterns(node.at("ignore"))
    if name in ("rows", "columns"):
        return _rows(way, node.at("in").one_of(WHERE), ignored, turned=name == "columns")
    if name == "calendar":
        return _calendar(way.text().upper(), node.at("per").text().upper())
    pattern = compiled(way)
    under = _patterns(node.at("under"))
    if pattern is None:
        return None
    return _lines(pattern, under, ignored) if name == "line" else _blocks(pattern, under, ignored)


def _patterns(node: Checker) -> tuple[Pattern, ...]:
    return tuple(found for child in node.each() if (found := compiled(child)))


def _across(split: Splitter, other: Splitter) -> Splitter:
    """One event for each pair: every circuit of a list in every window of another."""

    def crossed(document: Document, labels: frozenset[str], left: Left) -> list[Piece]:
        ours, theirs = split(document, labels, left), other(document, labels, left)
        _bounded(len(ours) * len(theirs))
        pairs = [(our, two) for our in ours for two in theirs]
        return [first.joined(second, number) for number, (first, second) in enumerate(pairs, 1)] or ours

    return crossed


def compiled_path(node: Checker) -> Path | None:
    """The JSON path written here, or a fault."""
    try:
        return Path(node.text())
    except ValueError as error:
        node.fault("fault.format.path", reason=str(error))
        return None


def _json(node: Checker) -> Splitter | None:
    path = compiled_path(node)
    if path is None:
        return None

    def split(document: Document, labels: frozenset[str], left: Left) -> list[Piece]:
        found = path.nodes(Element(document.json))
        _bounded(len(found))
        return [
            Piece(document, labels, "", number=number, element=_element(value, element))
            for number, (value, element) in enumerate(found, 1)
        ]

    return split


def _element(value: object, element: Element) -> Element:
    return element if element.value is value else Element(value, element)


def _lines(pattern: Pattern, under: tuple[Pattern, ...], ignored: tuple[Pattern, ...]) -> Splitter:
    def split(document: Document, labels: frozenset[str], left: Left) -> list[Piece]:
        lines = document.text.split("\n")
        found = {
            index: groups for index, line in enumerate(lines) if line and (groups := pattern.search(line))
        }
        _bounded(len(found))
        if found:
            left.extend(in_a_list(lines, found, known_lines(document.text, labels, (*under, *ignored))))
        pieces: list[Piece] = []
        heading: dict[str, str] = {}
        for index in range(max(found, default=-1) + 1) if under else found:
            if index in found:
                groups = heading | found[index]
                pieces.append(Piece(document, labels, lines[index], number=len(pieces) + 1, groups=groups))
            elif lines[index]:
                heading = _heading(heading, under, lines[index])
        return pieces

    return split


def _heading(heading: dict[str, str], under: tuple[Pattern, ...], line: str) -> dict[str, str]:
    """The headings above the present line: a new heading replaces the same heading and those after it in ``under``."""
    for index, pattern in enumerate(under):
        groups = pattern.search(line)
        if groups is not None:
            kept = {name for outer in under[:index] for name in outer.groups}
            return {name: text for name, text in heading.items() if name in kept} | groups
    return heading


def _blocks(pattern: Pattern, under: tuple[Pattern, ...], ignored: tuple[Pattern, ...]) -> Splitter:
    def split(document: Document, labels: frozenset[str], left: Left) -> list[Piece]:
        starts = list(pattern.all(document.text))
        _bounded(len(starts))
        if starts:
            first = {document.text.count("\n", 0, start) for start, _, _ in starts}
            known = known_lines(document.text, labels, (*under, *ignored))
            left.extend(between_blocks(document.text.split("\n"), first, known))
        ends = [*(start for start, _, _ in starts), len(document.text)][1:]
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
    def split(document: Document, labels: frozenset[str], left: Left) -> list[Piece]:
        pieces: list[Piece] = []
        sending = sent(document).at
        for calendar in document.calendars:
            for entry in Series(calendar, list(_components(calendar, name)), sending).given(left):
                around = (entry, calendar)
                props: list[Property | None] = [
                    property_ for property_ in entry.properties if property_.name == per
                ]
                for prop in props or [None]:
                    number = len(pieces) + 1
                    pieces.append(
                        Piece(document, labels, document.text, number=number, entry=around, prop=prop)
                    )
        _bounded(len(pieces))
        return pieces

    return split


def _components(calendar: Component, name: str) -> Iterator[Component]:
    return (component for component in (calendar, *calendar.components) if component.name == name)


def _rows(node: Checker, where: str, ignored: tuple[Pattern, ...], *, turned: bool) -> Splitter | None:
    headers = tuple(header_word(header) for header in node.texts())
    if not headers:
        node.fault("fault.format.no_column")
        return None

    def split(document: Document, labels: frozenset[str], left: Left) -> list[Piece]:
        pieces: list[Piece] = []
        unfit: list[Row] = []
        for row in rows_under(document, headers, where, unfit, turned=turned):
            text = "\n".join(f"{name}: {cell}" for name, cell in row.items())
            pieces.append(Piece(document, labels, text, number=len(pieces) + 1, row=row))
            _bounded(len(pieces))
        texts = (" | ".join(row) for row in unfit)
        left.extend(_row(text) for text in texts if not any(pattern.found(text) for pattern in ignored))
        return pieces

    return split


def _row(text: str) -> Why:
    return Why(code="translation.row_left", facts={"row": text[:200]})


def _bounded(count: int) -> None:
    if count > limits.MAX_EVENTS:
        raise over("events", count, limits.MAX_EVENTS)
