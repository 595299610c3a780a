"""Suppliers' sites over the API: asked for, checked, declared, with the refusals of the rules."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.web import seed
from tests.web.seed_sites import sites
from tocsin.flow import clock
from tocsin.store import models


@pytest.fixture
def places(db):
    seed.accounts(seed.organisation())
    return sites(clock.now(), models.Account.objects.get(username="karim"))


@pytest.fixture
def call(places):
    browser = Client()
    browser.force_login(models.Account.objects.get(username="karim"))

    def ask(path, body=None):
        if body is None:
            return browser.get(f"/api/v1{path}")
        return browser.post(f"/api/v1{path}", body, content_type="application/json")

    return ask


def test_who_may_enter_is_listed_and_asked_for(call, places):
    names = {row["name"] for row in call("/authorisations").json()}
    assert {"Karim Haddad", "Julien Prévot"} <= names
    asked = {"person": "nadia.ouali", "place": "par1.s1", "since": "2199-01-01", "until": "2199-12-31"}
    made = call("/authorisations", asked)
    assert (made.status_code, made.json()["state"]) == (201, "requested")
    assert call("/authorisations", {**asked, "person": "thomas.aubry"}).status_code == 409
    assert call("/authorisations", {**asked, "since": "demain"}).status_code == 422
    number = made.json()["id"]
    assert call(f"/authorisations/{number}/confirm", {"proof": ""}).status_code == 409
    assert call(f"/authorisations/{number}/confirm", {"proof": "oui"}).json()["state"] == "confirmed"
    assert call(f"/authorisations/{number}").json()["until"] == "2199-12-31"
    assert call("/authorisations/99999").status_code == 404


def test_an_intervention_is_checked_planned_and_declared(call, places):
    start = (clock.now() + timedelta(days=5)).replace(microsecond=0)
    plan = {
        "what": "Câblage",
        "people": ["karim.haddad"],
        "places": ["par1.s1", "par1.s1.r03"],
        "start": start.isoformat(),
        "end": (start + timedelta(hours=1)).isoformat(),
    }
    found = call("/interventions/check", plan).json()
    assert {finding["code"] for finding in found} >= {
        "intervention.check.authorised",
        "intervention.check.in_time",
    }
    made = call("/interventions", plan)
    assert made.status_code == 201
    number = made.json()["id"]
    declared = call(f"/interventions/{number}/declare", {"accepted": True}).json()
    assert declared["state"] == "declared"
    assert call(f"/interventions/{number}/end", {}).status_code == 409
    assert call(f"/interventions/{number}/prolong", {}).status_code == 409
    assert call("/interventions/check", {**plan, "end": plan["start"]}).status_code == 409
    far = {**plan, "start": "9999-12-31T22:00:00Z", "end": "9999-12-31T23:59:59Z"}
    assert call("/interventions/check", far).status_code == 409


def test_collisions_stand_in_the_list(call, places):
    rows = {row["id"]: row for row in call("/interventions").json()}
    (collision,) = rows[places["ours"]]["collisions"]
    assert collision["meets"] == "WRK-901"
    assert call(f"/interventions/{places['ours']}").json()["plan"]["clocks"] == "supplier"
    assert call("/interventions/901").status_code == 404
