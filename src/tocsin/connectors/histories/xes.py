"""XES (IEEE 1849): event logs, one row an event, read as a stream. Attributes of its trace stand under ``case:NAME``."""

from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from tocsin.connectors.histories.values import MAX_CELL, Unreadable
from tocsin.core.history.values import Row
from tocsin.core.translation.language.pieces import header_word

_BLOCK = 2**18
_ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_TRACE = "case:"


def xes(content: IO[bytes]) -> Iterator[Row]:
    """The events of a log in its order, each with the line on which it begins."""
    log = _Log()
    try:
        while block := content.read(_BLOCK):
            log.parser.Parse(block, False)
            yield from log.taken()
        log.parser.Parse(b"", True)
    except expat.ExpatError as wrong:
        raise Unreadable("fault.history.broken", reason=str(wrong)) from wrong
    yield from log.taken()


class _Log:
    """What the parser has met so far: the trace's attributes, the event's, and the events that are complete."""

    def __init__(self) -> None:
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = _refuse
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] | None = None
        self._names: dict[str, None] = {}
        self._path: list[str] = []
        self._line = 0
        self._rows: list[Row] = []

    def taken(self) -> list[Row]:
        """The events that are complete and were not taken yet."""
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        around = self._path[-1] if self._path else ""
        self._path.append(tag)
        if tag == "trace":
            self._trace = {}
        elif tag == "event":
            self._event, self._line = {}, self.parser.CurrentLineNumber
        elif tag in _ATTRIBUTES and around in ("trace", "event"):
            self._keep(around, attributes.get("key", ""), attributes.get("value", ""))

    def _keep(self, around: str, key: str, value: str) -> None:
        written = _TRACE + key if around == "trace" else key
        known = self._trace if around == "trace" or self._event is None else self._event
        self._names.setdefault(written)
        if value:
            known.setdefault(header_word(written), value[:MAX_CELL])

    def _end(self, name: str) -> None:
        self._path.pop()
        if name.rpartition(" ")[2] == "event" and self._event is not None:
            self._rows.append(Row(self._line, self._trace | self._event, list(self._names)))
            self._event = None


def _refuse(*_: object) -> None:
    raise Unreadable("fault.history.entities")
