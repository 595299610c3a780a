"""The pages of the users' reports: a call in one form, the probable incident, moving, and an incident's users."""

import pytest

from tests.web.filling import fill
from tocsin.store import models, userreports


@pytest.fixture
def technician(client, account):
    fill()
    client.force_login(account("administrator", person="karim.haddad"))
    return client


@pytest.fixture
def crm():
    return models.Incident.objects.filter(state="new", folded_into=None).order_by("id").first()


def test_a_call_is_recorded_and_moved_and_stands_on_the_incident(technician, crm):
    assert technician.get("/user-reports").status_code == 200
    assert technician.get("/user-reports/call").status_code == 200
    form = {"caller": "lea@x.example", "text": "le CRM est lent", "key": "k", "about": str(crm.id)}
    page = technician.post("/user-reports/call", form)
    (report,) = userreports.latest()
    assert page["location"] == f"/user-reports/{report.id}"
    assert report.incident == crm.id
    shown = technician.get(page["location"]).content.decode()
    assert "le CRM est lent" in shown
    assert f"INC-{crm.id}" in shown
    incident = technician.get(f"/incidents/{crm.id}").content.decode()
    assert "1 utilisateur l’a signalé" in incident
    note = {"incident": crm.id, "note": "Passez par le secours"}
    assert (
        "Un utilisateur est informé"
        in technician.post("/user-reports/inform", note, follow=True).content.decode()
    )
    moved = technician.post(
        f"/user-reports/{report.id}/move", {"about": "", "seen": report.revision + 0}, follow=True
    )
    assert moved.status_code == 200
    assert userreports.load(report.id).incident is None
    stale = technician.post(f"/user-reports/{report.id}/move", {"about": f"INC-{crm.id}", "seen": 0})
    assert stale.status_code == 409
    assert "a changé entre-temps" in stale.content.decode()
    assert f"RPT-{report.id}" in technician.get("/user-reports").content.decode()


def test_what_is_missing_is_explained_and_the_form_keeps_what_was_typed(technician):
    refused = technician.post("/user-reports/call", {"caller": "Léa", "text": "plus rien", "about": "new"})
    assert refused.status_code in (409, 422)
    assert "plus rien" in refused.content.decode()
    unknown = technician.post("/user-reports/call", {"caller": "Léa", "text": "x", "about": "INC-999999"})
    assert unknown.status_code == 404
    assert not userreports.latest()


def test_the_probable_incident_is_offered_while_one_types(technician):
    named = models.Incident.objects.filter(
        state="new", folded_into=None, value__applications__0__gt=""
    ).first()
    application = named.value["applications"][0]
    answer = technician.get(
        "/user-reports/probable", {"text": "en panne", "item": application, "caller": "Léa"}
    )
    assert f'value="{named.id}"' in answer.content.decode()
