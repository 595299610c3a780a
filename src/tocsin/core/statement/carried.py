"""Carried: what a table says once for several rows below: a day, or a title such as a site. Knows no time and no place."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sheets import Row
from tocsin.core.statement.moments import day_of, has_clock, has_date
from tocsin.core.translation.text import word

_TOTAL = re.compile(
    r"\b(total|totaux|(?:sous|sub)-?total|somme|sum|moyenne|average|cumul|summe|gesamt|\w*summe|subtotale|totale|totales)\b"
)
_PAGE = re.compile(r"(?:page|seite|pagina|p\.)\s*\d+.*")
_CLIENT = re.compile(
    r"(?:client|customer|kunde|cliente|contrat|contract|vertrag)\b\s*[:–-]?\s*(\S.*)", re.IGNORECASE
)
_LONGEST = 60  # letters of a title
_DITTO = frozenset(['"', "''", "〃", "”", "„", "idem", "id.", "ditto", "dito"])
_LEAST_CELLS = 3  # of a row that speaks of an incident


class Carried(Value):
    """What the rows above say of a row: a day, a title, a client."""

    day: str = ""
    title: str = ""
    client: str = ""


def carried(
    rows: Sequence[Row], first: int, days: Iterable[int], is_day: Callable[[str], bool]
) -> dict[int, Carried]:
    """What rows above say, by the row's number. ``first``: the first column, in which a title stands; ``days``: those in
    which a day may stand once for several rows; ``is_day``: whether a row that says only this opens a day."""
    return dict(_walked(rows, first, tuple(days), is_day))


def _walked(
    rows: Sequence[Row], first: int, days: Sequence[int], is_day: Callable[[str], bool]
) -> Iterator[tuple[int, Carried]]:
    above = Carried()
    for row, below in pairwise((*rows, None)):
        assert row is not None
        text = only_text(row) if any(row.cells[: first + 1]) else ""
        if text and is_day(text):
            above = Carried(day=text, title=above.title, client=above.client)
        elif text and below and _is_title(text) and (only_text(below) or _speaks(below)):
            above = _titled(above, text)
        elif day := next((day for at in days if (day := _day_in(row, at))), ""):
            above = Carried(day=day, title=above.title, client=above.client)
        yield row.number, above


def repeated(rows: Iterable[Row], once: Collection[int]) -> Iterator[Row]:
    """The rows with what stands above where they only say *ditto*, and in the columns ``once``, whose text is written once
    for several rows."""
    above: tuple[str, ...] = ()
    for row in rows:
        if only_text(row) or is_total(row):
            yield row
            continue
        cells = tuple(
            above[at] if at < len(above) and (word(cell) in _DITTO or (at in once and not cell)) else cell
            for at, cell in enumerate(row.cells)
        )
        above = cells
        yield Row(number=row.number, cells=cells)


def only_text(row: Row) -> str:
    """The text of a row that says one thing, in one cell or (merged) in several; empty: it says more."""
    texts = {cell for cell in row.cells if cell}
    return texts.pop() if len(texts) == 1 else ""


def is_total(row: Row) -> bool:
    """Whether it begins with a word for a total."""
    return _TOTAL.search(word(next((cell for cell in row.cells if cell), ""))) is not None


def _titled(above: Carried, text: str) -> Carried:
    if client := _CLIENT.fullmatch(text):
        return Carried(day=above.day, title=above.title, client=client[1])
    return Carried(day=above.day, title=text, client=above.client)


def _is_title(text: str) -> bool:
    plain = word(text)
    worded = any(map(str.isalpha, plain)) and len(plain) <= _LONGEST
    return worded and not _TOTAL.search(plain) and not _PAGE.fullmatch(plain) and not has_clock(text)


def _speaks(row: Row) -> bool:
    return sum(map(bool, row.cells)) >= _LEAST_CELLS and not is_total(row)


def _day_in(row: Row, place: int) -> str:
    text = day_of(row.cells[place]) if place < len(row.cells) else ""
    return text if has_date(text) and not has_clock(text) else ""
