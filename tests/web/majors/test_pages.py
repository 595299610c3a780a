"""The pages of the major incidents: declared on an incident's page, every form, refusals in place."""

import pytest

from tests.web.filling import fill
from tocsin.flow import clock
from tocsin.store import majors, models, problems


@pytest.fixture
def karim(client, account):
    fill()
    client.force_login(account("manager", person="karim.haddad"))
    client.cookies["django_language"] = "en"
    with clock.moved(clock.now()):
        yield client


@pytest.fixture
def incident(karim):
    return models.Incident.objects.filter(state="new").order_by("id").first().id


@pytest.fixture
def major(karim, incident):
    page = karim.get(f"/incidents/{incident}").content.decode()
    assert 'action="/majors/declare"' in page
    form = {"incident": f"INC-{incident}", "note": "Everything is down", "person": "karim.haddad"}
    return karim.post("/majors/declare", form)["location"]


FORMS = [
    ("update", {"audience": "internal", "phase": "identified", "fr": "Baie sans courant"}),
    ("update", {"audience": "public", "phase": "watching", "fr": "Retour en cours", "en": "Coming back"}),
    ("comment", {"note": "Seen"}),
    ("offer", {"person": "marion.delcourt", "note": "I must leave"}),
    ("name", {"person": "bruno.castaing", "note": "told by phone"}),
    ("name", {"person": "karim.haddad", "note": "back again"}),
    ("stand-down", {"note": "All is well"}),
    ("declare-again", {"note": "It is not"}),
]


def test_every_form_does_what_it_says_and_the_page_shows_it(karim, major, incident):
    for verb, form in FORMS:
        answer = karim.post(f"{major}/{verb}", form, follow=True)
        assert answer.status_code == 200, (verb, answer.content.decode())
        assert "Done." in answer.content.decode(), verb
    page = karim.get(major).content.decode()
    for text in (
        "Everything is down",
        "Baie sans courant",
        "Coming back",
        "Bruno Castaing",
        f"INC-{incident}",
    ):
        assert text in page, text
    assert "Everything is down" in karim.get("/majors").content.decode()
    assert 'href="/majors/' in karim.get(f"/incidents/{incident}").content.decode()


REVIEWED = [
    ("stand-down", {"note": "All is well"}),
    ("draft-review", {"language": "en"}),
    ("edit-review", {"section": "helped", "text": "The plan"}),
    ("add-action", {"note": "A second cord", "person": "marion.delcourt", "day": "2099-01-01"}),
    ("open-problem", {}),
    ("add-action", {"note": "A third cord", "person": "marion.delcourt", "day": "2099-01-01"}),
    ("hold-review", {}),
]


def test_the_review_is_drafted_edited_handed_to_a_problem_held_and_printed(karim, major, incident):
    for verb, form in REVIEWED:
        answer = karim.post(f"{major}/{verb}", form, follow=True)
        assert "Done." in answer.content.decode(), (verb, answer.content.decode())
    page = karim.get(major).content.decode()
    for text in ("Course of events", "The plan", "A second cord", "PRB-", "Reviewed"):
        assert text in page, text
    (problem,) = problems.about(incident, ())
    assert [action.text for action in problem.actions] == ["A second cord", "A third cord"]
    pdf = karim.get(f"{major}/review.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_there_is_no_pdf_of_a_review_that_is_not_drafted(karim, major):
    assert karim.get(f"{major}/review.pdf").status_code == 409


def test_a_refusal_stands_in_place_with_what_was_typed(karim, major):
    form = {
        "audience": "public",
        "phase": "watching",
        "fr": "srv-crm-01 redémarre",
        "en": "srv-crm-01 restarts",
    }
    answer = karim.post(f"{major}/update", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "srv-crm-01 redémarre" in page
    assert "not to be published" in page
    assert majors.current()[0].updates == ()


def test_the_board_shows_it_with_its_commander_and_what_is_overdue(karim, major):
    board = karim.get("/").content.decode()
    assert "Everything is down" in board
    assert "Karim Haddad commands" in board
    assert "an update is overdue" not in board
    clock.fast_forward(minutes=21)
    assert "an update is overdue" in karim.get("/").content.decode()


def test_other_incidents_are_linked_and_unlinked_with_a_reason(karim, major, incident):
    other = models.Incident.objects.filter(state="new").exclude(id=incident).order_by("id").first().id
    karim.post(f"{major}/link", {"incident": f"INC-{other}"})
    assert set(majors.current()[0].incidents) == {incident, other}
    assert (
        karim.post(f"{major}/unlink", {"incident": f"INC-{other}", "note": "another cause"}).status_code
        == 302
    )
    assert majors.current()[0].incidents == (incident,)


def test_what_is_none_is_not_found(karim, major):
    assert karim.get("/majors/99").status_code == 404
    assert karim.post(f"{major}/explode").status_code == 404
    assert karim.post("/majors/declare", {"incident": "x"}).status_code == 409
