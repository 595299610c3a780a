"""The form of a report, without a script: what is missing is said, what a text may mean is offered, a report is one."""

import pytest

from tests.flow.house import house as opened
from tocsin.flow import clock
from tocsin.store.models import Incident, Message

FORM = {"what": "Fumée", "effect": "down", "key": "k1", "caller": "Mme Durand"}


@pytest.fixture
def browser(account, client):
    with opened():
        client.force_login(account("technician", person="karim.haddad"))
        client.cookies["django_language"] = "fr"
        yield client


def form(**fields):
    return {**FORM, "since": f"{clock.now():%Y-%m-%dT%H:%M}", **fields}


def test_an_uncertain_place_is_offered_and_kept_as_typed(browser):
    page = browser.post("/report", form(place="baie 2"))
    html = page.content.decode()
    assert page.status_code == 422
    assert 'class="offers"' in html
    assert 'value="Fumée"' in html
    assert not Message.objects.exists()


def test_what_is_chosen_of_the_offers_is_the_place(browser):
    html = browser.post("/report", form(place="baie 2")).content.decode()
    choice = html.partition('name="choice" value="')[2].partition('"')[0]
    done = browser.post("/report", form(place="baie 2", offered="baie 2", choice=choice))
    assert done.status_code == 302
    assert Incident.objects.get().cause == choice


def test_a_choice_counts_for_the_text_that_it_was_offered_for(browser):
    done = browser.post("/report", form(place="srv-crm-01", offered="baie 2", choice="par1.s1.r02"))
    assert done.status_code == 302
    assert Incident.objects.get().cause == "srv-crm-01"


def test_a_certain_place_needs_no_choice(browser):
    page = browser.post("/report", form(place="baie 7, salle 1"))
    assert page.status_code == 302, page.content.decode()
    assert Incident.objects.get().cause == "par1.s1.r07"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"place": ""}, "Dites où"),
        ({"place": "xyzzy"}, "Aucun lieu"),
        ({"place": "crm", "what": " "}, "Dites ce qui ne va pas"),
        ({"place": "crm", "since": "hier"}, "Un jour et une heure"),
        ({"place": "crm", "since": "2999-01-01T00:00"}, "encore à venir"),
    ],
)
def test_what_is_wrong_is_shown_beside_its_field(browser, fields, expected):
    page = browser.post("/report", form(**fields))
    assert page.status_code == 422
    assert expected in page.content.decode()
    assert not Message.objects.exists()


def test_a_report_that_joins_says_so_and_may_be_kept_apart(browser):
    browser.post("/report", form(place="srv-crm-01"))
    browser.post("/report", form(place="srv-crm-01", key="k2", what="Encore"))
    first = Incident.objects.get()
    html = browser.get(f"/incidents/{first.id}").content.decode()
    assert "Votre signalement est la même panne" in html
    alert = html.partition('name="alerts" value="')[2].partition('"')[0]
    done = browser.post(f"/incidents/{first.id}/split", {"alerts": alert})
    (second,) = Incident.objects.exclude(id=first.id)
    assert done["location"] == f"/incidents/{second.id}"
    assert "Votre signalement est la même panne" not in browser.get(f"/incidents/{first.id}").content.decode()


def test_places_are_found_by_any_alias_and_part_of_a_name(browser):
    for text in ("crm", "baie 7 salle 1", "R07 S1", "srv-crm", "pdu a baie 07"):
        assert 'role="option"' in browser.get("/places", {"place": text}).content.decode(), text
    assert "Aucun lieu" in browser.get("/places", {"place": "xyzzy"}).content.decode()
    assert browser.get("/places", {"place": ""}).content.decode().strip() == ""
