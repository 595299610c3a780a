"""Calendar: iCalendar text (RFC 5545) as components. Knows no property's meaning."""

from icalendar.parser import Contentline

from tocsin.core.translation import limits
from tocsin.core.translation.reading.document import Component, Property, over


def read_calendar(content: str) -> tuple[Component, ...]:
    """The calendars of a text; lines that are not iCalendar are passed over. Raises Unreadable over a limit."""
    lines = _unfolded(content)
    if len(lines) > limits.MAX_ROWS:
        raise over("calendar lines", len(lines), limits.MAX_ROWS)
    open_: list[tuple[str, list[Property], list[Component]]] = [("", [], [])]
    for line in lines:
        read = _property(line)
        if read is None:
            continue
        if read.name == "BEGIN" and len(open_) <= limits.MAX_DEPTH:
            open_.append((read.value.upper(), [], []))
        elif read.name == "END" and len(open_) > 1:
            _close(open_)
        else:
            open_[-1][1].append(read)
    while len(open_) > 1:
        _close(open_)
    return tuple(open_[0][2])


def _close(open_: list[tuple[str, list[Property], list[Component]]]) -> None:
    name, properties, components = open_.pop()
    open_[-1][2].append(Component(name=name, properties=tuple(properties), components=tuple(components)))


def _unfolded(content: str) -> list[str]:
    return content.replace("\n ", "").replace("\n\t", "").split("\n")


def _property(line: str) -> Property | None:
    if not line.strip():
        return None
    try:
        name, parameters, value = Contentline(line[: limits.MAX_VALUE_CHARS]).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    plain = {str(key).upper(): _joined(parameter) for key, parameter in parameters.items()}
    return Property(name=str(name).upper(), value=_unescaped(str(value)), parameters=plain)


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    kept = value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\N", "\n")
    return kept.replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")
