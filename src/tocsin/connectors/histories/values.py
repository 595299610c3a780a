"""History values of files: the headings of a table, and why a file can't be read. Know no file format."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
        said = [cell.strip() for cell in written][:MAX_COLUMNS]
        self.written = list(_numbered(said))
        self._keys = [header_word(cell) for cell in self.written]
        self._shared = [header_word(cell) for cell in said]
        if not any(self._keys):
            raise Unreadable("fault.history.no_header")

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """The cells under their headings; under one that several have, the first that is filled."""
        if len(cells) > len(self._keys) and any(cells[len(self._keys) :]):
            facts = {"cells": len(cells), "columns": len(self._keys)}
            return Row(line, {}, self.written, Why(code="history.refused.cells", facts=facts))
        found: dict[str, str] = {}
        for key, shared, cell in zip(self._keys, self._shared, cells, strict=False):
            if key and cell:
                found.setdefault(shared, cell[:MAX_CELL])
                if key != shared:
                    found.setdefault(key, cell[:MAX_CELL])
        return Row(line, found, self.written)


def _numbered(headings: Iterable[str]) -> Iterator[str]:
    """The headings, the second and third that are the same with their number: ``Comment (2)``."""
    seen = Counter[str]()
    for heading in headings:
        seen[header_word(heading)] += bool(heading)
        count = seen[header_word(heading)]
        yield f"{heading} ({count})" if count > 1 else heading
