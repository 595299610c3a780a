"""Users' reports over the API: recorded once, linked, corrected, answered; and what is refused."""

import pytest

from tests.web.filling import fill
from tocsin.store import models


@pytest.fixture
def crm(db):
    fill()
    return models.Incident.objects.filter(
        state="new", folded_into=None, value__applications__0__gt=""
    ).first()


@pytest.fixture
def call(client, crm):
    account = models.Account.objects.create_user("tech", password="x", role="administrator", language="en")
    client.force_login(account)

    def post(path, form=None, **headers):
        return client.post(
            f"/api/v1/user-reports{path}", form or {}, content_type="application/json", headers=headers
        )

    return post


def test_a_call_is_recorded_once_moved_answered_and_read(client, call, crm):
    said = {"text": "plus rien ne marche", "caller": "Lea@x.example", "item": crm.value["applications"][0]}
    probable = client.get("/api/v1/user-reports/probable", said).json()
    assert crm.id in [offer["incident"] for offer in probable]
    assert all(offer["reasons"] for offer in probable)
    made = call("", said | {"incident": crm.id}, **{"Idempotency-Key": "a"})
    assert (made.status_code, made.json()["incident"], made.json()["reporter"]) == (
        201,
        crm.id,
        "lea@x.example",
    )
    number = made.json()["id"]
    assert call("", said, **{"Idempotency-Key": "a"}).json()["id"] == number
    gone = call(f"/{number}/unlink", {"seen": made.json()["revision"]})
    assert (gone.status_code, gone.json()["incident"]) == (200, None)
    assert call(f"/{number}/link", {"incident": crm.id, "seen": 0}).status_code == 409
    assert call(f"/{number}/link", {"incident": crm.id}).json()["incident"] == crm.id
    assert call(f"/{number}/answer", {"note": "On s'en occupe"}).json()["informed"][-1]["news"] == "answered"
    assert call("/inform", {"incident": crm.id, "note": "Passez par le secours"}).json() == {"users": 1}
    (listed,) = client.get("/api/v1/user-reports", {"incident": crm.id}).json()
    assert listed == client.get(f"/api/v1/user-reports/{number}").json()
    assert (listed["number"], listed["settled_by"] != "") == (f"RPT-{number}", True)


def test_what_is_wrong_is_a_problem_document_and_a_reader_sees(client, call, crm):
    for path, form, status in (
        ("", {"text": "x"}, 422),
        ("", {"text": "x", "caller": "y", "colour": "red"}, 422),
        ("", {"text": "x", "caller": "y", "place": "nowhere at all"}, 422),
        ("", {"text": "x", "caller": "y", "opens": True}, 409),
        ("", {"text": "x", "caller": "y", "incident": 999_999}, 404),
        ("/999999/unlink", {}, 404),
        ("/999999/explode", {}, 422),
        ("/inform", {"incident": crm.id, "note": "x"}, 409),
    ):
        answer = call(path, form)
        assert (answer.status_code, answer["content-type"]) == (status, "application/problem+json"), path
    made = call("", {"text": "x", "caller": "Léa"}).json()
    for verb in ("link", "answer"):
        assert call(f"/{made['id']}/{verb}").status_code == 409
    client.force_login(models.Account.objects.create_user("reader", password="x", role="reader"))
    assert client.get("/api/v1/user-reports").status_code == 200
    assert call("", {"text": "x", "caller": "y"}).status_code == 403
    assert call(f"/{made['id']}/unlink").status_code == 403
