"""Our own JSON: knows a body is one event, a list, or {"events": [...]}; its fields are translation's."""

from typing import Any

from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Post
from tocsin.api.inlet.shape import check_count, parse
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Fault

MEDIA_TYPE = "application/json"


def read(post: Post, limits: Limits) -> tuple[tuple[Message, ...], int]:
    """One message, verbatim, for the whole request, and its events counted; BadInput names the fields."""
    body = parse(post.body, dict[str, Any] | list[Any], limits)  # type: ignore[arg-type]
    events = _events(body)
    check_count(len(events), limits)
    faults = [_not_an_object(at) for at, event in enumerate(events) if not isinstance(event, dict)]
    if faults:
        raise BadInput(faults)
    return ((post.message(MEDIA_TYPE, post.body),) if events else ()), len(events)


def _events(body: dict[str, Any] | list[Any]) -> list[Any]:
    if isinstance(body, list):
        return body
    events = body.get("events", [body])
    if not isinstance(events, list):
        raise BadInput((Fault(field="events", message="expected a list of events"),))
    return events


def _not_an_object(at: int) -> Fault:
    return Fault(field=f"[{at}]", message="expected an event (a JSON object)")
