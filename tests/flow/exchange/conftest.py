"""The demo's provider behind its real door, with a clock of the test's, and the company that exchanges tickets with it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.connectors.servers import free_port
from tests.flow.house import OUTLET, House, only, only_bond, post_event
from tocsin.core.exchange.bond import Bond
from tocsin.core.incident.values import Incident
from tocsin.core.organisation.objects import Section
from tocsin.demo.command import company
from tocsin.demo.provider.server import Server
from tocsin.demo.provider.state import Provider
from tocsin.demo.provider.values import Ticket
from tocsin.flow import clock, organisation
from tocsin.flow.exchange import working
from tocsin.store import calls as call_rows
from tocsin.store import incidents, models


class Valmont:
    """The provider: its tickets, and its door. Each call comes ten seconds after the one before: within the contract."""

    def __init__(self) -> None:
        self._calls = 0
        self.provider = Provider(None, self._now, timedelta(days=1), lambda *mail: None)  # type: ignore[arg-type]
        self.server = Server(self.provider)
        self.port = free_port()
        self.server.start("127.0.0.1", self.port)

    def _now(self) -> datetime:
        self._calls += 1
        return datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(seconds=10 * self._calls)

    @property
    def tickets(self) -> list[Ticket]:
        return list(self.provider.desk.tickets.values())

    def answers(self, text: str, number: str = "", *, internal: bool = False) -> None:
        named = number or self.tickets[0].number
        self.provider.desk.answer(named, "N. Morvan", text, self._now(), internal=internal)

    def puts(self, state: str, number: str = "") -> None:
        self.provider.desk.put(number or self.tickets[0].number, state, self._now())


@pytest.fixture
def valmont() -> Iterator[Valmont]:
    played = Valmont()
    yield played
    played.server.stop()


class Exchanging:
    """The house, and its exchanges with Valmont."""

    def __init__(self, house: House, valmont: Valmont) -> None:
        self.house, self.valmont = house, valmont

    def works(self, **span: float) -> None:
        """What is due by then, second by second as far as something is."""
        until = clock.now() + timedelta(**span)
        look = timedelta(minutes=1) if timedelta(**span) < timedelta(hours=1) else timedelta(**span) / 8
        while clock.now() < until:
            while working.work_due():
                pass
            due = models.Bond.objects.filter(next_at__isnull=False).order_by("next_at")
            soon = [*due.values_list("next_at", flat=True)[:1], until, clock.now() + look]
            clock.fast_forward(seconds=max((min(soon) - clock.now()).total_seconds(), 1))

    def looks(self, **later: float) -> None:
        """What is due so much later."""
        clock.fast_forward(**later)
        while working.work_due():
            pass

    @property
    def bond(self) -> Bond:
        return only_bond()

    @property
    def incident(self) -> Incident:
        return only()

    def timeline(self) -> list[str]:
        entries = incidents.timeline(self.incident.subject)
        return [entry.why.code for entry in entries if entry.verb == "exchanged" and entry.why]


def company_with(desk: dict[str, Any]) -> list[Any]:
    """The example's company, whose Valmont has this desk."""
    return [
        replace(declared, spec={**declared.spec, "desk": desk}) if is_valmont(declared) else declared
        for declared in company()
    ]


def is_valmont(declared: Any) -> bool:
    """Whether it declares the supplier."""
    return bool(declared.identity == (Section.SUPPLIER, "valmont"))


def company_at(port: int) -> list[Any]:
    """The example's company, whose Valmont answers on this port, without waiting for its budget."""
    objects = []
    for declared in company(port):
        if is_valmont(declared):
            spec = msgspec.json.decode(msgspec.json.encode(declared.spec))
            client = spec["desk"]["settings"]["client"]
            client["api_budget"] = {"rates": [{"limit": 100000, "interval": "PT1S"}]}
            spec["desk"]["contest_s"] = 300
            declared = replace(declared, spec=spec)
        objects.append(declared)
    return objects


@pytest.fixture
def exchanging(shared_house: House, valmont: Valmont, monkeypatch: pytest.MonkeyPatch) -> Exchanging:
    """An outlet of Valmont's is down: one incident."""
    monkeypatch.setenv("VALMONT_DESK_KEY", "demo-guichet")
    monkeypatch.setattr(call_rows, "database_now", clock.now)
    organisation.apply(company_at(valmont.port), by="test")
    shared_house.receives(post_event("power.outlet.lost", OUTLET, source="desk-fr"))
    return Exchanging(shared_house, valmont)
