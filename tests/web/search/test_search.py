"""The search page and its API: every sort of thing, whom they are shown to, and what breaks nothing."""

import pytest

from tests.web import seed
from tocsin.core.kernel.subject import Subject
from tocsin.flow.majors import records as majors
from tocsin.flow.userreports import records as userreports
from tocsin.store.models import Account


@pytest.fixture
def seeded(db):
    seed.everything()


def groups(browser, text):
    return {group.key: group.hits for group in browser.get("/search", {"text": text}).context["groups"]}


SORTS = [
    ("INC-42", "incident", "Baie 05"),
    ("42", "incident", "Baie 05"),
    ("entrepôts", "incident", "Entrepôts"),
    ("T-2026-0042", "ticket", "Baie 05"),
    ("crm", "application", "CRM"),
    ("baie 05", "place", "Baie 05"),
    ("salle 2", "place", "Salle 2"),
    ("zerrouki", "person", "Mehdi Zerrouki"),
    ("rémi", "person", "Rémi Chassagne"),
    ("remi chass", "person", "Rémi Chassagne"),
    ("reseau", "team", "éseau"),
    ("valmont", "supplier", "Valmont"),
]


def test_each_sort_is_found(seeded, reader):
    for text, group, name in SORTS:
        found = groups(reader, text)
        assert any(name in hit.name for hit in found[group]), (text, found)


def test_a_sign_narrows(seeded, reader):
    assert set(groups(reader, "#baie 05")) <= {"incident", "ticket"}
    assert set(groups(reader, ":baie 05")) <= {"place", "application"}
    assert set(groups(reader, "@karim")) <= {"person", "team", "supplier"}


def test_the_number_itself_comes_first(seeded, reader):
    assert groups(reader, "INC-42")["incident"][0].number == "INC-42"


SENSELESS = ("", " ", "a", "#", ">", "%", "x" * 500, "' or 1=1 --", "\u2028", "œ", "INC-999999999999999999")


def test_what_makes_no_sense_is_an_empty_page(seeded, reader):
    for text in SENSELESS:
        for address in ("/search", "/palette"):
            assert reader.get(address, {"text": text}).status_code == 200, text


def test_every_page_that_is_found_exists(seeded, reader):
    for text in ("baie", "valmont", "crm", "karim", "systemes"):
        for hits in groups(reader, text).values():
            for hit in hits[:3]:
                assert reader.get(hit.address.partition("#")[0]).status_code == 200, hit


def test_a_number_leads_to_what_has_it(seeded, reader):
    karim = Account.objects.get(username="karim")
    major = majors.declare(karim, [46], "Décisionnel arrêté", "karim.haddad")
    report = userreports.record(
        karim, userreports.Call(text="plus de CRM", caller="Léa", key="k1", item="crm")
    )
    for subject in (Subject.incident(42), major.subject, report.subject):
        for number in (subject.number, subject.number.lower()):
            first = next(iter(groups(reader, number).values()))[0]
            assert first.address == subject.path


def test_a_number_that_nothing_has_leads_nowhere(seeded, reader):
    assert not groups(reader, "MAJ-4711")


def test_in_a_fixed_number_of_queries(seeded, reader, django_assert_max_num_queries):
    reader.get("/palette?text=baie")
    with django_assert_max_num_queries(12):
        reader.get("/palette?text=baie 05")


def test_over_the_api_and_for_nobody_without_an_account(seeded, reader, client):
    found = reader.get("/api/v1/search?text=entrepots").json()
    assert found["rows"][0]["number"] == "INC-45"
    assert reader.get("/api/v1/search?text=INC-42").json()["direct"] == "INC-42"
    client.logout()
    assert client.get("/api/v1/search?text=x").status_code == 401
    assert client.get("/palette?text=x", headers={"HX-Request": "true"}).status_code == 401
