"""The report of an import: a line for each refused row and each word that was left out, as CSV. Decides nothing."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.kernel.sentences import Language, render_why
from tocsin.store import histories

_COLUMNS = ("line", "reference", "field", "text", "reason")


def report(number: int, language: Language) -> Iterator[str]:
    """The report of an import (id), line by line, the header first."""
    yield _line(_COLUMNS)
    for refusal in histories.refusals(number):
        reason = render_why(refusal.why, language)
        yield _line((str(refusal.line), refusal.reference, refusal.field, refusal.text, reason))


def write_report(number: int, file: Path, language: Language) -> None:
    """Write the report of an import (id) to a file, which it replaces."""
    with file.open("w", encoding="utf-8", newline="") as target:
        target.writelines(report(number, language))


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(_harmless, cells))
    return line.getvalue()


def _harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
