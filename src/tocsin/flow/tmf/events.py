"""Events: what changed waits for every listener that wants it, in order, until it is taken. Each listener waits alone."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import msgspec
import structlog

from tocsin.connectors.kit.listening import Undelivered
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.tmf import apis
from tocsin.core.tmf.apis import APIS, Api
from tocsin.core.tmf.listing import Query, matches, only, query_of
from tocsin.core.tmf.tickets import stamp
from tocsin.flow import clock
from tocsin.flow.tmf.callers import post
from tocsin.flow.tmf.showing import shown
from tocsin.store import locks
from tocsin.store import tmf as rows

log = structlog.get_logger()

KEPT = timedelta(days=3)  # what nobody took for so long is dropped: the lists say what is
_AGAIN_S = (5, 15, 60, 300, 900)
_OF_LISTS = frozenset({"sort", "offset", "limit", "filter"})
_AT_ONCE = 50  # events to one listener before the next one has its turn


def publish(row: rows.Row, names: Sequence[str]) -> None:
    """These events of a resource, for every listener of its supplier that wants them. Inside the caller's transaction."""
    if not names:
        return
    now = clock.now()
    for listener in rows.listeners(row.supplier, _api_of(row.kind)):
        api = APIS[listener.api]
        resource = shown(row, api)
        for name in names:
            event = apis.event(api, row.kind, name, resource, uuid4().hex, stamp(now))
            if (part := _wanted(listener, api, event)) is not None:
                rows.wait_for(listener.id, msgspec.json.encode(part).decode(), now)


def asked(query: str, api: Api) -> Query:
    """What a listener's query asks for: which events, and which parts of them. Raises BadInput if it can't be read."""
    pairs = list(_pairs(query))
    if unknown := {name for name, _ in pairs} & _OF_LISTS:
        raise BadInput([fault("tmf.fault.no_attribute", name=name) for name in sorted(unknown)])
    return query_of(pairs, "Event", api.events)


def _wanted(listener: rows.Listener, api: Api, event: dict[str, Any]) -> dict[str, Any] | None:
    """The event as this listener wants it; None: it does not."""
    try:
        query = asked(listener.query, api)
    except BadInput:  # registered when more could be read: better all than nothing
        return event
    if not matches(event, query.conditions):
        return None
    always = {name: event[name] for name in ("eventId", "eventType", "eventTime")}
    return event if query.fields is None else always | only(event, query.fields)


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    return parse_qsl(query.lstrip("?"), keep_blank_values=True)


def _api_of(kind: str) -> str:
    return next(f"{api.name}/" for api in APIS.values() if kind in api.kinds)


def deliver_due() -> int:
    """Hand over what waits, a listener at a time; how many were taken."""
    return sum(_deliver(listener) for listener in rows.waited_for(clock.now()))


def drop_old() -> None:
    """Remove the events that nobody took for so long."""
    if dropped := rows.drop_waiting(clock.now() - KEPT):
        log.warning("tmf.events_dropped", events=dropped)


def _deliver(listener: rows.Listener) -> int:
    """In order, and never the next before the last was taken. Who dies in between sends one twice: its eventId says so."""
    with locks.locked(f"tmf {listener.name}") as mine:
        if not mine:
            return 0
        taken = 0
        for number, body in rows.waiting(listener.id, _AT_ONCE):
            if reason := _refusal(listener, body.encode()):
                wait_s = _AGAIN_S[min(listener.failures, len(_AGAIN_S) - 1)]
                rows.failed(listener.id, reason, clock.now() + timedelta(seconds=wait_s))
                log.warning(
                    "tmf.not_taken", listener=listener.name, supplier=listener.supplier, reason=reason
                )
                break
            rows.taken(listener.id, number)
            taken += 1
        return taken


def _refusal(listener: rows.Listener, body: bytes) -> str:
    try:
        post(listener.source, listener.callback, body)
    except Undelivered as failed:
        return str(failed)
    return ""
