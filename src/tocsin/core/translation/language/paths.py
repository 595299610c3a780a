"""Paths: ``labels.severity``, ``alerts[*]``, ``tags[name=room].value``, ``$.top``, ``^.outer``."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tocsin.core.translation.text import clean

_STEP = re.compile(
    r"(?P<root>\$)|(?P<up>\^)|(?P<name>[\w@-]+)|\[\*\](?P<all>)|\[(?P<index>-?\d+)\]"
    r"|\[[\"'](?P<quoted>[^\"']+)[\"']\]|\[(?P<key>[\w@-]+)=(?P<value>[^\]]*)\]"
)
Step = tuple[str, Any]


class Element:
    """A JSON value that fields are taken from, and the element of the outer list that holds it (``^``)."""

    __slots__ = ("outer", "value")

    def __init__(self, value: Any, outer: "Element | None" = None) -> None:
        self.value = value
        self.outer = outer


Node = tuple[Any, Element]  # a value, and the element inside which it was found


class Path:
    """A compiled path. Raises ValueError when it can't be read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.steps = tuple(_steps(source))

    def nodes(self, element: Element) -> list[Node]:
        """The values that the path leads to, each with the element that holds it."""
        found: list[Node] = [(element.value, element)]
        for step in self.steps:
            found = [after for before in found for after in _follow(before, step)]
        return found

    def text(self, element: Element) -> str:
        """What the path leads to, as text; several are joined with commas."""
        return ", ".join(text for value, _ in self.nodes(element) if (text := as_text(value)))


def as_text(value: Any) -> str:
    """A JSON value as text: true and false in letters, nothing for null, lists joined, objects as JSON
    with their keys sorted: two writings of one object are one text."""
    if isinstance(value, str):
        return clean(value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(text for element in value[:100] if (text := as_text(element)))
    return msgspec.json.encode(value, order="sorted").decode() if isinstance(value, dict) else repr(value)


def _steps(source: str) -> Iterator[Step]:
    position = 0
    while position < len(source):
        if source[position] == "." and position:
            position += 1
        found = _STEP.match(source, position)
        if found is None:
            raise ValueError(f"can't read {source[position:]!r}")
        position = found.end()
        yield _step(found)


def _step(found: re.Match[str]) -> Step:
    parts = {name: text for name, text in found.groupdict().items() if text is not None}
    if "index" in parts:
        return "index", int(parts["index"])
    if "key" in parts:
        return "where", (parts["key"], parts["value"].strip("\"'"))
    if "quoted" in parts:
        return "name", parts["quoted"]
    name, text = next(iter(parts.items()))
    return name, text


def _follow(node: Node, step: Step) -> Iterator[Node]:
    value, element = node
    kind, what = step
    if kind in ("root", "up"):
        yield from _climb(element, kind)
    elif (kind == "name" and isinstance(value, dict) and what in value) or (
        kind == "index" and isinstance(value, list) and -len(value) <= what < len(value)
    ):
        yield value[what], element
    elif kind == "all" and isinstance(value, list):
        yield from ((child, Element(child, element)) for child in value)
    elif kind == "where" and isinstance(value, list):
        key, wanted = what
        yield from (
            (child, element)
            for child in value
            if isinstance(child, dict) and as_text(child.get(key)) == wanted
        )


def _climb(element: Element, kind: str) -> Iterator[Node]:
    while element.outer is not None:
        element = element.outer
        if kind == "up":
            break
    yield element.value, element
