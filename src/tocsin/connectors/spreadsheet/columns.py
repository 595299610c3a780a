"""Columns: lines of text in which cells stand under headings, as rows. Knows spaces, no meaning."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sheets import MAX_CELL, Row

_CELL = re.compile(r"\S+(?: \S+)*")
_LEAST_CELLS = 3  # of a heading line
# A line with a date is a row of its own.
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2}|\d{1,2} [^\W\d]{3,9}\.? \d{4}")
_PAGE = re.compile(r"\s*(?:page|p\.)\s*\d+(?:\s*(?:/|sur|of)\s*\d+)?\s*", re.IGNORECASE)
_BARS = re.compile(r"[-=+|_\s]*")


class Layout(Value):
    """Where each column begins and ends in a line."""

    cuts: tuple[tuple[int, int], ...]

    def cells(self, line: str) -> tuple[str, ...]:
        """The line's cells; one, if words run over where columns meet: it is a remark."""
        inside = [first for first, _ in self.cuts if 0 < first < len(line)]
        cells = tuple(line[first:last].strip()[:MAX_CELL] for first, last in self.cuts)
        runs_over = any(" " not in line[first - 1 : first + 1] for first in inside)
        if runs_over or (len(_cells(line)) == 1 and sum(map(bool, cells)) > 1):
            return (line.strip()[:MAX_CELL],)
        return cells


def rows_of(pages: Sequence[Sequence[str]]) -> list[Row]:
    """The rows of all pages; a page without headings has its columns where the page before had them. A cell that runs over
    lines is one cell again. Lines outside of a table are rows of one cell."""
    rows: list[Row] = []
    layout: Layout | None = None
    number = 0
    for page in pages:
        lines = [line.expandtabs(8).rstrip() for line in page]
        head = _heading(lines)
        if head is not None:
            layout = _layout(lines, head)
        for at, line in enumerate(lines):
            number += 1
            if not _PAGE.fullmatch(line) and not _BARS.fullmatch(line):
                inside = layout is not None and (head is None or at >= head)
                follows = inside and at > (head or 0) and bool(lines[at - 1].strip())
                _add(rows, number, line, layout if inside else None, follows=follows)
    return rows


def _add(rows: list[Row], number: int, line: str, layout: Layout | None, *, follows: bool) -> None:
    cells = layout.cells(line) if layout else (line.strip()[:MAX_CELL],)
    filled = sum(map(bool, cells))
    runs_on = follows and not cells[0] and 0 < filled <= len(cells) // 2 and not _DATE.search(line)
    if runs_on and rows and len(rows[-1].cells) == len(cells):
        joined = (" ".join(filter(None, pair)) for pair in zip(rows[-1].cells, cells, strict=True))
        rows[-1] = Row(number=rows[-1].number, cells=tuple(joined))
    elif filled:
        rows.append(Row(number=number, cells=cells))


def _heading(lines: Sequence[str]) -> int | None:
    """The first line of words alone with the most cells: numbers stand below headings, not among them."""
    counted = [(len(_cells(line)), -at) for at, line in enumerate(lines) if not any(map(str.isdigit, line))]
    count, at = max(counted, default=(0, 0))
    return -at if count >= _LEAST_CELLS else None


def _cells(line: str) -> list[tuple[int, int]]:
    return [found.span() for found in _CELL.finditer(line)]


def _layout(lines: Sequence[str], head: int) -> Layout:
    """The lines are cut between two headings at the emptiest position, the nearest to the middle of the gap. Its
    neighbours count as well: between the date and the clock of a cell there is one space, between two cells are more."""
    headings = _headings(lines, head)
    filled = _filled(lines[head:])
    cuts = [0]
    for (first, end), (following, last) in pairwise(headings):
        middle = (end + following) / 2
        cuts.append(
            min(
                range(first + 1, last),
                key=lambda at: (sum(filled[at - 1 : at + 2]), filled[at], abs(at - middle)),
            )
        )
    width = len(filled)
    return Layout(cuts=tuple(zip(cuts, (*cuts[1:], width), strict=True)))


def _headings(lines: Sequence[str], head: int) -> list[tuple[int, int]]:
    """Where the headings stand; of a heading of two lines (``Outage`` above ``Start`` and ``End``) those of the second, and
    of the first what has nothing below."""
    upper = _cells(lines[head])
    below = next((line for line in lines[head + 1 :] if line.strip()), "")
    lower = [] if any(map(str.isdigit, below)) else _cells(below)
    alone = [
        (first, end) for first, end in upper if all(end <= left or right <= first for left, right in lower)
    ]
    both = sorted([*lower, *alone])
    return both if len(both) > len(upper) else upper


def _filled(lines: Sequence[str]) -> list[int]:
    """How many lines with cells have something at each position."""
    width = max(map(len, lines)) + 1
    counts = [0] * width
    for line in _tabular(lines):
        for at, letter in enumerate(line):
            counts[at] += letter != " "
    return counts


def _tabular(lines: Sequence[str]) -> Iterator[str]:
    return (line for line in lines if len(_cells(line)) >= _LEAST_CELLS)
