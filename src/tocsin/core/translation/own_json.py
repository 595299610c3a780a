"""Own JSON: our wire form of events, decoded strictly and fast. Knows no format."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import msgspec

from tocsin.core.event import fingerprint
from tocsin.core.event.values import Event, EventState, Place, Precision, Stamp, Window
from tocsin.core.kernel.accepted import accepted
from tocsin.core.kernel.errors import BadInput, Fault, fault
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.mistakes import one_of
from tocsin.core.translation import limits
from tocsin.core.translation.kinds import unknown_kind

MEDIA_TYPE = "application/vnd.tocsin.events+json"

_Short = Annotated[str, msgspec.Meta(max_length=500)]
_Kind = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$", max_length=100)]
_Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class _In(msgspec.Struct, forbid_unknown_fields=True):
    pass


class _Place(_In):
    text: _Short = ""
    item: _Short = ""
    parts: dict[_Short, _Short] = {}


class _Window(_In):
    start: _Instant
    end: _Instant | None = None


class _Event(_In):
    kind: _Kind
    state: EventState
    place: _Place | None = None
    item: _Short = ""
    criticality: Criticality = Criticality.MEDIUM
    summary: Annotated[str, msgspec.Meta(max_length=limits.MAX_VALUE_CHARS)] = ""
    occurred_at: _Instant | None = None
    reference: _Short = ""
    corrects: _Short = ""
    identity: _Short = ""
    status: _Short = ""
    window: _Window | None = None
    details: dict[_Short, Any] = {}


class _Envelope(_In):
    events: list[_Event]


def schema() -> dict[str, Any]:
    """The form of one event, as JSON Schema with everything in one piece."""
    (whole,), parts = msgspec.json.schema_components([_Event], ref_template="{name}")
    inlined: dict[str, Any] = _inlined(whole, parts)
    return inlined


def _inlined(node: Any, parts: dict[str, Any]) -> Any:
    if isinstance(node, dict) and "$ref" in node:
        return _inlined(parts[node["$ref"]], parts)
    if isinstance(node, dict):
        return {name: _inlined(value, parts) for name, value in node.items()}
    return [_inlined(value, parts) for value in node] if isinstance(node, list) else node


_MAX_FAULTS = 100
_NOWHERE = _Place()
# msgspec ends in a RecursionError where JSON nests too deep, whatever its size.
_UNREADABLE = (msgspec.MsgspecError, UnicodeError, OverflowError, ValueError, RecursionError)

_many = msgspec.json.Decoder(list[_Event])
_decoder = msgspec.json.Decoder(_Event)
_envelope = msgspec.json.Decoder(_Envelope)
_keys = msgspec.json.Decoder(dict[str, msgspec.Raw])
_raw_list = msgspec.json.Decoder(list[msgspec.Raw])


def decode(body: bytes, source: str, received_at: datetime) -> tuple[Event, ...]:
    """One event, a list of events, or ``{"events": [...]}``, each with its fingerprint.

    Raises BadInput: a fault's ``field`` is the field's path (``[3].state``, ``events[3].state``).
    """
    return tuple([_event(event, source, received_at) for event in _checked(body)])


class Sifted(NamedTuple):
    """A body with the events that can be read, their number, and the faults of the others."""

    body: bytes
    events: int
    faults: tuple[Fault, ...] = ()


def sift(body: bytes, kinds: Collection[str] = ()) -> Sifted:
    """The events that can be kept; of the others, each field at fault. ``kinds``: those that exist (none: any).

    Raises BadInput where none can be kept: an unreadable event must not cost those beside it.
    """
    try:
        events = _checked(body)
    except BadInput as error:
        return _sifted(body, kinds, error)
    if not kinds or all(event.kind in kinds for event in events):
        return Sifted(body, len(events))
    return _sifted(body, kinds, BadInput([]))


def _sifted(body: bytes, kinds: Collection[str], whole: BadInput) -> Sifted:
    """Slow: used only when the fast decoding has refused the body."""
    prefix, items = _items(body)
    if not items or len(items) > limits.MAX_EVENTS:
        raise whole
    kept: list[bytes] = []
    faults: list[Fault] = []
    for index, raw in enumerate(items):
        wrong = _wrong(bytes(raw), kinds, f"{prefix}[{index}]" if prefix is not None else "")
        if wrong is None:
            kept.append(bytes(raw))
        else:
            faults.append(wrong)
    if not faults:
        raise whole
    if not kept:
        raise BadInput(faults[:_MAX_FAULTS])
    return Sifted(b"[" + b",".join(kept) + b"]", len(kept), tuple(faults[:_MAX_FAULTS]))


def _wrong(raw: bytes, kinds: Collection[str], where: str) -> Fault | None:
    """What is wrong with one event."""
    if _holds_nul(raw):
        return fault("fault.json.nul", field=where)
    try:
        event = _decoder.decode(raw)
        _check(event)
    except _UNREADABLE as error:
        return _fault(error, where)
    if kinds and event.kind not in kinds:
        return unknown_kind(event.kind, kinds, field=f"{where}.kind".lstrip("."))
    return None


def _checked(body: bytes) -> list[_Event]:
    if _holds_nul(body):
        raise BadInput([fault("fault.json.nul")])
    try:
        decoded = _decoded(body)
        for event in decoded:
            _check(event)
    except _UNREADABLE as error:
        raise BadInput(_faults(body) or [_fault(error, "")]) from error
    if len(decoded) > limits.MAX_EVENTS:
        raise BadInput([fault("fault.json.events", limit=limits.MAX_EVENTS)])
    return decoded


def _holds_nul(body: bytes) -> bool:
    return b"\\u0000" in body and b"\\u0000" in body.replace(b"\\\\", b"")  # not a backslash before "u0000"


def _decoded(body: bytes) -> list[_Event]:
    if body.lstrip()[:1] == b"[":
        return _many.decode(body)
    try:
        return [_decoder.decode(body)]
    except msgspec.ValidationError:
        if "events" not in _keys.decode(body):
            raise
        return _envelope.decode(body).events


def _check(read: _Event) -> None:
    """Checks that the declared type of an event cannot express."""
    place = read.place
    if not (read.item or (place and (place.item or place.text or place.parts))):
        raise msgspec.ValidationError("Object missing required field `place` or `item`")
    if read.occurred_at:
        _check_year(read.occurred_at, "occurred_at")
    if read.window:
        _check_year(read.window.start, "window.start")
        _check_year(read.window.end or read.window.start, "window.end")
    if read.details and _deeper(read.details, limits.MAX_JSON_DEPTH):
        raise msgspec.ValidationError(f"nested deeper than {limits.MAX_JSON_DEPTH} levels - at `$.details`")


def _check_year(instant: datetime, field: str) -> None:
    earliest, latest = limits.EARLIEST_YEAR, limits.LATEST_YEAR
    if not earliest <= instant.year <= latest:
        raise msgspec.ValidationError(f"Expected a year between {earliest} and {latest} - at `$.{field}`")


def _deeper(value: Any, levels: int) -> bool:
    """Whether a value nests deeper than so many levels of objects and lists."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return False
    return levels == 0 or any(_deeper(child, levels - 1) for child in value)


def _event(read: _Event, source: str, received_at: datetime) -> Event:
    stated = read.place or _NOWHERE
    at = read.occurred_at.astimezone(UTC) if read.occurred_at else received_at
    item = (read.item or stated.item).lower()
    place = Place(text=stated.text or item, item=item, parts=stated.parts)
    return Event(
        source=source,
        kind=read.kind,
        state=read.state,
        criticality=read.criticality,
        place=place,
        summary=read.summary[: limits.MAX_SUMMARY_CHARS] or f"{read.kind} {place.text}",
        occurred_at=at,
        precision=Precision.MILLISECOND if at.microsecond else Precision.SECOND,
        sent_at=received_at,
        stamp=Stamp.INSTANT if read.occurred_at else Stamp.SENDING,
        fingerprint=fingerprint.of(source, read.kind, place, read.identity),
        reference=read.reference,
        status=read.status,
        window=_window(read.window) if read.window else None,
        corrects=read.corrects,
        identity=read.identity,
        details=read.details,
    )


def _window(read: _Window) -> Window:
    return Window(start=read.start.astimezone(UTC), end=read.end.astimezone(UTC) if read.end else None)


def _faults(body: bytes) -> list[Fault]:
    """One fault for each event that can't be read. Slow: used only when the fast decoding has refused the body."""
    prefix, items = _items(body)
    places = (f"{prefix}[{index}]" if prefix is not None else "" for index in range(len(items)))
    wrong = (_wrong(bytes(raw), (), where) for raw, where in zip(items, places, strict=True))
    return [found for found in wrong if found][:_MAX_FAULTS]


def _items(body: bytes) -> tuple[str | None, list[Any]]:
    try:
        if body.lstrip()[:1] == b"[":
            return "", list(_raw_list.decode(body))
        keys = _keys.decode(body)
        if "events" in keys:
            return "events", list(_raw_list.decode(keys["events"]))
    except _UNREADABLE:
        return None, []
    return None, [body]


def _fault(error: Exception, where: str) -> Fault:
    message, _, path = str(error).partition(" - at `$")
    field = path.rstrip("`").lstrip(".")
    named = message.partition("field `")[2].partition("`")[0] if "field `" in message else ""
    whole = ".".join(part for part in (where, field, named) if part)
    words = accepted(_Event, error)
    return fault("fault.said", one_of(words) if words else None, field=whole, stated=message)
