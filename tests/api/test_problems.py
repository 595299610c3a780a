"""Problems and recurrences over the API."""

import pytest

from tests.web.filling import fill
from tests.web.recurrences.test_recurrences import found
from tocsin.store import models


@pytest.fixture
def technician(db, client):
    fill()
    account = models.Account.objects.create_user("tech", password="x", role="technician")
    client.force_login(account)

    def post(path, form=None):
        return client.post(f"/api/v1{path}", form or {}, content_type="application/json")

    client.json = post
    return client


def test_a_problem_is_opened_worked_on_and_read(technician):
    incident = models.Incident.objects.order_by("id").first().id
    made = technician.json("/problems", {"title": "CRM", "incidents": [incident]})
    assert (made.status_code, made.json()["state"]) == (201, "identified")
    address = f"/problems/{made.json()['id']}"
    for verb, form in (
        ("add-cause", {"note": "Pilote", "root": True}),
        ("work-around", {"note": "Redémarrer"}),
        ("declare-known-error", {}),
        ("add-action", {"note": "x", "person": "karim.haddad", "day": "2099-01-01"}),
    ):
        answer = technician.json(f"{address}/{verb}", form)
        assert answer.status_code == 200, answer.json()
    problem = technician.get(f"/api/v1{address}").json()
    assert (problem["number"], problem["state"]) == (f"PRB-{problem['id']}", "known_error")
    assert problem["causes"][0]["root"] is True
    assert problem["use"] == {"offered": 0, "helped": 0, "rejected": 0}
    assert [known["id"] for known in technician.get("/api/v1/problems").json()] == [problem["id"]]


def test_bad_input_is_a_problem_document(technician):
    for path, form, status in (
        ("/problems", {"title": "x", "incidents": []}, 422),
        ("/problems", {"title": "x", "incidents": [1], "colour": "red"}, 422),
        ("/problems", {"title": "x", "incidents": [999_999]}, 404),
        ("/problems/999999/take", {}, 404),
        ("/problems/999999/explode", {}, 422),
        ("/recurrences/999999/confirm", {}, 404),
        ("/recurrences/999999/merge", {}, 404),
    ):
        answer = technician.json(path, form)
        assert (answer.status_code, answer["content-type"]) == (status, "application/problem+json"), path


def test_a_recurrence_is_read_confirmed_merged_and_dismissed(technician):
    found()
    (candidate,) = technician.get("/api/v1/recurrences").json()
    assert (candidate["family"], candidate["count"], len(candidate["incidents"])) == ("item", 3, 3)
    answer = technician.json(f"/recurrences/{candidate['id']}/confirm", {"title": "CRM"})
    assert answer.json()["problem"].startswith("PRB-")
    assert technician.get("/api/v1/recurrences").json() == []
    assert technician.json(f"/recurrences/{candidate['id']}/dismiss", {"reason": "x"}).status_code == 404
