"""What a person reports over the API goes the same journey as on the page."""

import pytest

from tocsin.store.models import Incident

ADDRESS = "/api/v1/incidents"


def post(client, headers=None, **fields):
    return client.post(
        ADDRESS, {"what": "No answer", **fields}, content_type="application/json", headers=headers or {}
    )


def test_it_is_answered_with_the_incident(caller):
    answer = post(caller(), item="srv-intra-01", since="2026-01-02T03:04:05Z", caller="Mme Durand")
    assert answer.status_code == 201, answer.content
    assert answer.json()["cause"] == "srv-intra-01"
    assert answer["etag"]


def test_a_place_is_shown_in_words(caller):
    answer = post(caller(), place="baie 7, salle 1")
    assert answer.json()["cause"] == "par1.s1.r07", answer.content


def test_the_same_key_is_the_same_report(caller):
    client = caller()
    first, again = (post(client, {"Idempotency-Key": "abc"}, item="srv-intra-01").json() for _ in range(2))
    assert first["number"] == again["number"]
    assert again["alert_count"] == first["alert_count"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"item": "nowhere"}, "item"),
        ({"place": "baie"}, "place"),
        ({}, "place"),
        ({"item": "crm", "since": "2999-01-01T00:00:00Z"}, "since"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_opened(caller, fields, field):
    client, before = caller(), Incident.objects.count()
    answer = post(client, **fields)
    assert answer.status_code == 422, answer.content
    assert field in answer.content.decode()
    assert Incident.objects.count() == before


def test_merge_and_split_over_the_api(caller):
    client = caller()
    first, second = (post(client, item=item, apart=True).json() for item in ("srv-intra-01", "srv-crm-01"))
    merged = client.post(
        f"{ADDRESS}/{first['id']}/merge", {"into": second["number"]}, content_type="application/json"
    )
    assert merged.status_code == 200, merged.content
    assert merged.json()["id"] == second["id"]
    whole = client.get(f"{ADDRESS}/{first['id']}").json()
    assert whole["folded_into"] == second["id"]
