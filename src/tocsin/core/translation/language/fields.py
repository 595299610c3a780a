"""Fields: where each named value is taken from. A list of ways: the first that finds something wins."""

from collections.abc import Callable

from tocsin.core.organisation.mistakes import one_of
from tocsin.core.translation import limits
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.entries import Entry
from tocsin.core.translation.language.labels import Labels, label_word
from tocsin.core.translation.language.patterns import Pattern, compiled
from tocsin.core.translation.language.pieces import Piece, header_word
from tocsin.core.translation.language.splitting import compiled_path

Taken = dict[str, str]
Way = Callable[[Piece, Taken], str]

_WAYS = ("label", "pattern", "column", "json", "calendar", "header", "value", "attachment")
KEYS = (*_WAYS, "in", "multiline", "parameter")
GIVEN = (
    "subject", "from", "from_name", "to", "date", "text", "message", "source", "received_at", "number", "media_type"
)  # fmt: skip


def given(piece: Piece) -> Taken:
    """The names that every message has."""
    document = piece.document
    return {
        "subject": document.subject,
        "from": document.sender,
        "from_name": document.sender_name,
        "to": document.recipient,
        "date": document.date,
        "text": piece.text,
        "message": document.text,
        "source": document.source,
        "received_at": document.received_at.isoformat(),
        "number": str(piece.number),
        "media_type": document.media_type,
    }


class Field:
    """One named field and its ways, tried in order."""

    def __init__(self, name: str, ways: tuple[Way, ...], constants: frozenset[str]) -> None:
        self.name = name
        self.constants = constants  # the values that the format itself gives if the message gives none
        self._ways = ways

    def take(self, piece: Piece, taken: Taken) -> str:
        """The value; empty: the piece does not contain it."""
        for way in self._ways:
            value = way(piece, taken)
            if value:
                return value[: limits.MAX_VALUE_CHARS]
        return ""


def compiled_field(name: str, node: Checker) -> Field:
    """The field written here."""
    constants = frozenset(text for child in node.each() if (text := _written(child)))
    return Field(name, tuple(way for child in node.each() if (way := _way(child))), constants)


def _written(node: Checker) -> str:
    way = node.value.get("value") if isinstance(node.value, dict) else node.value
    return way if isinstance(way, str) else ""


def labels_of(node: Checker) -> frozenset[str]:
    """Every label that these fields name."""
    found = set()
    for way in (way for _, field in node.items() for way in field.each()):
        if isinstance(way.value, dict):
            found |= {label_word(text) for text in Checker(way.at("label").value, "", []).texts()}
    return frozenset(found)


def _way(node: Checker) -> Way | None:
    if isinstance(node.value, str):
        return _constant(node.text())
    node.only(KEYS)
    ways = [way for way in _WAYS if not node.at(way).absent]
    if len(ways) != 1:
        node.fault("fault.format.one_place", one_of(_WAYS))
        return None
    return _COMPILED[ways[0]](node)


def _constant(text: str) -> Way:
    return lambda piece, taken: text


def _label(node: Checker) -> Way | None:
    labels = tuple(label_word(text) for text in node.at("label").texts())
    multiline = node.at("multiline").flag()
    where = node.at("in").text() or "text"
    if where == "text":
        return lambda piece, taken: piece.labels.value(labels, multiline=multiline)
    if where == "message":
        return lambda piece, taken: piece.whole.value(labels, multiline=multiline)
    wanted = frozenset(labels)
    return lambda piece, taken: Labels(taken.get(where, ""), wanted).value(labels, multiline=multiline)


def _pattern(node: Checker) -> Way | None:
    pattern = compiled(node.at("pattern"))
    if pattern is None:
        return None
    where = node.at("in").text() or "text"
    known = node.path.rpartition(".")[2].partition("[")[0]
    return lambda piece, taken: _searched(pattern, known, taken.get(where, ""))


def _searched(pattern: Pattern, name: str, text: str) -> str:
    groups = pattern.search(text) if text else None
    return (groups.get(name) or groups[""]) if groups else ""


def _column(node: Checker) -> Way | None:
    names = tuple(header_word(text) for text in node.at("column").texts())
    if len(names) == 1:
        return lambda piece, taken: piece.row.get(names[0], "")
    return lambda piece, taken: piece.column(names)


def _json(node: Checker) -> Way | None:
    path = compiled_path(node.at("json"))
    return (lambda piece, taken: path.text(piece.element)) if path else None


def _calendar(node: Checker) -> Way | None:
    name, parameter = node.at("calendar").text().upper(), node.at("parameter").text().upper()

    def way(piece: Piece, taken: Taken) -> str:
        found = piece.property(name)
        if parameter:
            return found.parameters.get(parameter, "") if found else ""
        time = Entry(piece.entry, piece.document.calendars).time(name, found)
        return time if time is not None else found.value if found else ""

    return way


def _header(node: Checker) -> Way | None:
    name = node.at("header").text().lower()
    return lambda piece, taken: piece.document.headers.get(name, "")


def _attachment(node: Checker) -> Way | None:
    pattern = compiled(node.at("attachment"))
    if pattern is None:
        return None
    return lambda piece, taken: next(
        (attachment.name for attachment in piece.document.attachments if pattern.found(attachment.name)), ""
    )


def _value(node: Checker) -> Way | None:
    return _constant(node.at("value").text())


_COMPILED: dict[str, Callable[[Checker], Way | None]] = {
    "label": _label,
    "pattern": _pattern,
    "column": _column,
    "json": _json,
    "calendar": _calendar,
    "header": _header,
    "value": _value,
    "attachment": _attachment,
}
