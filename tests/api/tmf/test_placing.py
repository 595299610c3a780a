"""A ticket that a supplier opens at ours before anything else reports it: its message is an alarm; the ticket follows."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.tmf.conftest import TICKET, Here
from tests.flow.house import only
from tocsin.core.exchange.bond import Bond
from tocsin.core.incident.values import State
from tocsin.flow.tmf import placing
from tocsin.store import models

OUTLET = "PAR1 / Salle S1 / Baie R07 / PDU A / Prise 12"


def opens(here: Here, number: str) -> str:
    made = here.v4.create(
        "troubleTicket", {**TICKET, **_about(), "name": "Prise sans tension", "externalId": number}
    )
    return str(made["id"])


def _about() -> dict[str, object]:
    return {"relatedEntity": [{"role": "place", "id": OUTLET, "@referredType": "Resource"}]}


def test_a_ticket_that_comes_first_opens_the_incident_to_which_it_belongs_and_ends_it(here: Here) -> None:
    ticket = opens(here, "CASE-9")
    here.house.works()
    assert placing.watch() == 1
    bond: Bond = here.bond
    assert (bond.incident, bond.their_reference) == (only().id, "CASE-9")
    assert placing.watch() == 0
    here.v4.patch(f"troubleTicket/{ticket}", {"status": "inProgress"})
    here.house.works()
    assert only().state is not State.RESOLVED
    here.v4.patch(f"troubleTicket/{ticket}", {"status": "resolved"})
    here.house.works()
    here.house.waits(minutes=30)
    assert only().state is State.RESOLVED


def test_many_tickets_without_an_incident_are_looked_for_at_once(here: Here) -> None:
    for number in range(5):
        here.v4.create("troubleTicket", {**TICKET, "externalId": f"CASE-{number}"})
    here.house.works()
    with CaptureQueriesContext(connection) as asked:
        assert placing.watch() == 0
    assert len(asked) == 2


def test_a_ticket_that_waited_for_a_week_is_looked_for_no_more(here: Here) -> None:
    opens(here, "CASE-9")
    here.house.works()
    models.TmfResource.objects.update(
        created_at=models.TmfResource.objects.get().created_at - timedelta(days=8)
    )
    assert placing.watch() == 0
