"""A ticket that the provider opened at ours and that belongs to no incident: a person says which, on the page."""

from django.test import Client

from tests.api.tmf.conftest import TICKET, Here
from tests.api.tmf.conftest import here as here
from tests.api.tmf.conftest import listener as listener
from tocsin.store.models import Account


def test_a_person_says_which_incident_a_ticket_is_about(here: Here) -> None:
    made = here.v4.create("troubleTicket", {**TICKET, "externalId": "CASE-9"})
    incident = here.outlet_down()
    person = Client()
    person.force_login(Account.objects.create_user("acts", role="administrator"))
    page = person.get("/providers/valmont").content.decode()
    assert "Prise 12 sans tension" in page
    assert "CASE-9" in page
    address = f"/providers/valmont/tickets/{made['id']}"
    for wrong, status in (("the one of today", 422), ("", 422), ("INC-999999", 404)):
        refused = person.post(address, {"incident": wrong})
        assert (refused.status_code, 'role="alert"' in refused.content.decode()) == (status, True), wrong
    for reader, says in (
        ("en", "It is about incident: no number"),
        ("fr", "Il s’agit de l’incident\u00a0: pas un"),
    ):
        person.cookies["django_language"] = reader
        assert says in person.post(address, {"incident": "hier"}).content.decode()
    assert person.post("/providers/valmont/tickets/TT-NONE", {"incident": incident.number}).status_code == 404
    done = person.post(address, {"incident": incident.number.lower()})
    assert (done.status_code, done.headers["Location"]) == (302, f"/incidents/{incident.id}")
    assert here.bond.their_reference == "CASE-9"
    assert "CASE-9" in person.get(f"/incidents/{incident.id}").content.decode()
    assert address not in person.get("/providers/valmont").content.decode()
    assert person.post(address, {"incident": incident.number}).status_code == 409


def test_who_may_not_act_sees_it_without_a_form(here: Here) -> None:
    here.v4.create("troubleTicket", TICKET)
    reader = Client()
    reader.force_login(Account.objects.create_user("reads", role="reader"))
    page = reader.get("/providers/valmont").content.decode()
    assert "Prise 12 sans tension" in page
    assert "/tickets/" not in page
