"""A person's work: its lists, what is done to several incidents at once and what is said of each, and where one lands."""

import re

import pytest
from django.test import Client

from tests.web import seed
from tests.web.browsing import browser_of
from tocsin.store.models import Incident, TimelineEntry

QUERIES = 5  # session, account, version of the organisation, the incidents, the session's end


@pytest.fixture
def seeded(db):
    seed.everything()


def numbers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="row-(\d+)"', html)]


def shown(browser: Client, name: str = "") -> list[int]:
    return numbers(browser.get(f"/work?list={name}" if name else "/work").content.decode())


def test_each_list_has_its_incidents_and_its_figure(seeded, django_assert_max_num_queries):
    karim = browser_of("karim")
    karim.get("/work")  # the organisation is kept from now on
    with django_assert_max_num_queries(QUERIES):
        page = karim.get("/work")
    figures = {name: figure for name, _, figure, _ in page.context["lists"]}
    assert numbers(page.content.decode()) == [42]
    for name, figure in figures.items():
        assert len(shown(karim, name)) == figure, name
    assert 45 in shown(karim, "team")
    assert 46 in shown(karim, "waiting")
    assert 42 in shown(karim, "risk")
    assert 48 not in shown(karim, "team"), "the network's"


def test_what_runs_out_first_comes_first(seeded):
    page = browser_of("karim").get("/work?list=team")
    ends = [row.task.first.at for row in page.context["rows"] if row.task.first]
    assert len(ends) > 1
    assert ends == sorted(ends)


def test_whoever_has_work_lands_there_and_others_on_the_board(seeded):
    for username, address in (("karim", "/work"), ("mehdi", "/work"), ("helene", "/")):
        answer = Client().post("/login", {"username": username, "password": "tocsin-demo"})
        assert answer["location"] == address, username


def test_of_several_each_is_told_whether_it_was_done_and_why_not(seeded):
    """One is free, one is mine already, one is another region's, one was changed since I looked."""
    karim = browser_of("karim")
    mine = f"42:{Incident.objects.get(id=42).value['revision']}"
    chosen = ["45:0", mine, "50:1", "46:99"]
    answer = karim.post("/work/together", {"verb": "take", "incident": chosen, "list": "team"}, follow=True)
    outcomes = {outcome.incident: outcome.refused for outcome in answer.context["outcomes"]}
    assert outcomes[45] == ""
    assert "déjà à vous" in outcomes[42]
    assert "région" in outcomes[50]
    assert outcomes[46]
    assert Incident.objects.get(id=45).owner == "karim.haddad"
    assert Incident.objects.get(id=46).owner == "nadia.ouali"
    html = answer.content.decode()
    assert "1 fait" in html
    assert "3 non faits" in html
    assert "outcomes" not in karim.get("/work").content.decode(), "shown once"


def test_the_same_comment_on_two(seeded):
    karim = browser_of("karim")
    karim.post("/work/together", {"verb": "comment", "comment-note": "Vu.", "incident": ["42:3", "45:0"]})
    noted = TimelineEntry.objects.filter(verb="commented", value__data__note="Vu.")
    assert set(noted.values_list("subject_id", flat=True)) == {42, 45}


def test_handed_over_and_acknowledged_together(seeded):
    karim = browser_of("karim")
    revision = Incident.objects.get(id=42).value["revision"]
    until = karim.get("/work").context["instants"][0][0]
    form = {"verb": "on-it", "on-it-until": until, "incident": [f"42:{revision}"]}
    answer = karim.post("/work/together", form, follow=True)
    assert answer.context["done_count"] == 1
    revision = Incident.objects.get(id=42).value["revision"]
    form = {"verb": "hand-over", "hand-over-to": "fatou.diallo", "incident": [f"42:{revision}", "44:1"]}
    answer = karim.post("/work/together", form, follow=True)
    refused = {outcome.incident: bool(outcome.refused) for outcome in answer.context["outcomes"]}
    assert refused == {42: False, 44: True}, "44 is somebody else's to hand over"


MISTAKES = [
    ({"verb": "take"}, 422),
    ({"verb": "comment", "comment-note": "", "incident": "42:1"}, 422),
    ({"verb": "hand-over", "hand-over-to": "nobody.here", "incident": "42:1"}, 422),
    ({"verb": "take", "incident": [f"{number}:0" for number in range(1, 300)]}, 422),
    ({"verb": "take", "incident": "x"}, 422),
    ({"verb": "take", "incident": ":"}, 422),
    ({"verb": "take", "incident": "²:1"}, 422),
    ({"verb": "resolve", "incident": "42:1"}, 404),
    ({"verb": "", "incident": "42:1"}, 404),
    ({"verb": "comment", "comment-note": "x" * 4001, "incident": "42:1"}, 422),
]


def test_a_mistake_is_explained_and_nothing_is_done(seeded):
    before, karim = TimelineEntry.objects.count(), browser_of("karim")
    for form, status in MISTAKES:
        assert karim.post("/work/together", form).status_code == status, form
    assert TimelineEntry.objects.count() == before


def test_an_incident_that_is_gone_is_refused_like_any_other(seeded):
    answer = browser_of("karim").post("/work/together", {"verb": "take", "incident": "999999:0"}, follow=True)
    assert answer.context["refused_count"] == 1


def test_a_reader_sees_no_form_and_an_account_without_a_person_is_told(seeded, account):
    assert "together" not in browser_of("helene").get("/work").content.decode()
    account("technician", username="unbound")
    page = browser_of("unbound").get("/work").content.decode()
    assert "n’est lié à aucune personne" in page


def test_what_an_account_without_a_person_has_taken_is_its_own(seeded, account):
    account("technician", username="unbound")
    unbound = browser_of("unbound")
    unbound.post("/work/together", {"verb": "take", "incident": "45:0"})
    assert Incident.objects.get(id=45).owner == "@unbound"
    assert shown(unbound, "mine") == [45]


def test_over_the_api(seeded):
    karim = browser_of("karim")
    tasks = karim.get("/api/v1/work").json()
    mine = next(task for task in tasks if task["id"] == 42)
    assert "mine" in mine["lists"]
    assert mine["first"] in ("work.ours", "work.supplier", "work.acknowledgement")
    body = {"incidents": [{"incident": 42, "seen": mine["revision"]}, {"incident": 45}]}
    answer = karim.post("/api/v1/work/take", body, content_type="application/json").json()
    assert [done["refused"] for done in answer] == ["incident.refused.already_yours", ""]
    wrong = karim.post("/api/v1/work/explode", body, content_type="application/json")
    assert wrong.status_code == 422
