"""The status pages at their door: public or not, cached, in both languages, as JSON and Atom, without a private word."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import DatabaseError

from tests.web.filling import fill
from tocsin.core.major import values as v
from tocsin.core.major.private import private_in
from tocsin.flow import clock
from tocsin.flow.majors import pages, records
from tocsin.flow.organisation import snapshot
from tocsin.store import models
from tocsin.store.read import status as read

FORMS = ["/status/fr", "/status/fr?lang=en", "/status/fr.json", "/status/fr.atom"]
PUBLIC = v.PostUpdate(
    audience="public", phase=v.Phase.INVESTIGATING, fr="Les caisses sont arrêtées.", en="Tills are down."
)


@pytest.fixture(autouse=True)
def unread():
    pages.forget()
    yield
    pages.forget()


@pytest.fixture
def led(db, account):
    fill()
    karim = account("manager", person="karim.haddad")
    incident = models.Incident.objects.filter(state="new").order_by("id").first().id
    made = records.declare(karim, [incident], "Valmont: srv-crm-01 ne répond plus, voir avec Marion Delcourt")
    return records.ask(karim, made.id, PUBLIC)


def test_it_shows_services_and_updates_in_the_words_and_language_of_users(client, led):
    french, english = (client.get(path).content.decode() for path in FORMS[:2])
    for text in (
        "Boutique en ligne",
        "Les caisses sont arrêtées.",
        "Recherche de la cause",
        "01 99 00 20 00",
    ):
        assert text in french, text
    for text in ("Online shop", "Tills are down.", "Investigating", 'lang="en"'):
        assert text in english, text
    assert "<script" not in french
    assert "<form" not in french


@pytest.mark.parametrize("path", FORMS)
def test_no_private_word_stands_on_it(client, led, path):
    text = client.get(path).content.decode().replace(settings.BASE_URL, "")
    assert "Online shop" in text or "Boutique en ligne" in text or "Tills" in text or "caisses" in text
    assert private_in(text, snapshot()) == ()


def test_it_is_cached_and_asked_for_without_a_query(client, led, django_assert_num_queries):
    first = client.get("/status/fr")
    assert first["Cache-Control"] == "public, max-age=10, stale-while-revalidate=60"
    assert first["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in first["Content-Security-Policy"]
    with django_assert_num_queries(0):
        for _ in range(50):
            again = client.get("/status/fr", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_did_not_change_is_rendered_once_and_what_changed_has_another_tag(client, led, monkeypatch):
    monkeypatch.setattr(pages, "FRESH_S", 0.0)
    with clock.moved(clock.now()):
        tag = client.get("/status/fr")["ETag"]
        clock.fast_forward(seconds=6)
        pages_before = pages.copy_of("fr").rendered
        assert client.get("/status/fr")["ETag"] == tag
        assert pages.copy_of("fr").rendered is pages_before
        karim = models.Account.objects.get(person="karim.haddad", role="manager")
        records.ask(
            karim,
            led.id,
            v.PostUpdate(audience="public", phase=v.Phase.RESTORED, fr="Rétabli.", en="Restored."),
        )
        clock.fast_forward(seconds=6)
        changed = client.get("/status/fr")
    assert changed["ETag"] != tag
    assert "Rétabli." in changed.content.decode()


def test_while_the_database_does_not_answer_it_says_since_when(client, led, monkeypatch):
    def away(_items):
        raise DatabaseError

    monkeypatch.setattr(pages, "FRESH_S", 0.0)
    with clock.moved(clock.now()):
        client.get("/status/fr")
        monkeypatch.setattr(read, "hits", away)
        clock.fast_forward(seconds=6)
        page = client.get("/status/fr").content.decode()
    assert "n’a pas pu être mise à jour depuis" in page
    assert "Les caisses sont arrêtées." in page


def test_one_that_is_not_public_asks_for_a_login_and_an_unknown_one_does_not_say_so(client, led, account):
    for path in ("/status/de", "/status/nowhere", "/status/de.json", "/status/de.atom"):
        assert client.get(path)["location"] == f"/login?next={path}", path
    client.force_login(account("reader"))
    answer = client.get("/status/de")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert "IT services, DACH" in answer.content.decode()
    assert client.get("/status/nowhere").status_code == 404


def test_nothing_is_written_through_it(client, led):
    for path in FORMS:
        assert client.post(path).status_code == 405


def test_the_feed_is_one(client, led):
    feed = ElementTree.fromstring(client.get("/status/fr.atom?lang=en").content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = feed.findall("a:entry", names)
    assert entry.findtext("a:summary", namespaces=names) == "Tills are down."
    assert client.get("/status/fr.json").json()["majors"][0]["notes"][0]["en"] == "Tills are down."
