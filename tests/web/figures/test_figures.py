"""The teams' work: each figure opens exactly its incidents, for every role; and of people only what may be seen."""

import re

import pytest

from tests.web import seed
from tests.web.browsing import browser_of
from tocsin.core.figures.measures import SPANNING
from tocsin.flow import figures as flow
from tocsin.store.models import Incident

ROLES = ("helene", "karim", "mehdi", "claire", "bruno")


@pytest.fixture
def seeded(db):
    seed.everything()


def test_each_figure_opens_exactly_its_incidents(seeded):
    """For every role; every team and region for one of them, since all see the same."""
    for username in ROLES:
        browser = browser_of(username)
        page = browser.get("/figures").context
        others = (*page["teams"], *page["by_region"]) if username == "helene" else ()
        for scope in (page["whole"], *others):
            for count in scope.counts.values():
                figure = browser.get(count.address).context["figure"]
                assert figure.value == count.value, (username, scope.name, count.name)
                if count.name != "handed_over":
                    assert len(figure.incidents) == count.value


def test_the_same_figures_as_on_the_board(seeded):
    karim = browser_of("karim")
    board, page = karim.get("/").context, karim.get("/figures").context
    assert page["whole"].counts["open"].value == board["counts"]["all"]
    assert page["whole"].counts["unowned"].value == board["counts"]["unowned"]


def test_the_span_before_stands_beside_it_and_opens_its_own_incidents(seeded):
    karim = browser_of("karim")
    page = karim.get("/figures?days=7").context
    earlier = flow.work(7).before
    assert [row.now.name for row in page["compared"]] == list(SPANNING)
    for row in page["compared"]:
        behind = karim.get(row.before_address).context
        assert behind["figure"] == row.before
        assert behind["before"]
        if row.change:
            assert int(row.change.replace("\u2212", "-")) == row.now.value - row.before.value
    opened = next(row for row in page["compared"] if row.now.name == "opened")
    stored = Incident.objects.filter(
        folded_into=None, opened_at__gte=earlier.start, opened_at__lt=earlier.end
    )
    assert set(opened.before.incidents) == set(stored.values_list("id", flat=True))


def test_page_api_and_command_say_the_same(seeded):
    karim = browser_of("karim")
    over_api = {figure["name"]: figure["value"] for figure in karim.get("/api/v1/figures").json()}
    page = karim.get("/figures").context["whole"].counts
    assert {name: count.value for name, count in page.items()} == {name: over_api[name] for name in page}


def test_too_few_to_speak_of_a_median(seeded):
    html = browser_of("karim").get("/figures?region=es").content.decode()
    assert "trop peu pour le dire" in html


SEEN = [
    ("karim", "karim.haddad", "to_acknowledge", 200),
    ("karim", "fatou.diallo", "open", 200),
    ("karim", "fatou.diallo", "to_acknowledge", 403),
    ("karim", "fatou.diallo", "handed_over", 403),
    ("karim", "mehdi.zerrouki", "open", 403),
    ("mehdi", "karim.haddad", "open", 403),
    ("helene", "karim.haddad", "open", 403),
    ("claire", "mehdi.zerrouki", "open", 200),
    ("claire", "mehdi.zerrouki", "to_restore", 403),
    ("claire", "karim.haddad", "open", 403),
    ("bruno", "mehdi.zerrouki", "open", 200),
    ("bruno", "mehdi.zerrouki", "age_older", 403),
    ("bruno", "nobody.here", "open", 403),
]


def test_what_a_person_sees_of_others(seeded):
    for username, person, figure, status in SEEN:
        browser = browser_of(username)
        case = (username, person, figure)
        assert browser.get(f"/figures/{figure}?person={person}").status_code == status, case
        over_api = browser.get(f"/api/v1/figures?person={person}")
        shown = {found["name"] for found in over_api.json()} if over_api.status_code == 200 else set()
        assert (figure in shown) is (status == 200), case


def test_whose_load_stands_on_the_page(seeded):
    teams = {
        username: [team for team, _ in browser_of(username).get("/figures").context["loads"]]
        for username in ROLES
    }
    assert teams["helene"] == []
    assert teams["karim"] == ["Systèmes groupe"]
    assert len(teams["bruno"]) > 3
    assert "Systèmes groupe" not in teams["claire"]


def test_an_address_that_makes_no_sense_is_no_error(seeded):
    browser = browser_of("karim")
    for query in ("days=1", "days=x", "region=nowhere", "team=nowhere", "region="):
        assert browser.get(f"/figures?{query}").status_code == 200, query
        assert browser.get(f"/figures/open?{query}").status_code == 200, query
    assert browser.get("/figures/nothing").status_code == 404


def test_in_a_fixed_number_of_queries(seeded, django_assert_max_num_queries):
    karim = browser_of("karim")
    karim.get("/figures")
    with django_assert_max_num_queries(4):
        karim.get("/figures")


def test_symptoms_are_their_causes(seeded):
    folded = set(Incident.objects.filter(folded_into__isnull=False).values_list("id", flat=True))
    assert folded
    assert not folded & {fact.incident for fact in flow.work(90).facts}


def test_an_acknowledgement_is_counted_from_the_timeline(seeded):
    fact = next(fact for fact in flow.work(30).facts if fact.incident == 42)
    assert fact.acknowledged_at is not None
    assert round((fact.acknowledged_at - fact.opened_at).total_seconds() / 60) == 4


def test_the_list_behind_a_time_names_no_owner(seeded):
    bruno = browser_of("bruno")
    assert "Karim Haddad" in bruno.get("/figures/open").content.decode()
    behind = bruno.get("/figures/to_acknowledge").content.decode()
    assert "INC-42" in behind
    assert "Karim Haddad" not in behind


def test_every_picture_has_its_figures_as_text(seeded):
    html = browser_of("karim").get("/figures").content.decode()
    assert html.count('<svg class="strip"') == 2
    assert not re.search(r"<svg(?![^>]*aria-hidden)", html)
