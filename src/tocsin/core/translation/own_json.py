"""Own JSON: our wire form of events, decoded strictly and fast. Knows no format."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from tocsin.core.event import fingerprint
from tocsin.core.event.values import Event, EventState, Place, Window
from tocsin.core.kernel.errors import BadInput, Fault
from tocsin.core.kernel.scales import Criticality
from tocsin.core.translation import limits
from tocsin.core.translation.reading.document import Unreadable
from tocsin.core.translation.reading.payload import guard_depth

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
    identity: _Short = ""
    status: _Short = ""
    window: _Window | None = None
    details: dict[_Short, Any] = {}


class _Envelope(_In):
    events: list[_Event]


_many = msgspec.json.Decoder(list[_Event])
_one = msgspec.json.Decoder(_Event)
_envelope = msgspec.json.Decoder(_Envelope)
_keys = msgspec.json.Decoder(dict[str, msgspec.Raw])
_raw_list = msgspec.json.Decoder(list[msgspec.Raw])


def decode(body: bytes, source: str, received_at: datetime) -> tuple[Event, ...]:
    """One event, a list of events, or ``{"events": [...]}``, each with its fingerprint.

    Raises BadInput: a fault's ``field`` is the field's path (``[3].state``, ``events[3].state``).
    """
    try:
        guard_depth(body)
    except Unreadable as error:
        raise BadInput([Fault(message=str(error))]) from error
    if b"\\u0000" in body and b"\\u0000" in body.replace(b"\\\\", b""):  # not a backslash before "u0000"
        raise BadInput([Fault(message="a NUL character", remedy="remove \\u0000")])
    try:
        decoded = _decoded(body)
        if len(decoded) > limits.MAX_EVENTS:
            raise BadInput(
                [Fault(message=f"more than {limits.MAX_EVENTS} events", remedy="send fewer at once")]
            )
        return tuple([_event(one, source, received_at) for one in decoded])
    except (msgspec.MsgspecError, UnicodeError, OverflowError, ValueError) as error:
        raise BadInput(_faults(body, source, received_at) or [_fault(error, "")]) from error


def _decoded(body: bytes) -> list[_Event]:
    if body.lstrip()[:1] == b"[":
        return _many.decode(body)
    try:
        return [_one.decode(body)]
    except msgspec.ValidationError:
        if "events" not in _keys.decode(body):
            raise
        return _envelope.decode(body).events


def _event(read: _Event, source: str, received_at: datetime) -> Event:
    place = read.place
    item = (read.item or (place.item if place else "")).lower()
    text = place.text if place else ""
    parts = place.parts if place else {}
    if not (item or text or parts):
        raise msgspec.ValidationError("Object missing required field `place` or `item`")
    event = Event(
        source=source,
        kind=read.kind,
        state=read.state,
        criticality=read.criticality,
        place=Place(text=text or item, item=item, parts=parts),
        summary=read.summary[: limits.MAX_SUMMARY_CHARS] or f"{read.kind} {text or item}",
        occurred_at=_instant(read.occurred_at, "occurred_at") if read.occurred_at else received_at,
        reference=read.reference,
        status=read.status,
        window=_window(read.window) if read.window else None,
        identity=read.identity,
        details=read.details,
    )
    return _with_fingerprint(event)


def _with_fingerprint(event: Event) -> Event:
    msgspec.structs.force_setattr(event, "fingerprint", fingerprint.of(event))  # nobody else holds it yet
    return event


def _window(read: _Window) -> Window:
    return Window(
        start=_instant(read.start, "window.start"),
        end=_instant(read.end, "window.end") if read.end else None,
    )


def _instant(said: datetime, field: str) -> datetime:
    if not limits.EARLIEST_YEAR <= said.year <= limits.LATEST_YEAR:
        raise msgspec.ValidationError(
            f"Expected a year between {limits.EARLIEST_YEAR} and {limits.LATEST_YEAR} - at `$.{field}`"
        )
    return said.astimezone(UTC)


def _faults(body: bytes, source: str, received_at: datetime) -> list[Fault]:
    """One fault an event that can't be read: slow, and only for what is refused."""
    prefix, items = _items(body)
    faults = []
    for index, raw in enumerate(items):
        where = f"{prefix}[{index}]" if prefix is not None else ""
        try:
            _event(_one.decode(raw), source, received_at)
        except (msgspec.MsgspecError, UnicodeError, OverflowError, ValueError) as error:
            faults.append(_fault(error, where))
    return faults[:100]


def _items(body: bytes) -> tuple[str | None, list[Any]]:
    try:
        if body.lstrip()[:1] == b"[":
            return "", list(_raw_list.decode(body))
        keys = _keys.decode(body)
        if "events" in keys:
            return "events", list(_raw_list.decode(keys["events"]))
    except (msgspec.MsgspecError, UnicodeError):
        return None, []
    return None, [body]


def _fault(error: Exception, where: str) -> Fault:
    message, _, path = str(error).partition(" - at `$")
    field = path.rstrip("`").lstrip(".")
    named = message.partition("field `")[2].partition("`")[0] if "field `" in message else ""
    whole = ".".join(part for part in (where, field, named) if part)
    return Fault(message=message, field=whole)
