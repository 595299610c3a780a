"""The hub: who registers where events go, and only where that was agreed. Sends nothing."""

from typing import Any

from django.db import transaction

from tocsin.core.kernel.errors import BadInput, NotFound, Refused, fault
from tocsin.core.organisation.values import Source
from tocsin.core.tmf.apis import Api
from tocsin.flow import clock
from tocsin.flow.tmf.callers import may_call
from tocsin.flow.tmf.events import asked
from tocsin.store import locks
from tocsin.store import tmf as rows

MOST = 20  # listeners of one supplier
_MOST_TEXT = 2000


def register(source: Source, api: Api, callback: str, query: str) -> dict[str, Any]:
    """A listener of theirs. Raises BadInput for an address that is not agreed, or a query that can't be read."""
    if len(callback) > _MOST_TEXT or not may_call(source, callback):
        raise BadInput([fault("tmf.fault.callback", field="callback")])
    if len(query) > _MOST_TEXT:
        raise BadInput([fault("tmf.fault.long", field="query", most=_MOST_TEXT)])
    asked(query, api)
    with transaction.atomic():
        locks.duty(f"tmf {source.supplier}")
        known = rows.listeners(source.supplier)
        for listener in known:
            if (listener.api, listener.callback, listener.query) == (api.path, callback, query):
                raise Refused("tmf.registered", callback=callback, id=listener.name)
        if len(known) >= MOST:
            raise Refused("tmf.too_many", most=MOST, what="hub")
        return _shown(api, rows.listen(source.supplier, source.key, api.path, callback, query, clock.now()))


def found(source: Source, api: Api, name: str) -> dict[str, Any]:
    """A listener of theirs. Raises NotFound."""
    for listener in rows.listeners(source.supplier, api.path):
        if listener.name == name:
            return _shown(api, listener)
    raise NotFound("tmf.no_resource")


def unregister(source: Source, api: Api, name: str) -> None:
    """Nothing more goes there. Raises NotFound."""
    if not rows.stop_listening(source.supplier, api.path, name):
        raise NotFound("tmf.no_resource")


def _shown(api: Api, listener: rows.Listener) -> dict[str, Any]:
    whole = {"id": listener.name, "callback": listener.callback}
    return api.typed(whole | ({"query": listener.query} if listener.query else {}), "Hub")
