"""History values of files: the headings of a table, and why a file can't be read. Know no file format."""

from collections.abc import Iterable, Sequence
from typing import Any

import tocsin.connectors.histories.sentences  # noqa: F401  declared when imported
from tocsin.core.history.values import Row
from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.pieces import header_word

MAX_COLUMNS = 2_000
MAX_CELL = 32_000  # characters; more than any field of the mapping keeps


class Unreadable(Exception):
    """The file can't be read; ``code`` and ``facts`` say why."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class Headings:
    """The headings of a table, in the form under which mappings find them."""

    def __init__(self, written: Iterable[str]) -> None:
        self.written = [cell.strip() for cell in written][:MAX_COLUMNS]
        self._keys = [header_word(cell) for cell in self.written]
        if not any(self._keys):
            raise Unreadable("fault.history.no_header")

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """The cells under their headings; of several with one heading, the first that is filled."""
        if len(cells) > len(self._keys) and any(cells[len(self._keys) :]):
            facts = {"cells": len(cells), "columns": len(self._keys)}
            return Row(line, {}, self.written, Why(code="history.refused.cells", facts=facts))
        found: dict[str, str] = {}
        for key, cell in zip(self._keys, cells, strict=False):
            if key and cell and key not in found:
                found[key] = cell[:MAX_CELL]
        return Row(line, found, self.written)
