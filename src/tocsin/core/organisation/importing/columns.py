"""Columns: which of our fields a column of a spreadsheet is, by its name in French or English, or by a person's choice."""

from collections.abc import Iterable, Mapping

from tocsin.core.inventory.spelling import normalise
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.importing import vocabulary
from tocsin.core.organisation.importing.vocabulary import FIELDS
from tocsin.core.organisation.sheets import Row, Sheet

__all__ = ["ASIDE", "ATTRIBUTE", "FIELDS", "Column", "Table", "column_word", "is_field", "table_of"]

ASIDE = "-"  # a column that a person leaves aside
ATTRIBUTE = "attribute."
_HEADER_WITHIN = 30  # rows; titles and logos may stand above


class Column(Value):
    """A column of a sheet: its place from 0, its name as written there, our field (empty: unknown), a first value."""

    place: int
    name: str
    field: str
    example: str = ""


class Table(Value):
    """A sheet with its columns known: the rows below its header, each an item of ``type``."""

    sheet: str
    type: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hidden: int = 0

    @property
    def fields(self) -> frozenset[str]:
        """Our fields that have a column."""
        return frozenset(column.field for column in self.columns) - {"", ASIDE}

    @property
    def has_names(self) -> bool:
        """Whether a column names the items."""
        return vocabulary.KEY_FIELDS[self.type] in self.fields

    @property
    def unknown(self) -> tuple[Column, ...]:
        """The columns whose field is unknown."""
        return tuple(column for column in self.columns if not column.field)


def is_field(word: str) -> bool:
    """Whether a column may have this meaning: a field of ours, an attribute with a name of the person's, or ignored."""
    own = word.removeprefix(ATTRIBUTE)
    return word in FIELDS or word == ASIDE or (word != own and own.isidentifier() and own.islower())


def column_word(name: str) -> str:
    """The form under which two column names are the same."""
    return normalise(name)


def table_of(sheet: Sheet, declared: Mapping[str, str]) -> Table | None:
    """The sheet's table: its header is the row that names most fields of ours. ``declared``: a person's choice for
    columns, by ``column_word``. None: no row names a field."""
    candidates = sheet.rows[:_HEADER_WITHIN]
    at = max(
        range(len(candidates)), key=lambda index: (_known(candidates[index], declared), -index), default=None
    )
    if at is None or not _known(candidates[at], declared):
        return None
    header, below = candidates[at], sheet.rows[at + 1 :]
    words = [column_word(cell) for cell in header.cells]
    type_ = vocabulary.type_of_columns(
        sheet.name, words, [declared[word] for word in words if word in declared]
    )
    return Table(
        sheet=sheet.name,
        type=type_,
        columns=tuple(_columns(type_, header, below, declared)),
        rows=tuple(row for row in below if row.cells != header.cells),
        hidden=sheet.hidden,
    )


def _known(row: Row, declared: Mapping[str, str]) -> int:
    words = {column_word(cell) for cell in row.cells if cell}
    return sum(1 for word in words if word in declared or vocabulary.is_known(word))


def _columns(
    type_: str, header: Row, below: tuple[Row, ...], declared: Mapping[str, str]
) -> Iterable[Column]:
    taken: set[str] = set()
    words = [column_word(cell) for cell in header.cells]
    fields_named = {declared[word] for word in words if word in declared}
    is_named = vocabulary.names_its_items(type_, words) or vocabulary.KEY_FIELDS[type_] in fields_named
    for place, (name, word) in enumerate(zip(header.cells, words, strict=True)):
        example = next((row.cells[place] for row in below if place < len(row.cells) and row.cells[place]), "")
        if not name or not (example or word in declared):
            continue
        own = vocabulary.field_of(type_, word, is_named=is_named)
        field = declared.get(word) or ("" if own in fields_named else own)
        if field in taken and field != ASIDE:
            field = ""
        taken.add(field)
        yield Column(place=place, name=name, field=field, example=example)
