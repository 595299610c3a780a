"""The pages about suppliers' sites: access, interventions in their calendar, recovery; and who sees a code."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from tests.web import seed
from tests.web.seed_sites import FEED_B, RACK, ROOM, THEIRS, sites
from tocsin.flow import clock
from tocsin.store import models


@pytest.fixture
def places(db):
    now = clock.now()
    known = seed.organisation()
    seed.accounts(known)
    return sites(now, models.Account.objects.get(username="karim"))


@pytest.fixture
def karim(places):
    """Karim Haddad of the group's systems team, in French."""
    client = Client()
    client.force_login(models.Account.objects.get(username="karim"))
    client.cookies["django_language"] = "fr"
    return client


def text(answer):
    return answer.content.decode()


def events_of(answer):
    """The events of a calendar by the first part of their UID."""
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0]: event for event in events}


def local(days, hour):
    at = clock.now() + timedelta(days=days)
    return f"{at:%Y-%m-%d}T{hour:02d}:00"


def test_removals_that_are_not_confirmed_come_first_in_red(karim):
    answer = karim.get("/authorisations")
    page = text(answer).partition("<main")[2]
    assert (
        page.index("Julien Prévot")
        < page.index("Fatou Diallo")
        < page.index("Marion Delcourt")
        < page.index("Karim Haddad")
    )
    assert "tone-down alarm" in page
    assert [row.authorisation.name for row in answer.context["removals"]] == ["Julien Prévot"]
    assert "jours restants" in page


def test_somebody_is_asked_for_and_who_is_not_operational_is_not_offered_and_refused(karim):
    offered = text(karim.get("/authorisations"))
    assert "Nadia Ouali" in offered
    assert "Thomas Aubry" not in offered
    asked = {"person": "nadia.ouali", "place": ROOM, "since": local(0, 0)[:10], "until": local(90, 0)[:10]}
    made = karim.post("/authorisations", asked, follow=True)
    assert "Pas encore confirmé" in text(made)
    refused = karim.post("/authorisations", {**asked, "person": "thomas.aubry"})
    assert refused.status_code == 409
    assert "n’est pas du personnel d’exploitation" in text(refused)
    assert karim.post("/authorisations", {**asked, "until": "demain"}).status_code == 422


def test_a_removal_is_confirmed_with_its_proof(karim, places):
    address = f"/authorisations/{places['leaver']}"
    assert "peut encore entrer" in text(karim.get(address))
    assert karim.post(f"{address}/confirm", {"proof": ""}).status_code == 409
    done = text(karim.post(f"{address}/confirm", {"proof": "Badge V-207 désactivé"}, follow=True))
    assert "Badge V-207 désactivé" in done
    assert "Retiré" in done
    assert karim.post(f"{address}/nothing", {}).status_code == 404


def test_the_mail_and_its_proof_stand_on_the_page(karim, places):
    page = text(karim.get(f"/authorisations/{places['waiting']}"))
    assert "acces@valmont-dc.example" in page
    assert "À envoyer" in page
    models.Delivery.objects.filter(subject_id=places["waiting"]).update(
        state="sent", reply="250 2.0.0 OK 1A2B"
    )
    assert "250 2.0.0 OK 1A2B" in text(karim.get(f"/authorisations/{places['waiting']}"))


def test_the_calendar_draws_lanes_and_marks_collisions_and_the_list_says_the_same(karim, places):
    answer = karim.get("/interventions")
    week = next(week for week in answer.context["weeks"] if any(lane.bars for lane in week.lanes))
    drawn = {
        (lane.name, bar.window.id)
        for week in answer.context["weeks"]
        for lane in week.lanes
        for bar in lane.bars
    }
    assert {number for _, number in drawn} >= {THEIRS, places["ours"], places["draft"]}
    assert any("voie A" in name for name, number in drawn if number == THEIRS)
    colliding = {bar.window.id for lane in week.lanes for bar in lane.bars if bar.window.collides}
    assert places["draft"] not in colliding
    page = text(answer)
    assert "touche l’autre côté" in page


def test_a_draft_shows_its_check_and_is_declared_from_there(karim, places):
    address = f"/interventions/{places['draft']}"
    page = text(karim.get(address))
    assert "Karim Haddad est autorisé pour" in page
    assert "La déclarer à Valmont Datacenter" in page
    sent = text(karim.post(f"{address}/declare", {"accepted": "1"}, follow=True))
    assert "Envoyée, sans accusé de réception" in sent
    assert "DECLARATION INTERVENTION" in sent
    known = text(karim.post(f"{address}/acknowledge", {"proof": "OK", "reference": "ITV-7"}, follow=True))
    assert "ITV-7" in known
    assert karim.post(f"{address}/end", {}).status_code == 409
    assert "Annulée" in text(karim.post(f"{address}/cancel", {"note": "reporté"}, follow=True))


def test_a_longer_window_is_refused_with_its_check_and_prolonged_when_its_risks_are_accepted(karim, places):
    address = f"/interventions/{places['ours']}/prolong"
    refused = karim.post(address, {"end": local(6, 9)})
    assert refused.status_code == 409
    assert "touche l’autre côté" in text(refused)
    assert "Son délai" not in text(refused)
    done = text(karim.post(address, {"end": local(6, 9), "accepted": "on"}, follow=True))
    assert "Le fournisseur sait qu’elle durera plus longtemps" in done


def test_a_draft_that_the_check_forbids_offers_no_sending(karim):
    form = {
        "what": "Câblage",
        "people": ["fatou.diallo"],
        "places": [ROOM],
        "start": local(5, 9),
        "end": local(5, 11),
    }
    page = text(karim.post("/interventions/new", form, follow=True))
    assert "est demandé, mais pas confirmé" in page
    assert "La déclarer à" not in page


def test_the_form_says_what_is_wrong_beside_each_field(karim, places):
    page = karim.post(
        "/interventions/new", {"what": "", "start": "x", "end": "", "devices": "srv-nulle-part"}
    )
    assert page.status_code == 422
    for words in (
        "Dites ce qui sera fait",
        "Choisissez qui entre",
        "Choisissez une salle",
        "Pas trouvé avec certitude",
        "deux fois",
    ):
        assert words in text(page), words
    change = f"/interventions/{places['draft']}/change"
    assert "Ajout d&#x27;un serveur" in text(karim.get(change))
    form = {
        "what": "Ajout de deux serveurs",
        "people": ["karim.haddad"],
        "places": [ROOM, RACK],
        "start": local(5, 9),
        "end": local(5, 11),
        "racks_muted": "on",
        "devices": "srv-crm-01",
        "spared": "on",
    }
    done = text(karim.post(change, form, follow=True))
    assert "Ajout de deux serveurs" in done
    assert "srv-crm-01" in done
    assert karim.get(f"/interventions/{places['ours']}/change").status_code == 404


def test_whoever_may_not_sees_and_cannot_act(places, client):
    regional = models.Account.objects.create_user("it", role="manager", region="it", language="fr")
    client.force_login(regional)
    assert "Demander au fournisseur" not in text(client.get("/authorisations"))
    assert client.post(f"/authorisations/{places['leaver']}/confirm", {"proof": "x"}).status_code == 403
    assert client.post(f"/interventions/{places['draft']}/declare", {}).status_code == 403
    assert (
        client.post(
            f"/recovery/{places['recovery']}/test", {"at": local(-1, 9), "result": "passed", "note": "x"}
        ).status_code
        == 403
    )


def test_a_calendar_program_reads_every_window_in_the_right_zone_until_the_address_is_revoked(
    karim, places, client
):
    page = text(karim.post("/interventions/calendar"))
    address = page.partition('value="http')[2].partition('"')[0]
    path = "/calendar/" + address.partition("/calendar/")[2]
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    events = {
        str(event["uid"]).partition("@")[0]: event
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    ours = events[f"wrk-{places['ours']}"]
    assert ours["dtstart"].params["TZID"] == "Europe/Paris"
    planned = models.Intervention.objects.get(id=places["ours"])
    assert ours["dtstart"].dt == planned.starts_at
    assert (ours["status"], int(ours["sequence"])) == ("CONFIRMED", 1)
    assert events[f"wrk-{places['draft']}"]["status"] == "TENTATIVE"
    assert f"wrk-{THEIRS}" in events
    assert "touche l’autre côté" in events[f"wrk-{THEIRS}"]["description"]
    karim.post(f"/interventions/{places['ours']}/cancel", {})
    events = {
        str(event["uid"]).partition("@")[0]: event
        for event in Calendar.from_ical(client.get(path).content).walk("VEVENT")
    }
    assert (events[f"wrk-{places['ours']}"]["status"], int(events[f"wrk-{places['ours']}"]["sequence"])) == (
        "CANCELLED",
        2,
    )
    karim.post("/interventions/calendar", {"revoke": "1"})
    assert client.get(path).status_code == 404


def test_an_address_of_a_shut_account_or_a_guessed_one_reads_nothing(karim, client):
    page = text(karim.post("/interventions/calendar"))
    path = "/calendar/" + page.partition("/calendar/")[2].partition('"')[0]
    assert client.get("/calendar/" + "a" * 43 + ".ics").status_code == 404
    models.Account.objects.filter(username="karim").update(is_active=False)
    assert client.get(path).status_code == 404


def test_a_code_is_shown_to_its_callers_alone_and_each_showing_is_audited(karim, places, client, monkeypatch):
    monkeypatch.setenv("VALMONT_RECOVERY_CODE", "4711-ALPHA")
    address = f"/recovery/{places['recovery']}"
    assert "4711-ALPHA" not in text(karim.get(address))
    shown = karim.post(f"{address}/code")
    assert "4711-ALPHA" in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert models.SecurityEntry.objects.filter(action="code_shown", actor="karim").count() == 1
    boss = models.Account.objects.create_user("root", role="administrator", person="thomas.aubry")
    client.force_login(boss)
    refused = client.post(f"{address}/code")
    assert refused.status_code == 403
    assert "4711-ALPHA" not in text(refused)
    assert models.SecurityEntry.objects.filter(action="refused", actor="root").count() == 1
    monkeypatch.delenv("VALMONT_RECOVERY_CODE")
    assert karim.post(f"{address}/code").status_code == 503


def test_a_test_is_recorded_for_good_and_the_next_is_due_later(karim, places):
    address = f"/recovery/{places['recovery']}"
    assert "Jamais essayé" in text(karim.get("/recovery"))
    form = {"at": local(-2, 9), "result": "passed", "note": "Bascule en 2 h 10"}
    page = text(karim.post(f"{address}/test", form, follow=True))
    assert "Bascule en 2 h 10" in page
    assert karim.post(f"{address}/test", {**form, "at": local(2, 9)}).status_code == 409
    assert karim.post(f"{address}/test", {**form, "result": "great"}).status_code == 422
    assert karim.get("/recovery/99").status_code == 404
    with pytest.raises(Exception, match="append-only"):
        models.RecoveryTest.objects.update(note="tout allait bien")


@pytest.mark.parametrize(
    ("address", "most"), [("/authorisations", 6), ("/interventions", 9), ("/recovery", 7)]
)
def test_the_pages_cost_a_fixed_number_of_queries(karim, address, most, django_assert_max_num_queries):
    karim.get(address)
    with django_assert_max_num_queries(most):
        karim.get(address)


def test_the_feed_of_a_device_names_what_it_mutes(karim, places):
    page = text(karim.get(f"/interventions/{places['ours']}"))
    assert "Voie B" in page or "voie B" in page
    assert models.PlannedIntervention.objects.get(id=places["ours"]).value["plan"]["mutes"] == [FEED_B]
