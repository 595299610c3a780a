"""The pages of the problems: by hand from incidents, every form of the record, refusals in place."""

from datetime import timedelta

import pytest

from tests.web.filling import fill
from tocsin.core.problem.record import AddAction
from tocsin.flow import clock
from tocsin.flow.problems import records
from tocsin.store import models


@pytest.fixture
def technician(client, account):
    fill()
    client.force_login(account("technician", person="karim.haddad"))
    return client


@pytest.fixture
def problem(technician):
    incident = models.Incident.objects.order_by("id").first().id
    form = {"title": "CRM muet", "incidents": f"inc-{incident}"}
    return technician.post("/problems/new", form)["location"]


FORMS = [
    ("take", {}),
    ("assign", {"person": "damien.roussel"}),
    ("suppose", {"note": "Pilote"}),
    ("add-cause", {"note": "Pilote trop vieux", "of": "0", "root": "1"}),
    ("work-around", {"note": "Redémarrer"}),
    ("declare-known-error", {}),
    ("add-action", {"note": "Mettre à jour", "person": "karim.haddad", "day": "2099-01-01"}),
    ("postpone-action", {"action": "1", "day": "2099-02-01"}),
    ("finish-action", {"action": "1"}),
    ("plan-change", {"note": "Nouveau pilote", "supplier": "valmont", "reference": "WRK-9", "day": ""}),
    ("comment", {"note": "Vu"}),
    ("resolve", {"note": "Fait", "days": "30"}),
    ("reopen", {"note": "Non"}),
    ("strike-cause", {"cause": "1"}),
    ("retitle", {"note": "CRM lent"}),
    ("close", {"note": "Fini", "void": "1"}),
]


def test_every_form_of_the_record_does_what_it_says_and_the_page_shows_it(technician, problem):
    for verb, form in FORMS:
        answer = technician.post(f"{problem}/{verb}", form, follow=True)
        assert answer.status_code == 200, verb
        assert "C’est fait." in answer.content.decode(), verb
        if verb == "resolve":
            assert "S’il ne revient pas, il sera clos le" in answer.content.decode()
    known = answer.context["known"]
    assert (known.title, known.void, known.causes, known.reopened) == ("CRM lent", True, (), 1)
    page = technician.get("/problems").content.decode()
    assert "CRM lent" in page


def test_a_refusal_stands_on_the_page_and_nothing_is_lost(technician, problem):
    for verb, form, why in (
        ("declare-known-error", {}, "une cause et un contournement"),
        ("add-action", {"note": "x", "person": "karim.haddad", "day": "demain"}, "n’est pas un jour"),
        ("finish-action", {"action": "x"}, "n’est pas un numéro"),
        ("suppose", {"note": "  "}, "Écrivez"),
        ("take", {"seen": "99"}, "modifié entre-temps"),
        ("link", {"incidents": "WRK-3"}, "n’est pas un incident"),
    ):
        answer = technician.post(f"{problem}/{verb}", form)
        assert answer.status_code in (404, 409, 422), verb
        assert why in answer.content.decode(), verb
    assert technician.post(f"{problem}/explode").status_code == 404
    assert technician.post("/problems/999999/take").status_code == 404
    answer = technician.post("/problems/new", {"title": "x", "incidents": "INC-999999"})
    assert (answer.status_code, 'value="INC-999999"' in answer.content.decode()) == (404, True)


def test_an_incident_is_linked_from_its_own_page_and_unlinked_from_the_problems(technician, problem):
    other = models.Incident.objects.order_by("id").last().id
    number = problem.rpartition("/")[2]
    answer = technician.post("/problems/link", {"incident": other, "problem": number})
    assert answer["location"] == f"/incidents/{other}"
    assert other in records.load(int(number)).incidents
    technician.post(f"{problem}/unlink", {"incident": other})
    assert other not in records.load(int(number)).incidents


def test_an_overdue_action_is_seen_in_the_list(technician, problem):
    with clock.moved(clock.now() - timedelta(days=3)):
        known = records.load(int(problem.rpartition("/")[2]))
        late = AddAction(text="Voir", owner="karim.haddad", due=clock.now().date())
        records.carry_out(known, late, "karim.haddad")
    assert "1 action en retard" in technician.get("/problems").content.decode()


def test_a_reader_sees_and_is_offered_nothing(reader, account):
    fill()
    assert reader.get("/problems/new")["location"] == "/problems"
    assert "Ouvrir un problème" not in reader.get("/problems").content.decode()


def test_the_pages_cost_a_fixed_number_of_queries(technician, problem, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        technician.get("/problems")
    with django_assert_max_num_queries(16):
        technician.get(problem)
