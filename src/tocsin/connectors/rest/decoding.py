"""Decoding: the content of an answer, as it is declared: JSON, JSON lines, or XML. Knows no resource."""

from typing import Any

import msgspec

from tocsin.connectors.rest.settings import Decoder
from tocsin.connectors.rest.transport import Answer
from tocsin.connectors.rest.xml_tree import NotXml, read_xml
from tocsin.core.translation.reading.charset import as_utf8
from tocsin.core.translation.reading.document import Unreadable

_MOST_LINES = 100_000
_BLANKS = b"\x1e \t\r\n"


class NotDecoded(ValueError):
    """The content is not what it is declared to be; says why."""


def decoded(answer: Answer, decoder: Decoder) -> Any:
    """What the answer says. Raises NotDecoded. Of lines, every one must be whole: a cut stream is no short list."""
    try:
        body = as_utf8(answer.body, answer.headers.get("content-type", ""))
    except (Unreadable, LookupError) as wrong:
        raise NotDecoded(f"no text: {wrong}") from wrong
    match decoder:
        case "json":
            return _json(body, "no JSON")
        case "jsonl":
            return _lines(body)
        case "xml":
            return _xml(body)


def _json(body: bytes, otherwise: str) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise NotDecoded(otherwise) from wrong


def _lines(body: bytes) -> list[Any]:
    lines = [line for line in body.split(b"\n") if line.strip(_BLANKS)]
    if len(lines) > _MOST_LINES:
        raise NotDecoded(f"more than {_MOST_LINES} lines")
    return [
        _json(line.strip(_BLANKS), f"line {number} of {len(lines)} is no JSON")
        for number, line in enumerate(lines, 1)
    ]


def _xml(body: bytes) -> Any:
    try:
        return read_xml(body)
    except NotXml as wrong:
        raise NotDecoded(str(wrong)) from wrong
