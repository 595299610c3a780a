"""Valmont and Ligne Claire, who both call us, each with a token of its own; and a listener of Valmont's."""

import json
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client
from msgspec.structs import replace

import tests.flow.house as house_module
from tests.api.tmf.specs import faults
from tests.flow.house import OUTLET, House, only, only_bond, post_event
from tests.flow.house import house as opened
from tocsin.core.exchange.bond import Bond
from tocsin.core.incident.values import Incident
from tocsin.core.organisation.objects import Object, Section
from tocsin.demo.command import company
from tocsin.flow import organisation
from tocsin.flow.tmf import events
from tocsin.store import incidents

TICKET = {"description": "Prise 12 sans tension", "severity": "Major", "ticketType": "incident"}
ALARM = {
    "alarmType": "Equipment Alarm",
    "perceivedSeverity": "major",
    "probableCause": "powerOutletProblem",
    "alarmedObject": {"id": "PAR1 / Salle S1 / Baie R07 / PDU A / Prise 12"},
    "sourceSystemId": "supervision",
    "state": "raised",
    "alarmRaisedTime": "2026-11-23T11:48:00Z",
}
SCHEMAS = {"troubleTicket/v5": {"troubleTicket": "TroubleTicket_RES", "hub": "Hub"}}
NAMES = {"troubleTicket": "TroubleTicket", "alarm": "Alarm", "hub": "EventSubscription"}


class Caller:
    """A supplier's system, of one API. Every answer is held against the specification."""

    def __init__(self, api: str, token: str) -> None:
        self.api = api
        self._client = Client(headers={"authorization": f"Bearer {token}"})

    def __call__(
        self, method: str, path: str, body: Any = None, form: str = "application/json", **headers: str
    ) -> HttpResponse:
        data = body if isinstance(body, bytes | str) else json.dumps(body) if body is not None else ""
        address = f"/tmf-api/{self.api}/{path}"
        answer = self._client.generic(method, address, data, content_type=form, headers=headers)
        self._check(answer, path.partition("?")[0].split("/")[0])
        return answer

    def _check(self, answer: HttpResponse, kind: str) -> None:
        if not answer.content or answer.headers["Content-Type"] == "application/octet-stream":
            return
        value = answer.json()
        if answer.status_code >= 400:
            assert faults(self.api, "Error", value) == []
            assert value["status"] == str(answer.status_code)
            return
        schema = SCHEMAS.get(self.api, {}).get(kind) or NAMES.get(kind) or f"{kind[0].upper()}{kind[1:]}"
        for item in value if isinstance(value, list) else [value]:
            assert faults(self.api, schema, item) == []

    def get(self, path: str) -> Any:
        answer = self("GET", path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def create(self, kind: str, body: Any) -> Any:
        answer = self("POST", kind, body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def patch(self, path: str, body: Any) -> Any:
        answer = self("PATCH", path, body, "application/merge-patch+json")
        assert answer.status_code == 200, answer.content
        return answer.json()


class Listener:
    """Where events are sent to Valmont. ``answers``: the statuses of the next answers; 204 after them."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[int] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = listener.answers.pop(0) if listener.answers else 204
                if status < 300:
                    listener.events.append(json.loads(body))
                    listener.headers.append(dict(self.headers))
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/tmf/listener"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def names(self) -> list[str]:
        events.deliver_due()
        return [event["eventType"] for event in self.events]


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.stop()


class Here:
    """The house, an outlet of Valmont's that is down, and who calls."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.v4 = Caller("troubleTicket/v4", "demo-valmont-tmf")
        self.v5 = Caller("troubleTicket/v5", "demo-valmont-tmf")
        self.alarms = Caller("alarm/v4", "demo-valmont-tmf")
        self.others = Caller("troubleTicket/v4", "demo-lc-tmf")
        self.other_alarms = Caller("alarm/v4", "demo-lc-tmf")

    def outlet_down(self) -> Incident:
        self.house.receives(post_event("power.outlet.lost", OUTLET, source="desk-fr"))
        return only()

    def declares_a_desk_at_ours(self) -> None:
        """Valmont has no desk that we could call: our tickets lie with us."""
        objects = []
        for declared in house_module.cachemire():
            if declared.identity == (Section.SUPPLIER, "valmont"):
                spec = msgspec.json.decode(msgspec.json.encode(declared.spec))
                spec["desk"] = {"channel": "tmf", "author": "tocsin", "states": {}}
                declared = replace(declared, spec=spec)
            objects.append(declared)
        organisation.apply(objects, by="test")

    @property
    def incident(self) -> Incident:
        return only()

    @property
    def bond(self) -> Bond:
        return only_bond()

    def timeline(self) -> list[str]:
        entries = incidents.timeline(self.incident.subject)
        return [entry.why.code for entry in entries if entry.verb == "exchanged" and entry.why]


def _declared(listening: str) -> Iterator[Object]:
    for declared in company():
        spec = msgspec.json.decode(msgspec.json.encode(declared.spec))
        if declared.identity == (Section.SOURCE, "valmont-tmf"):
            spec["settings"] = {
                "listeners": [listening.removesuffix("/listener")],
                "listener_token": "env:VALMONT_LISTENER",
            }
            declared = replace(declared, spec=spec)
            yield replace(
                declared,
                key="lc-tmf",
                spec={
                    **spec,
                    "supplier": "ligne-claire",
                    "tokens": [sha256(b"demo-lc-tmf").hexdigest()],
                    "settings": {},
                },
            )
        yield declared


@pytest.fixture
def here(db: None, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    monkeypatch.setenv("VALMONT_LISTENER", "ours-for-valmont")
    monkeypatch.setattr("tests.flow.house.cachemire", lambda: list(_declared(listener.address)))
    with opened() as house:
        yield Here(house)
