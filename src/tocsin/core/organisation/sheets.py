"""Sheets: a table as a spreadsheet holds it, rows of text under no names yet. Knows no file and no meaning."""

from tocsin.core.kernel.value import Value

MAX_ROWS = 100_000  # of a sheet that say something
MAX_COLUMNS = 200
MAX_CELL = 2_000  # characters


class Row(Value):
    """A row that says something: its number as the spreadsheet counts (from 1), its cells without blanks around."""

    number: int
    cells: tuple[str, ...]


class Sheet(Value):
    """A sheet, and how many of its rows are hidden: they are read like the others."""

    name: str
    rows: tuple[Row, ...]
    hidden: int = 0
