"""XML tree: an XML document as objects, lists and texts. Knows no API. What only an attack needs is refused.

An attribute is ``@name``, the text beside attributes or elements ``#text``, elements of one name a list; prefixes of
namespaces are dropped (the words of Airbyte's XmlDecoder). A document type is refused: without it there are no entities
of its own, neither bombs nor files of ours (OWASP, XML External Entity Prevention).
"""

from typing import Any
from xml.parsers import expat

_MOST_NODES = 300_000  # elements and attributes of a document
_MOST_DEPTH = 100


class NotXml(ValueError):
    """It is no XML, or none that we read; says why."""


def read_xml(body: bytes) -> dict[str, Any]:
    """A document: in UTF-8 if it is that, else in the charset that it declares. Raises NotXml."""
    tree = _Tree()
    parser = expat.ParserCreate("utf-8" if _is_utf8(body) else None)
    parser.buffer_text = True
    parser.StartElementHandler = tree.begin
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartDoctypeDeclHandler = tree.doctype
    try:
        parser.Parse(body, True)
    except expat.ExpatError as wrong:
        raise NotXml(f"no XML: {wrong}") from wrong
    return tree.root


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Tree:
    """The document as far as it was read."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self._open: list[dict[str, Any]] = [self.root]
        self._texts: list[list[str]] = [[]]
        self._nodes = 0

    def begin(self, _name: str, attributes: dict[str, str]) -> None:
        self._nodes += 1 + len(attributes)
        if self._nodes > _MOST_NODES:
            raise NotXml(f"more than {_MOST_NODES} elements and attributes")
        if len(self._open) > _MOST_DEPTH:
            raise NotXml(f"more than {_MOST_DEPTH} elements within each other")
        named = {name: value for name, value in attributes.items() if name.partition(":")[0] != "xmlns"}
        self._open.append({f"@{_local(name)}": value for name, value in named.items()})
        self._texts.append([])

    def end(self, name: str) -> None:
        inner, text = self._open.pop(), "".join(self._texts.pop()).strip()
        if text and inner:
            inner["#text"] = text
        _add(self._open[-1], _local(name), inner or text)

    def text(self, text: str) -> None:
        self._texts[-1].append(text)

    def doctype(self, *_: object) -> None:
        raise NotXml("a document type is declared: such XML is not read")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _add(around: dict[str, Any], name: str, value: Any) -> None:
    known = around.get(name)
    if known is None:
        around[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        around[name] = [known, value]
