"""What people see and do of an exchange: tickets by policy, calls with what to say, the next best step, and the reasons."""

from datetime import datetime
from html import unescape

import msgspec
import pytest
from django.test import Client
from msgspec.structs import replace

from tests.flow.exchange.conftest import Exchanging, company_at, is_valmont
from tests.flow.exchange.test_desk import anna, opens
from tocsin.cli.main import main
from tocsin.core.exchange.bond import Kind
from tocsin.core.incident.values import Holder
from tocsin.flow import clock, organisation
from tocsin.flow.exchange import automatic
from tocsin.flow.incidents.keeping import clocks_of


def declare(exchanging: Exchanging, **changes: object) -> None:
    """Valmont's desk with these changes."""
    objects = company_at(exchanging.valmont.port)
    for number, declared in enumerate(objects):
        if is_valmont(declared):
            spec = msgspec.json.decode(msgspec.json.encode(declared.spec))
            spec["desk"] |= changes
            objects[number] = replace(declared, spec=spec)
    organisation.apply(objects, by="test")


def test_an_incident_of_a_declared_priority_becomes_a_ticket_by_itself_once_it_lasts(
    exchanging: Exchanging,
) -> None:
    priority = exchanging.incident.priority.value
    others = [other for other in ("P1", "P2", "P3", "P4", "P5") if other != priority]
    declare(exchanging, automatic={"priorities": others, "after_s": 120})
    clock.fast_forward(minutes=3)
    assert automatic.watch() == 0
    declare(exchanging, automatic={"priorities": [priority], "after_s": 600})
    assert automatic.watch() == 0  # it has lasted three minutes
    clock.fast_forward(minutes=8)
    assert [automatic.watch(), automatic.watch()] == [1, 0]
    exchanging.works(seconds=5)
    assert len(exchanging.valmont.tickets) == 1
    assert exchanging.bond.opening
    assert exchanging.bond.opening.author == "tocsin"


def test_a_call_is_logged_with_its_duration_and_cost_and_the_page_says_what_to_say(
    exchanging: Exchanging,
) -> None:
    client = Client()
    client.force_login(anna())
    page = unescape(client.get(f"/incidents/{exchanging.incident.id}").content.decode())
    for said in ("VDC-2026-0417", "Baie R07", "Prise 12"):  # contract, rack, outlet
        assert said in page
    form = {"minutes": "7", "text": "Ils envoient quelqu'un", "reference": "T-2026-0099"}
    answer = client.post(f"/incidents/{exchanging.incident.id}/exchange/call", form)
    assert answer.status_code == 302
    (call,) = [entry for entry in exchanging.bond.entries if entry.kind is Kind.CALL]
    assert (call.duration_s, call.text) == (420, "Ils envoient quelqu'un")
    assert call.cost > 0
    assert (exchanging.bond.channel, exchanging.bond.their_reference) == ("phone", "T-2026-0099")
    assert (exchanging.incident.holder, exchanging.incident.reference) == (Holder.SUPPLIER, "T-2026-0099")
    assert "exchange.called" in exchanging.timeline()
    assert "€" in client.get(f"/incidents/{exchanging.incident.id}").content.decode()


def test_the_next_best_step_is_to_call_before_the_guarantee_ends(exchanging: Exchanging) -> None:
    opens(exchanging)
    exchanging.valmont.puts("Pris en charge")
    exchanging.works(minutes=2)
    assert next_step(exchanging)[0] == "wait"
    due = due_at(exchanging)
    clock.fast_forward(seconds=(due - clock.now()).total_seconds() - 38 * 60)
    deed, sentence = next_step(exchanging)
    assert deed == "call"
    assert "38 min" in sentence
    clock.fast_forward(minutes=40)
    assert next_step(exchanging)[0] == "call"


def due_at(exchanging: Exchanging) -> datetime:
    running = next(
        running for running in clocks_of(exchanging.incident, clock.now()) if running.side == "supplier"
    )
    assert running.due_at
    return running.due_at


def next_step(exchanging: Exchanging) -> tuple[str, str]:
    client = Client()
    client.force_login(anna())
    answer = client.get(f"/api/v1/incidents/{exchanging.incident.id}/exchange").json()
    return answer["next"], answer["sentence"]


def test_why_an_incident_names_the_judgements_of_its_exchange(
    exchanging: Exchanging, capsys: pytest.CaptureFixture[str]
) -> None:
    opens(exchanging)
    exchanging.valmont.puts("Pris en charge")
    exchanging.works(minutes=2)
    with pytest.raises(SystemExit):
        main(["why", exchanging.incident.number])
    said = capsys.readouterr().out
    assert exchanging.bond.their_reference in said
    assert "Pris en charge" in said
