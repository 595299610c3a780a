"""The hub: events reach the listener in order, until they are taken; no address is called that was not agreed."""

import pytest

from tests.api.tmf.conftest import ALARM, TICKET, Caller, Here, Listener
from tests.api.tmf.specs import faults
from tocsin.connectors.tmf.settings import TmfSettings, agreed
from tocsin.flow import clock
from tocsin.flow.tmf import events
from tocsin.store import models

V5 = {"@type": "TroubleTicket", **TICKET}


def register(caller: Caller, listener: Listener, query: str = "") -> dict:
    typed = {"@type": "Hub"} if caller.api.endswith("v5") else {}
    return caller.create(
        "hub", {**typed, "callback": listener.address, **({"query": query} if query else {})}
    )


def test_every_change_is_told_in_order_in_the_words_of_the_version(here: Here, listener: Listener) -> None:
    register(here.v4, listener)
    made = here.v4.create("troubleTicket", TICKET)
    path = f"troubleTicket/{made['id']}"
    here.v4.patch(path, {"status": "pending", "note": [{"text": "Quelle prise ?"}]})
    here.v4.patch(path, {"status": "resolved"})
    assert listener.names == [
        "TroubleTicketCreateEvent",
        "TroubleTicketStatusChangeEvent",
        "TroubleTicketInformationRequiredEvent",
        "TroubleTicketAttributeValueChangeEvent",
        "TroubleTicketStatusChangeEvent",
        "TroubleTicketResolvedEvent",
    ]
    for event in listener.events:
        assert faults("troubleTicket/v4", event["eventType"], event) == []
    assert [event["event"]["troubleTicket"]["status"] for event in listener.events] == [
        "acknowledged",
        *["pending"] * 3,
        *["resolved"] * 2,
    ]
    assert len({event["eventId"] for event in listener.events}) == 6


def test_version_5_and_alarms_have_their_own_words(here: Here, listener: Listener) -> None:
    register(here.v5, listener)
    register(here.alarms, listener)
    here.v4.create("troubleTicket", TICKET)
    made = here.alarms.create("alarm", ALARM)
    here.alarms.patch(f"alarm/{made['id']}", {"state": "cleared"})
    here.alarms.create(
        "ackAlarms", {"ackSystemId": "a", "ackUserId": "b", "alarmPattern": [{"id": made["id"]}]}
    )
    events.deliver_due()
    sent = {event["eventType"]: event for event in listener.events}
    assert set(sent) == {
        "TroubleTicketCreateEvent",
        "AlarmCreateEvent",
        "AlarmStateChangeEvent",
        "AckAlarmsCreateEvent",
    }
    assert faults("troubleTicket/v5", "TroubleTicketCreateEvent", sent.pop("TroubleTicketCreateEvent")) == []
    for name, event in sent.items():
        assert faults("alarm/v4", name, event) == []


def test_a_listener_may_want_a_part_of_an_event(here: Here, listener: Listener) -> None:
    register(
        here.v4,
        listener,
        "eventType=TroubleTicketCreateEvent&domain=troubleTicket&fields=event.troubleTicket.status",
    )
    made = here.v4.create("troubleTicket", TICKET)
    events.deliver_due()
    (event,) = listener.events
    assert event["event"]["troubleTicket"] == {"id": made["id"], "status": "acknowledged"}
    assert set(event) == {"eventId", "eventType", "eventTime", "event"}
    assert faults("troubleTicket/v4", event["eventType"], event) == []
    for query in ("sort=eventTime", "limit=1", "filter=$[?@.eventType]"):
        answer = here.v4("POST", "hub", {"callback": f"{listener.address}/b", "query": query})
        assert answer.status_code == 400


def test_what_we_write_is_told_too(here: Here, listener: Listener) -> None:
    from tocsin.core.exchange import happenings as h
    from tocsin.flow.exchange import working
    from tocsin.flow.exchange.bonds import judge

    register(here.v5, listener)
    incident = here.outlet_down()
    here.v4.create("troubleTicket", {**TICKET, "externalId": incident.number})
    judge(here.bond.id, h.Say(by="karim.haddad", text="La prise 12."))
    while working.work_due():
        pass
    assert listener.names == ["TroubleTicketCreateEvent", "TroubleTicketAttributeValueChangeEvent"]
    assert "La prise 12." in listener.events[-1]["event"]["troubleTicket"]["note"][0]["text"]


def test_a_listener_that_fails_gets_all_in_order_later_and_keeps_nobody_else_waiting(
    here: Here, listener: Listener
) -> None:
    register(here.v4, listener, "eventType=TroubleTicketCreateEvent")
    register(here.v4, listener)
    listener.answers = [500]
    first = here.v4.create("troubleTicket", {**TICKET, "externalId": "1"})
    here.v4.create("troubleTicket", {**TICKET, "externalId": "2"})
    events.deliver_due()
    assert [event["event"]["troubleTicket"]["externalId"] for event in listener.events] == ["1", "2"]
    assert events.deliver_due() == 0
    clock.fast_forward(seconds=6)
    assert events.deliver_due() == 2
    assert [event["event"]["troubleTicket"]["externalId"] for event in listener.events] == ["1", "2"] * 2
    assert first["id"] == listener.events[2]["event"]["troubleTicket"]["id"]
    assert models.TmfListener.objects.filter(failures__gt=0).count() == 0


def test_a_redirect_is_not_followed(here: Here, listener: Listener) -> None:
    register(here.v4, listener)
    listener.answers = [302]
    here.v4.create("troubleTicket", TICKET)
    assert listener.names == []
    assert models.TmfListener.objects.get().error == "it answered 302"


def test_our_secret_goes_to_the_agreed_address_alone(here: Here, listener: Listener) -> None:
    register(here.v4, listener)
    here.v4.create("troubleTicket", TICKET)
    assert listener.names
    assert listener.headers[0]["authorization"] == "Bearer ours-for-valmont"
    models.TmfListener.objects.update(callback=listener.address.replace("/tmf/", "/other/"))
    here.v4.create("troubleTicket", TICKET)
    assert len(listener.names) == 1
    assert "listeners" in models.TmfListener.objects.get().error


@pytest.mark.parametrize(
    ("callback", "is_agreed"),
    [
        ("https://tickets.valmont.example/tmf", True),
        ("https://tickets.valmont.example/tmf/listener?x=1", True),
        ("https://TICKETS.valmont.example:443/tmf/", True),
        ("https://tickets.valmont.example/tmfx", False),
        ("https://tickets.valmont.example/", False),
        ("http://tickets.valmont.example/tmf", False),
        ("https://tickets.valmont.example:8443/tmf", False),
        ("https://tickets.valmont.example.evil.example/tmf", False),
        ("https://tickets.valmont.example@evil.example/tmf", False),
        ("https://evil.example\\@tickets.valmont.example/tmf", False),
        ("https://tickets.valmont.example/tmf/../admin", False),
        ("https://tickets.valmont.example/tmf/%2e%2e/admin", False),
        ("https://tickets.valmont.example/tmf/%2fadmin", False),
        ("https://tickets.valmont.example/tmf\n/x", False),
        ("https://tickets.valmont.example/tmf#x", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://tickets.valmont.example:x/tmf", False),
        ("//tickets.valmont.example/tmf", False),
        ("file:///etc/passwd", False),
        ("", False),
        ("https://[::1/tmf", False),
    ],
)
def test_an_address_is_agreed_by_scheme_host_port_and_whole_path(callback: str, is_agreed: bool) -> None:
    assert agreed(TmfSettings(listeners=("https://tickets.valmont.example/tmf/",)), callback) is is_agreed


def test_registering(here: Here, listener: Listener) -> None:
    for callback in (
        "http://127.0.0.1:1/",
        "http://169.254.169.254/",
        listener.address.replace("/tmf/", "/x/"),
        "",
        7,
        None,
    ):
        assert here.v4("POST", "hub", {"callback": callback}).status_code == 400
    assert here.others("POST", "hub", {"callback": listener.address}).status_code == 400
    made = register(here.v4, listener)
    assert here.v4("POST", "hub", {"callback": listener.address}).status_code == 409
    five = register(here.v5, listener, "eventType=TroubleTicketCreateEvent")
    assert here.v5.get(f"hub/{five['id']}") == five
    assert here.v5("GET", f"hub/{made['id']}").status_code == 404
    assert here.v4("POST", "hub", {"callback": listener.address, "query": "colour=red"}).status_code == 400
    assert here.others("DELETE", f"hub/{made['id']}").status_code == 404
    assert here.v4("DELETE", f"hub/{made['id']}").status_code == 204
    assert here.v4("DELETE", f"hub/{made['id']}").status_code == 404
    here.v4.create("troubleTicket", TICKET)
    assert listener.names == ["TroubleTicketCreateEvent"]


def test_what_nobody_takes_for_days_is_dropped(here: Here, listener: Listener) -> None:
    register(here.v4, listener)
    listener.answers = [500] * 10
    here.v4.create("troubleTicket", TICKET)
    clock.fast_forward(days=4)
    events.drop_old()
    assert models.TmfEvent.objects.count() == 0
