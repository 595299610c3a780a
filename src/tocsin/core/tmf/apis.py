"""APIs: each version of each TMF API as data: its resources, its events, and how a resource is written. Knows no HTTP."""

from collections.abc import Mapping
from typing import Any

from tocsin.core.kernel.value import Value
from tocsin.core.tmf import dialects
from tocsin.core.tmf.alarms import TASKS
from tocsin.core.tmf.shapes import ALARM_4, TICKET_4, TICKET_5, Shape

Resource = dict[str, Any]


class Api(Value):
    """A version of an API, at ``/tmf-api/<name>/<version>``. ``kinds``: each of its resources, and the name of its shape.

    ``form`` is its media type, ``shows_listener``: whether a listener can be read again (``GET /hub/{id}``).
    """

    name: str
    version: str
    kinds: Mapping[str, str]
    shapes: Mapping[str, Shape]
    form: str = "application/json;charset=utf-8"
    shows_listener: bool = False

    @property
    def path(self) -> str:
        """Its part of an address."""
        return f"{self.name}/{self.version}"

    def write(self, kind: str, resource: Mapping[str, Any]) -> Resource:
        """A resource in this version's words."""
        return dialects.write(resource, self.version) if kind == "troubleTicket" else dict(resource)

    def typed(self, whole: Resource, kind: str) -> Resource:
        """What has a ``@type`` in version 5 only."""
        return {"@type": kind, **whole} if self.version == "v5" else whole

    @property
    def events(self) -> Mapping[str, Shape]:
        """The shapes by which a listener's query is read."""
        texts = dict.fromkeys(("eventId", "eventType", "correlationId", "domain"), "text")
        envelope = {**texts, "eventTime": "instant", self.occurred: "instant", "event": "Payload"}
        return {**self.shapes, "Event": envelope, "Payload": self.kinds}

    @property
    def occurred(self) -> str:
        """What an event calls the time at which it happened; version 4 spells it so."""
        return "timeOccurred" if self.version == "v5" else "timeOcurred"


_TASKS = {name: name for name in TASKS}
_ALL = (
    Api(name="troubleTicket", version="v4", kinds={"troubleTicket": "TroubleTicket"}, shapes=TICKET_4),
    Api(
        name="troubleTicket",
        version="v5",
        kinds={"troubleTicket": "TroubleTicket"},
        shapes=TICKET_5,
        form="application/json",
        shows_listener=True,
    ),
    Api(name="alarm", version="v4", kinds={"alarm": "Alarm", **_TASKS}, shapes=ALARM_4),
)
APIS: Mapping[str, Api] = {api.path: api for api in _ALL}


def event(api: Api, kind: str, name: str, resource: Resource, identity: str, at: str) -> Resource:
    """An event as a listener of this API gets it. ``identity`` is the same however often it is sent."""
    return api.typed(
        {
            "eventId": identity,
            "eventType": name,
            "eventTime": at,
            api.occurred: at,
            "correlationId": str(resource.get("id", "")),
            "domain": api.name,
            "event": {kind: resource},
        },
        name,
    )
