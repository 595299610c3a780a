"""A supplier that is asked on the phone: the pages say what to say, and the call is logged there."""

import pytest
from django.test import Client

from tests.web import seed
from tests.web.on_the_phone import on_the_phone
from tests.web.seed_sites import sites
from tocsin.demo.command import company
from tocsin.flow import clock, organisation
from tocsin.store import models


@pytest.fixture
def karim(db):
    known = seed.organisation()
    seed.accounts(known)
    account = models.Account.objects.get(username="karim")
    sites(clock.now(), account)
    organisation.apply([on_the_phone(declared) for declared in company(0)], by="test")
    client = Client()
    client.force_login(account)
    client.cookies["django_language"] = "fr"
    return client


def waiting():
    return models.Authorisation.objects.get(state="requested")


def test_the_page_says_what_to_say_and_the_call_is_logged_with_its_cost(karim):
    number = waiting().id
    page = karim.get(f"/authorisations/{number}").content.decode()
    assert 'href="tel:+33199007000"' in page
    assert "VDC-2026-0417" in page
    answer = karim.post(
        f"/authorisations/{number}/call", {"minutes": "3", "text": "N. Morvan : c’est noté"}, follow=True
    )
    page = answer.content.decode()
    assert "Le fournisseur a été appelé" in page
    assert "5,10\u00a0€" in page or "5,10 €" in page
    assert "N. Morvan" in page


def test_a_call_without_minutes_or_words_is_refused_beside_it(karim):
    number = waiting().id
    for typed, said in (
        ({"minutes": "", "text": "oui"}, "combien de minutes"),
        ({"minutes": "3", "text": " "}, "qui a répondu"),
    ):
        answer = karim.post(f"/authorisations/{number}/call", typed)
        assert answer.status_code == 409
        assert said in answer.content.decode()
    assert not models.TimelineEntry.objects.filter(verb="called").exists()


def test_the_api_logs_a_call_too(karim):
    number = waiting().id
    answer = karim.post(
        f"/api/v1/authorisations/{number}/call",
        {"minutes": 3, "note": "N. Morvan"},
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    assert models.TimelineEntry.objects.filter(verb="called").count() == 1


def test_a_call_about_a_site_counts_in_the_months_cost_of_the_provider(karim):
    karim.post(f"/authorisations/{waiting().id}/call", {"minutes": "3", "text": "N. Morvan : c’est noté"})
    declared = models.PlannedIntervention.objects.get(state="declared")
    karim.post(f"/interventions/{declared.id}/call", {"minutes": "1", "text": "N. Morvan : reçu"})
    spent = karim.get("/providers/valmont").context["spent"]
    assert [(str(name), uses, cost) for name, uses, cost in spent.lines] == [("Téléphone", 2, "7,80\u00a0€")]
    assert spent.total == "7,80\u00a0€"
    other = karim.get("/providers/ligne-claire").context["spent"]
    assert other.lines == []
