"""The board: what is wrong now, most urgent first, in a fixed number of queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import seed
from tocsin.flow import clock
from tocsin.store.models import Incident

QUERIES = 12  # session, account, version of the organisation, the five of the board, what nobody has taken, the roster,
# the major incidents


@pytest.fixture
def seeded(db):
    seed.everything()


def numbers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="row-(\d+)"', html)]


def test_most_urgent_first_and_only_what_is_open(seeded, reader):
    shown = numbers(reader.get("/").content.decode())
    assert shown[:2] == [42, 43]
    assert 52 not in shown, "resolved"
    assert 30 not in shown, "folded"


def test_each_figure_is_a_filter(seeded, reader):
    assert numbers(reader.get("/?show=redundancy").content.decode()) == [45]
    assert set(numbers(reader.get("/?show=unowned").content.decode())) == {45, 48, 49}
    assert numbers(reader.get("/?show=due").content.decode()) == [42]


def test_one_regions_view(seeded, reader):
    assert numbers(reader.get("/?region=es").content.decode()) == [50]


@pytest.mark.parametrize(
    "query", ["?region=nowhere", "?show=nothing", "?page=0", "?page=x", "?page=99999", "?page=99999999999"]
)
def test_an_address_that_makes_no_sense_is_no_error(seeded, reader, query):
    assert reader.get(f"/{query}").status_code == 200


def test_quiet_state(reader):
    assert "Aucun incident n’est ouvert" in reader.get("/").content.decode()


def test_silent_sources_and_coverage(seeded, reader):
    html = reader.get("/").content.decode()
    assert "Silencieuse" in html
    assert "Injoignable" in html
    assert "99,2" in html
    assert "43 messages à traduire" in html


def test_state_is_shown_in_words(seeded, reader):
    html = reader.get("/").content.decode()
    for word in ("Panne", "Dégradé", "Redondance perdue", "À l’hébergeur d’agir", "retard"):
        assert word in html


def test_english(seeded, reader):
    reader.cookies["django_language"] = "en"
    html = reader.get("/").content.decode()
    assert "10 open incidents" in html
    assert "Rack 05 without power" in html


def test_htmx_gets_only_the_part_that_lives(seeded, reader):
    html = reader.get("/", headers={"hx-request": "true"}).content.decode()
    assert html.lstrip().startswith('<div id="board"')


def test_queries_do_not_grow(seeded, reader):
    reader.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        reader.get("/?show=unowned")
    with CaptureQueriesContext(connection) as many:
        reader.get("/")
    assert len(few) == len(many) == QUERIES, [query["sql"] for query in many.captured_queries]


def test_the_policy_allows_no_inline_script(seeded, reader):
    response = reader.get("/")
    assert "'unsafe-inline'" not in response["content-security-policy"]
    assert "style=" not in response.content.decode()
    assert " onclick=" not in response.content.decode()


def test_a_providers_clock_that_runs_out_is_as_urgent_as_ours(seeded, reader):
    """A room without power stood below a lone server: only our own clock, of a day, was looked at."""
    first, other = Incident.objects.filter(id__in=(42, 48)).order_by("id")
    Incident.objects.filter(id__in=(42, 48)).update(
        priority="P1", ours_due_at=clock.now() + timedelta(days=1)
    )
    Incident.objects.filter(id=48).update(supplier_due_at=clock.now() + timedelta(minutes=2))
    Incident.objects.filter(id=42).update(supplier_due_at=None)
    html = reader.get("/").content.decode()
    assert html.index(f'id="row-{other.id}"') < html.index(f'id="row-{first.id}"')
