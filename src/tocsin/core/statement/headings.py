"""Headings: what each column of a supplier's statement is, by its name, or as a person said."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from tocsin.core.inventory.spelling import normalise
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.statement.carried import is_total, repeated
from tocsin.core.statement.heading_names import is_annotation, is_of_the_ticket, is_site, meaning
from tocsin.core.statement.values import Heading

ASIDE = "-"  # a column that a person leaves aside
FIELDS = (
    "reference", "date", "start", "start_time", "end", "end_time", "duration", "counted", "place", "words", "excluded",
    "liable", "exclusion", "overrun", "client",
)  # fmt: skip
_HEADER_WITHIN = 40  # rows; a title, a logo and an address may stand above
_LONGEST = 60  # letters of a heading
_TIMES = ("start", "end", "start_time", "end_time", "date")
_OPENING = {"start", "start_time", "date", "reference"}  # one of them at least is in a header
_LEAST_NAMED = 3  # fields of a header below the first
_SEVERAL = ("place", "words", "reference")  # more than one column may be these


class Column(Value):
    """A column with its place from 0. ``unit_s``: what a bare number means there, 0: not said; ``zone``: its zone."""

    place: int
    name: str
    field: str
    unit_s: int = 0
    zone: str = ""


class Table(Value):
    """The rows below a header, and its columns. ``header``: the numbers of the rows that are it, or repeat it."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    header: frozenset[int] = frozenset()

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns as people check them."""
        return tuple(
            Heading(name=column.name, field=column.field, example=self._example(column.place))
            for column in self.columns
        )

    def _example(self, place: int) -> str:
        return next(
            (row.cells[place] for row in self.rows if place < len(row.cells) and row.cells[place]), ""
        )


def is_field(word: str) -> bool:
    """Whether a person may say that a column is this."""
    return word in FIELDS or word == ASIDE


def heading_word(name: str) -> str:
    """The form under which two headings are the same."""
    return normalise(name)


def tables_of(sheet: Sheet, declared: Mapping[str, str]) -> list[Table]:
    """The sheet's tables, one below the other: a header with other columns, or the same in another order, opens the next.

    ``declared``: what a person said of headings, by ``heading_word``.
    """
    header = _header_of(sheet.rows, declared)
    if header is None:
        return []
    cuts = [at for at, row in enumerate(sheet.rows) if _is_another(row, header, declared)]
    spans = pairwise((0, *cuts, len(sheet.rows)))
    found = (_table(sheet.name, sheet.rows[first:last], declared) for first, last in spans)
    return [table for table in found if table is not None]


def _table(sheet: str, rows: Sequence[Row], declared: Mapping[str, str]) -> Table | None:
    """The table of these rows: its header, and what is below."""
    header = _header_of(rows, declared)
    if header is None:
        return None
    below = [row for row in rows if row.number > header.rows[-1].number]
    columns = tuple(_columns(header.names, declared))
    own = [row for row in below if not header.is_repeated(row)]
    return Table(
        sheet=sheet,
        columns=columns,
        rows=tuple(repeated(own, list(_once(columns, own)))),
        header=frozenset(row.number for row in (*header.rows, *filter(header.is_repeated, below))),
    )


def _once(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[int]:
    """The columns of a site that is written once for the rows below it, beside a column of racks: mostly empty, and never
    the same twice in a row."""
    places = [column for column in columns if column.field == "place"]
    for column in places if len(places) > 1 else ():
        texts = [row.cells[column.place] for row in rows if len(row.cells) > column.place and _is_full(row)]
        filled = [text for text in texts if text]
        changes = all(text != after for text, after in pairwise(filled))
        if (
            is_site(heading_word(column.name))
            and texts
            and texts[0]
            and changes
            and 2 * len(filled) <= len(texts)
        ):
            yield column.place


def _is_full(row: Row) -> bool:
    return sum(map(bool, row.cells)) >= _LEAST_NAMED and not is_total(row)


def _header_of(rows: Sequence[Row], declared: Mapping[str, str]) -> "_Header | None":
    """The row, or the two rows, that name most fields, a beginning or a reference among them. None: no row is a header."""
    headers = list(_headers(rows[:_HEADER_WITHIN]))
    named = [_fields(header.names, declared) for header in headers]
    best = max(
        range(len(headers)),
        key=lambda at: (len(named[at]), headers[at].sound, -headers[at].rows[0].number, at),
        default=None,
    )
    if best is None or len(named[best]) < 2 or not named[best] & _OPENING:
        return None
    return headers[best]


def _is_another(row: Row, header: "_Header", declared: Mapping[str, str]) -> bool:
    """Whether a row of words alone names columns, and not those of the header in its order."""
    if row in header.rows or not _may_be_names(row) or header.is_repeated(row):
        return False
    named = _fields(row.cells, declared)
    return len(named) >= _LEAST_NAMED and bool(named & _OPENING)


class _Header(Value):
    """What may be a header: one row, or two, which are ``sound`` where the second has units, or merged cells in common with
    the first. Of those that name as many fields a sound one is taken, the first, of two rows rather than one."""

    rows: tuple[Row, ...]
    names: tuple[str, ...]
    sound: bool = True

    def is_repeated(self, row: Row) -> bool:
        """Whether a row below says the same again, as at the top of a page; merged cells may have lost their text."""
        said = (
            {heading_word(own.cells[at]) for own in self.rows if at < len(own.cells)} | {""}
            for at in range(len(row.cells))
        )
        return all(heading_word(cell) in words for cell, words in zip(row.cells, said, strict=True))


def _headers(rows: Sequence[Row]) -> Iterator[_Header]:
    yield from (_Header(rows=(row,), names=row.cells) for row in rows)
    for upper, lower in pairwise(rows):
        if _may_be_names(upper) and _may_be_names(lower) and len(set(filter(None, upper.cells))) > 1:
            alike = [above == below for above, below in zip(upper.cells, lower.cells, strict=False) if above]
            merged = any(alike) and not all(alike)
            annotated = all(is_annotation(heading_word(cell)) for cell in lower.cells if cell)
            names = tuple(_two_rows(upper.cells, lower.cells))
            yield _Header(rows=(upper, lower), names=names, sound=annotated or merged)


def _may_be_names(row: Row) -> bool:
    return not any(letter.isdigit() for cell in row.cells for letter in cell)


def _two_rows(upper: Sequence[str], lower: Sequence[str]) -> Iterator[str]:
    """The names of columns under a header of two rows: ``Date`` below ``Début`` is ``Date Début``, and so is what stands
    right of it below nothing; a unit stays behind (``Durée (min)``)."""
    over = ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        over = above or (over if below else "")
        if not below or not over or above == below:
            yield below or above
        else:
            yield f"{over} {below}" if is_annotation(heading_word(below)) else f"{below} {over}"
        over = over if below else ""


def _fields(names: Sequence[str], declared: Mapping[str, str]) -> set[str]:
    """What a header names; what holds sentences for names is none."""
    if any(len(name) > _LONGEST for name in names):
        return set()
    words = (heading_word(name) for name in names if name)
    return {declared.get(word) or meaning(word).field for word in words} - {"", ASIDE}


def _columns(names: Sequence[str], declared: Mapping[str, str]) -> Iterator[Column]:
    taken: set[str] = set()
    known = {field for word in map(heading_word, names) if (field := declared.get(word, ""))}
    plain = (word for word in map(heading_word, names) if word not in declared and not is_of_the_ticket(word))
    better = {meaning(word).field for word in plain}
    for place, name in enumerate(names):
        if not name:
            continue
        word = heading_word(name)
        said = meaning(word)
        field = declared.get(word) or said.field
        once = field not in _SEVERAL
        late = is_of_the_ticket(word) and field in better
        if once and (field in taken or (word not in declared and (field in known or late))):
            field = ""
        taken.add(field)
        zone = said.zone if field in _TIMES else ""
        yield Column(place=place, name=name, field=field, unit_s=said.unit_s, zone=zone)
