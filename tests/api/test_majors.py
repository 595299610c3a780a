"""Major incidents over the API: declared, led, reviewed, each refusal with its reason."""

import pytest

from tests.web.filling import fill
from tocsin.store import models


@pytest.fixture
def karim(db, client):
    fill()
    account = models.Account.objects.create_user("tech", password="x", role="manager", person="karim.haddad")
    client.force_login(account)

    def post(path, form=None):
        return client.post(f"/api/v1{path}", form or {}, content_type="application/json")

    client.json = post
    return client


@pytest.fixture
def major(karim):
    incident = models.Incident.objects.filter(state="new").order_by("id").first().id
    made = karim.json("/majors", {"incidents": [incident], "reason": "Everything"})
    assert (made.status_code, made.json()["commander"]) == (201, "karim.haddad"), made.json()
    return f"/majors/{made.json()['id']}"


PUBLIC = {"audience": "public", "phase": "watching", "fr": "Retour", "en": "Back"}
STEPS = [
    ("update", PUBLIC),
    ("offer", {"person": "marion.delcourt", "note": "x"}),
    ("stand-down", {"note": "over"}),
    ("draft-review", {"language": "en"}),
    ("edit-review", {"section": "helped", "text": "The plan"}),
    ("add-action", {"note": "x", "person": "karim.haddad", "day": "2099-01-01"}),
    ("finish-action", {"action": 1}),
    ("hold-review", {}),
]


def test_it_is_declared_led_and_reviewed(karim, major):
    due = {row["name"]: row["overdue"] for row in karim.get(f"/api/v1{major}").json()["due"]}
    assert due == {"Équipes": False, "Utilisateurs": False, "Direction": False}
    for verb, form in STEPS:
        answer = karim.json(f"{major}/{verb}", form)
        assert answer.status_code == 200, (verb, answer.json())
    shown = karim.get(f"/api/v1{major}").json()
    assert (shown["state"], shown["updates"][0]["en"], shown["due"]) == ("reviewed", "Back", [])
    assert shown["review"]["texts"]["helped"] == "The plan"
    assert shown["review"]["actions"][0]["done_at"]
    assert [known["number"] for known in karim.get("/api/v1/majors").json()] == [shown["number"]]


REFUSED = [
    ("update", PUBLIC | {"fr": "srv-crm-01"}, 409),
    ("update", {"audience": "public"}, 409),
    ("link", {}, 409),
    ("offer", {"person": "nobody", "note": "x"}, 409),
    ("explode", {}, 422),
    ("comment", {"surprise": 1}, 422),
]


@pytest.mark.parametrize(("verb", "form", "status"), REFUSED)
def test_what_is_refused_says_why_and_changes_nothing(karim, major, verb, form, status):
    before = karim.get(f"/api/v1{major}").json()["revision"]
    answer = karim.json(f"{major}/{verb}", form)
    assert answer.status_code == status, answer.json()
    assert answer.json()["title"]
    assert karim.get(f"/api/v1{major}").json()["revision"] == before


def test_there_is_none(karim):
    assert karim.get("/api/v1/majors/99").status_code == 404
    assert karim.json("/majors", {"incidents": [999_999], "reason": "x"}).status_code == 404
