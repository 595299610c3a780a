"""XES (IEEE 1849): event logs, one row an event, read as a stream. Attributes of its trace stand under ``case:NAME``."""

from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from tocsin.connectors.histories.values import MAX_CELL, Unreadable
from tocsin.core.history.values import Row
from tocsin.core.translation.language.pieces import header_word

_BLOCK = 2**18
_ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_SEVERAL = frozenset({"list", "container"})
_OWNERS = ("trace", "event")
_IN_A_LIST = ("list", "container", "values")
_TRACE = "case:"


def xes(content: IO[bytes]) -> Iterator[Row]:
    """The events of a log in its order, each with the line on which it begins; a trace without events is a row as well.
    Raises Unreadable for other XML."""
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
        self._has_events = False
        self._list = ""  # the list whose values are being read
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
        if not self._path and tag != "log":
            raise Unreadable("fault.history.no_log", tag=tag)
        self._path.append(tag)
        if tag == "trace":
            self._trace, self._has_events, self._line = {}, False, self.parser.CurrentLineNumber
        elif tag == "event":
            self._event, self._has_events, self._line = {}, True, self.parser.CurrentLineNumber
        elif around in _OWNERS:
            self._list = attributes.get("key", "") if tag in _SEVERAL else ""
            if tag in _ATTRIBUTES:
                self._keep(attributes.get("key", ""), attributes.get("value", ""))
        elif self._list and around in _IN_A_LIST and tag in _ATTRIBUTES:
            self._keep(self._list, attributes.get("value", ""))

    def _keep(self, key: str, value: str) -> None:
        """An attribute of the event, or of its trace; of a list all values."""
        written, known = (_TRACE + key, self._trace) if self._event is None else (key, self._event)
        self._names.setdefault(written)
        word, before = header_word(written), known.get(header_word(written), "")
        if value and (self._list or not before):
            known[word] = (f"{before}, {value}" if before else value)[:MAX_CELL]

    def _end(self, name: str) -> None:
        tag = self._path.pop()
        if tag == "event" and self._event is not None:
            self._rows.append(Row(self._line, self._trace | self._event, list(self._names)))
            self._event = None
        elif tag == "trace" and not self._has_events:
            self._rows.append(Row(self._line, self._trace, list(self._names)))


def _refuse(*_: object) -> None:
    raise Unreadable("fault.history.entities")
