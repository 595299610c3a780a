"""Payload: JSON, JSON lines and CloudEvents as documents. Its depth is counted before it is decoded."""

from base64 import b64decode
from typing import Any

import msgspec

from tocsin.core.event.message import Message
from tocsin.core.translation import limits
from tocsin.core.translation.reading.charset import as_utf8, decode
from tocsin.core.translation.reading.document import Document, Unreadable, over
from tocsin.core.translation.reading.plain import envelope_headers
from tocsin.core.translation.text import clean

_NOT_BRACKETS = bytes(code for code in range(256) if code not in b"[]{}")
_LINES = ("ndjson", "jsonl", "json-lines", "json-seq", "jsonlines")


def read_json(message: Message, media_type: str) -> tuple[Document, ...]:
    """The documents of a JSON body: one for each line of JSON lines, one for each event of a CloudEvents batch."""
    values = _values(as_utf8(message.body, message.media_type), media_type)
    if media_type == "application/cloudevents-batch+json":
        values = [element for value in values for element in (value if isinstance(value, list) else [value])]
    if len(values) > limits.MAX_DOCUMENTS:
        raise over("documents", len(values), limits.MAX_DOCUMENTS)
    around = envelope_headers(message)
    return tuple(_document(message, media_type, value, around) for value in values)


def decode_json(body: bytes) -> Any:
    """One JSON value. Raises Unreadable for a mistake or a nesting over the limit."""
    guard_depth(body)
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(reason=f"JSON: {error}") from error


def _values(body: bytes, media_type: str) -> list[Any]:
    """The JSON values of a body; of JSON lines, the reason in the place of a line that can't be read."""
    body = body.strip(b"\x1e \t\r\n")
    if any(name in media_type for name in _LINES):
        return _lines(body)
    try:
        return [decode_json(body)]
    except Unreadable as error:
        if b"\n" not in body or body[:1] not in (b"{", b"["):
            raise
        found = _lines(body)
        if sum(isinstance(value, Unreadable) for value in found) * 2 > len(found):
            raise error from None  # one value over many lines, and broken
        return found


def _lines(body: bytes) -> list[Any]:
    lines = [line for line in body.split(b"\n") if line.strip(b"\x1e \t\r")]
    if len(lines) > limits.MAX_DOCUMENTS:
        raise over("lines", len(lines), limits.MAX_DOCUMENTS)
    values = [_line(line.lstrip(b"\x1e")) for line in lines]
    if values and all(isinstance(value, Unreadable) for value in values):
        raise values[0]
    return values


def _line(line: bytes) -> Any:
    try:
        return decode_json(line)
    except Unreadable as error:
        return error


def guard_depth(body: bytes) -> None:
    """Raises Unreadable when JSON nests deeper, or holds more, than the limits: counted, not decoded."""
    opened = body.count(b"[") + body.count(b"{")
    if opened <= limits.MAX_JSON_DEPTH:
        return
    if opened > limits.MAX_JSON_VALUES:
        raise over("lists and objects of JSON", opened, limits.MAX_JSON_VALUES)
    brackets = _brackets(body)
    if _is_shallow(brackets):
        return
    depth = deepest = 0
    for bracket in brackets:
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > limits.MAX_JSON_DEPTH:
        raise over("depth of JSON", deepest, limits.MAX_JSON_DEPTH)


def _brackets(body: bytes) -> bytes:
    """The brackets outside texts. Not found by a pattern, because a body of quotes and backslashes would take hours."""
    unescaped = body.replace(rb"\\", b"").replace(rb"\"", b"")
    return b"".join(unescaped.split(b'"')[::2]).translate(None, _NOT_BRACKETS)


def _is_shallow(brackets: bytes) -> bool:
    """Whether the nesting is within the limit: each round removes the innermost pairs of brackets. Fast, and exact."""
    for _ in range(limits.MAX_JSON_DEPTH):
        left = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(left) == len(brackets):
            break
        brackets = left
    return not brackets


def _document(message: Message, media_type: str, value: Any, around: dict[str, str]) -> Document:
    headers, text = around, ""
    if isinstance(value, Unreadable):
        return Document(
            source=message.source,
            received_at=message.received_at,
            media_type=media_type,
            unreadable=value.why,
        )
    if isinstance(value, dict) and "specversion" in value and "type" in value:
        headers = around | _attributes(value)
        value, text = _data(value, str(value.get("datacontenttype") or "application/json").lower())
    return Document(
        source=message.source,
        received_at=message.received_at,
        media_type=media_type,
        subject=headers.get("ce-subject", ""),
        headers=headers,
        text=text,
        parts=(media_type,),
        json=value,
    )


def _attributes(event: dict[str, Any]) -> dict[str, str]:
    """The context attributes of a CloudEvent, as they would stand in headers."""
    data = ("data", "data_base64")
    attributes = (
        (name, attribute)
        for name, attribute in event.items()
        if name not in data and isinstance(attribute, str | int)
    )
    return {f"ce-{name}".lower(): clean(_attribute(attribute)) for name, attribute in attributes}


def _attribute(attribute: str | int) -> str:
    """A text as it is, a number or a truth as JSON writes it (CloudEvents 1.0.2, JSON format, section 2.2)."""
    return attribute if isinstance(attribute, str) else msgspec.json.encode(attribute).decode()


def _data(event: dict[str, Any], media_type: str) -> tuple[Any, str]:
    """A CloudEvent's data: (JSON, "") or, of another type, (what it holds, its text)."""
    is_json = media_type.partition(";")[0].strip().endswith("json")
    if "data_base64" in event:
        try:
            content = b64decode(str(event["data_base64"]), validate=True)
        except ValueError as error:
            raise Unreadable(reason=f"data_base64: {error}") from error
        return (decode_json(content), "") if is_json else (None, decode(content, ""))
    data = event.get("data")
    return data, "" if is_json or not isinstance(data, str) else clean(data)
