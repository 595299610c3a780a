"""Duty over the API: turns without a gap, an absence that moves an incident, its hand-over, and the unowned minutes."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.web.filling import fill
from tocsin.core.incident.commands import HandOver
from tocsin.flow import clock, duty
from tocsin.flow.incidents.commands import act
from tocsin.store import models

KARIM = "karim.haddad"


@pytest.fixture
def caller(client, db):
    fill()
    account = models.Account.objects.create_user("api", password="x", role="administrator", person=KARIM)
    client.force_login(account)
    return client


def post(caller, path: str, **body):
    return caller.post(f"/api/v1/{path}", body, content_type="application/json")


def test_the_turns_follow_one_another_and_are_the_routers(caller):
    found = caller.get("/api/v1/duty?days=30").json()
    of_systems = [turn for turn in found["turns"] if turn["team"] == "systems"]
    assert all(before["end"] == after["start"] for before, after in pairwise(of_systems))
    assert of_systems[0]["person"] == duty.now_on_duty("systems").person
    assert found["foreseen"] == []


def test_an_absence_is_declared_listed_and_ended(caller):
    answer = post(caller, "absences", person="marion.delcourt", substitute=KARIM, reason="flu")
    assert answer.status_code == 201
    (absence,) = caller.get("/api/v1/absences").json()
    assert (absence["person"], absence["by"], absence["end"]) == ("marion.delcourt", KARIM, None)
    assert post(caller, f"absences/{absence['id']}/end").status_code == 204
    assert caller.get("/api/v1/absences").json() == []
    assert post(caller, f"absences/{absence['id']}/end").status_code == 404
    assert post(caller, "absences", person="nobody").status_code in (403, 409)


def test_a_cover_is_taken_and_given_back(caller):
    start = clock.now() + timedelta(days=1)
    span = {"start": start.isoformat(), "end": (start + timedelta(days=1)).isoformat()}
    assert post(caller, "covers", rotation="systems", person=KARIM, **span).status_code == 204
    (cover,) = caller.get("/api/v1/covers").json()
    assert post(caller, f"covers/{cover['id']}/end").status_code == 204
    assert caller.get("/api/v1/covers").json() == []


def test_a_hand_over_is_listed_and_accepted(caller):
    incident = models.Incident.objects.filter(state="new", folded_into__isnull=True).first()
    act(incident.id, HandOver(to=KARIM), "bruno.castaing")
    (handover,) = caller.get("/api/v1/handovers").json()
    assert (handover["incident"], handover["to"], bool(handover["step"])) == (incident.id, KARIM, True)
    assert post(caller, f"incidents/{incident.id}/accept", step="I call them").status_code == 200
    assert caller.get("/api/v1/handovers").json() == []
    assert post(caller, f"incidents/{incident.id}/send-back", reason="x").status_code == 409


def test_unowned_minutes_are_the_sum_of_their_spans(caller):
    found = caller.get("/api/v1/unowned").json()
    spans = found["spans"]
    assert spans
    assert all(span["why"] and span["start"] < span["end"] for span in spans)
    later = {"start": clock.now().isoformat(), "end": (clock.now() - timedelta(days=1)).isoformat()}
    assert caller.get("/api/v1/unowned", later).json() == {"minutes": 0, "spans": []}
