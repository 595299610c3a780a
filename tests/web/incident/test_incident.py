"""The page of an incident: everything about one trouble, and the actions on it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.web import seed
from tests.web.browsing import browser_of
from tocsin.core.calls.breaker import Breaker
from tocsin.core.kernel.typography import typeset
from tocsin.core.kernel.why import Why
from tocsin.core.sla.values import Clock, ClockState
from tocsin.flow.organisation import snapshot
from tocsin.store import calls
from tocsin.store.models import Incident, IncidentHit
from tocsin.store.read.incident import HitRow
from tocsin.web import clocks
from tocsin.web.incident import drawing
from tocsin.web.words import in_both_words

# Session, account, organisation, eight of the incident; two each of its provider, works and exchange, one of its witnesses.
QUERIES = 29


@pytest.fixture
def seeded(db):
    seed.everything()


def test_one_sentence_both_clocks_and_why(seeded, reader):
    html = reader.get("/incidents/42").content.decode()
    assert (
        "6 applications en panne (CRM, Échanges partenaires, Bus d&#x27;échanges …), 10 équipements touchés."
        in html
    )
    assert "Notre engagement envers les métiers" in html
    assert "Ce que Valmont Datacenter nous garantit" in html
    assert "Jour et nuit" in html, "a calendar is shown by its label"
    assert "attente de notre part" in html, "why the provider's clock stood still"
    assert "la plus urgente" in html, "why this priority"


def test_what_the_impact_draws_it_also_says(seeded, reader):
    html = reader.get("/incidents/42").content.decode()
    assert '<svg class="drawing wide"' in html
    assert '<svg class="drawing narrow"' in html
    assert html.count("Gestion des commandes") >= 2


def test_a_lost_outlet_is_drawn_and_named_with_what_it_belongs_to(seeded):
    outlet, device = "par1.s1.r07.pdu-a.o10", "srv-intra-01"
    hits = [
        HitRow(item=outlet, type="outlet", effect="down", via=[], label="", total=1),
        HitRow(item=device, type="device", effect="down", via=[outlet], label="power", total=1),
    ]
    drawn = drawing.draw(hits, outlet, snapshot(), drawing.WIDE)
    assert [(box.name, box.cause) for box in drawn.boxes] == [
        ("n° 10, PDU A, Baie 07, Salle 1", True),
        (device, False),
    ]
    assert len(drawn.lines) == 1


def test_a_missed_promise_says_by_how_much(seeded):
    clock = Clock(
        side="supplier", commitment="x", name="3 min", target_s=180, state=ClockState.MISSED,
        why=Why(code="sla.chosen.any"), elapsed_s=420, remaining_s=-240,
    )  # fmt: skip
    with translation.override("fr"):
        assert clocks.shown(clock, seed.clock.now(), snapshot(), "fr").left == "manqué de 4 min calendaires"


def test_messages_are_verbatim_and_harmless(seeded, reader):
    html = reader.get("/incidents/42").content.decode()
    assert "&lt;ne pas répondre&gt;" in html
    assert "alert(1)" not in html
    assert "alert(2)" not in html
    assert "tracker.example" not in html


def test_ten_thousand_alerts_cost_what_two_cost(seeded, reader):
    reader.get("/incidents/42")
    with CaptureQueriesContext(connection) as few:
        bytes_of_few = len(reader.get("/incidents/42").content)
    seed.messages(seed.clock.now(), count=2000, first=5000)
    IncidentHit.objects.bulk_create(
        IncidentHit(incident_id=42, item=f"srv-{number}", type="device", effect="degraded")
        for number in range(2000)
    )
    with CaptureQueriesContext(connection) as many:
        page = reader.get("/incidents/42")
    assert len(few) == len(many) == QUERIES, [query["sql"] for query in many.captured_queries]
    assert len(page.content) < 1.2 * bytes_of_few
    assert "2\u202f010 équipements touchés" in page.content.decode(), "counted, although few are named"


def test_older_messages_and_folded_children(seeded, reader):
    first = reader.get("/incidents/42").content.decode()
    older = reader.get("/incidents/42?messages=1020").content.decode()
    assert "INC-31" in first
    assert "VAL-2026-119361" in older
    assert "VAL-2026-119381" not in older


def test_no_such_incident(reader):
    assert reader.get("/incidents/99999").status_code == 404


@pytest.mark.parametrize(
    "query", ["?messages=x", "?entries=-1", "?messages=99999999999999999999", "?entries=0"]
)
def test_an_address_that_makes_no_sense_is_no_error(seeded, reader, query):
    assert reader.get(f"/incidents/42{query}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_take_comment_resolve_without_htmx():
    seed.everything()
    karim = browser_of("karim")
    assert karim.post("/incidents/45/take").status_code == 302
    assert Incident.objects.get(id=45).owner == "karim.haddad"
    assert karim.post("/incidents/45/comment", {"note": "Vu."}).status_code == 302
    assert "Vu." in karim.get("/incidents/45").content.decode()
    assert karim.post("/incidents/45/resolve", {"note": "Redémarré."}).status_code == 302
    assert Incident.objects.get(id=45).state == "resolved"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_explained_in_place():
    seed.everything()
    answer = browser_of("karim").post("/incidents/42/take", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert "INC-42 est déjà à vous." in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_speaks_of_people_by_their_names():
    seed.everything()
    answer = browser_of("karim").post("/incidents/42/hand-over", {"to": "karim.haddad"})
    assert "INC-42 est déjà pris en charge par Karim Haddad." in answer.content.decode()


def test_the_provider_can_be_reached_from_its_incident(seeded, reader):
    """Whom to call now and at what price, under which number and contract, who is next, and what to write."""
    html = reader.get("/incidents/42").content.decode()
    assert 'href="tel:+33199007000"' in html
    assert "1,50\u00a0€" in html
    for words in (
        "Centre de supervision",
        "VAL-2026-118342",
        "VDC-2026-0417",
        "Chef de quart",
        "Isabelle Carlier",
    ):
        assert words in html
    assert "Localisation : PAR1 / Salle S1 / Baie R05" in html
    assert 'href="mailto:support@valmont-dc.example?subject=' in html


@pytest.mark.parametrize(
    ("is_cut", "said"), [(False, "Ouvrir un ticket par leur API"), (True, "Le leur signaler par courriel")]
)
def test_the_button_of_a_new_ticket_names_the_channel_by_which_it_goes(seeded, is_cut, said):
    if is_cut:
        now = calls.database_now()
        until = now + timedelta(minutes=9)
        cut = Breaker(failures=1, cut_since=now, until=until, cause="refused", reason="HTTP 429")
        calls.change("valmont", lambda account, _: (calls.Account(breaker=cut), None))
    html = browser_of("karim").get("/incidents/49").content.decode()
    (form,) = re.findall(r'action="/incidents/49/exchange/open".*?</form>', html, re.DOTALL)
    assert said in form


def test_an_incident_that_is_ours_to_repair_has_no_provider_s_card(seeded, reader):
    assert 'class="panel provider"' not in reader.get("/incidents/45").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("comment", {"note": "  "}),
        ("hand-over", {"to": "nobody"}),
        ("pause", {"reason": "tea"}),
        ("pass", {"to": "moon"}),
        ("pass", {}),
    ],
)
def test_a_form_that_is_not_filled_is_refused(verb, form):
    seed.everything()
    assert browser_of("karim").post(f"/incidents/42/{verb}", form).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_people_on_the_same_page_the_second_is_refused():
    seed.everything()
    page = browser_of("bruno").get("/incidents/45").content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert browser_of("karim").post("/incidents/45/take", {"seen": seen}).status_code == 302
    late = browser_of("bruno").post("/incidents/45/take", {"seen": seen})
    assert late.status_code == 409
    assert "entre-temps" in late.content.decode()
    assert Incident.objects.get(id=45).owner == "karim.haddad"


@pytest.mark.django_db(transaction=True)
def test_a_person_sets_the_priority():
    seed.everything()
    form = {"priority": "P1", "criticality": "critical", "note": "Le conseil siège."}
    assert browser_of("karim").post("/incidents/45/prioritise", form).status_code == 302
    assert Incident.objects.get(id=45).priority == "P1"
    assert browser_of("karim").post("/incidents/45/prioritise", {"priority": "P9"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_verb_that_is_none():
    seed.everything()
    assert browser_of("karim").post("/incidents/42/explode").status_code == 404
    assert browser_of("karim").get("/incidents/42/take").status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("user", "status"), [("helene", 403), ("mehdi", 403), ("claire", 403), ("bruno", 302)]
)
def test_who_may_act_on_the_groups_incident(user, status):
    seed.everything()
    answer = browser_of(user).post("/incidents/45/take")
    assert answer.status_code == status
    assert Incident.objects.get(id=45).owner == ("bruno.castaing" if status == 302 else "")


def test_a_refused_form_comes_back_open_with_what_was_written(seeded):
    page = (
        browser_of("karim")
        .post("/incidents/42/hand-over", {"to": "", "note": "Vu avec <Valmont>"})
        .content.decode()
    )
    assert page.count('name="action" open') == 1
    assert page.count("Vu avec &lt;Valmont&gt;") == 1


def test_a_refused_form_names_each_field_that_is_wrong(seeded):
    karim = browser_of("karim")
    page = karim.post("/incidents/42/comment", {"note": ""}).content.decode()
    assert "à remplir." in page
    page = karim.post("/incidents/42/prioritise", {"priority": "P9", "criticality": "dire"}).content.decode()
    assert typeset("Priorité : mot inconnu") in page
    assert typeset("Criticité, qui choisit l'engagement : mot inconnu") in page


@pytest.mark.django_db(transaction=True)
def test_a_provider_is_named_where_none_is_known_and_waited_for_only_then():
    seed.everything()
    karim = browser_of("karim")
    before = karim.get("/incidents/45").content.decode()
    assert '<option value="ligne-claire">Ligne Claire Télécom</option>' in before
    assert 'value="waiting_supplier"' not in before
    assert '<option value="supplier">' not in before
    assert karim.post("/incidents/45/pause", {"reason": "waiting_supplier"}).status_code == 409
    assert karim.post("/incidents/45/report", {"supplier": "nobody"}).status_code == 422
    assert karim.post("/incidents/45/report", {"supplier": "valmont", "reference": "V-1"}).status_code == 302
    after = karim.get("/incidents/45").content.decode()
    assert "Signalé à Valmont Datacenter" in after
    assert 'name="supplier"' not in after
    assert 'value="waiting_supplier"' in after


@pytest.mark.parametrize(
    ("theirs", "ours", "shown"),
    [
        ("Pris en charge", "acknowledged", "Pris en charge (acknowledged)"),
        ("Clos", "clos", "Clos"),
        ("", "closed", "closed"),
        ("En cours chez le tiers", "", "En cours chez le tiers"),
        ("", "", ""),
    ],
)
def test_a_state_in_their_word_and_ours_is_not_said_twice(theirs, ours, shown):
    assert in_both_words(theirs, ours) == shown


@pytest.mark.django_db
def test_nobody_is_offered_to_hand_over_what_is_not_theirs_to_give():
    seed.everything()
    karim, form = browser_of("karim"), 'action="/incidents/45/hand-over"'
    assert karim.post("/incidents/45/hand-over", {"to": "claire.vasseur"}).status_code == 403
    assert form not in karim.get("/incidents/45").content.decode()
    karim.post("/incidents/45/take")
    assert form in karim.get("/incidents/45").content.decode()
