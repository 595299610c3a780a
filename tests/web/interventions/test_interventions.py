"""The interventions' pages: those under way first, what each explains, and its timeline with every reason."""

import pytest

from tests.web.filling import fill


def test_those_under_way_come_first(reader):
    fill()
    answer = reader.get("/interventions")
    shown = [(works.subject.number, str(state.text)) for works, state, *_ in answer.context["interventions"]]
    assert shown == [("WRK-1", "En cours"), ("WRK-2", "Terminée")]


def test_an_intervention_shows_what_it_is_on_and_why_it_muted_what(reader):
    fill()
    page = reader.get("/interventions/1").content.decode()
    for words in (
        "WRK-1",
        "Onduleur B",
        "Alertes mises en sourdine, expliquées par l’intervention",
        "Intervention W1",
        "3",
    ):
        assert words in page, words


def test_an_unusable_time_is_reported_as_such(reader):
    assert "Aucune intervention" in reader.get("/interventions").content.decode()
    assert reader.get("/interventions/77").status_code == 404


@pytest.mark.parametrize(("address", "most"), [("/interventions", 9), ("/interventions/1", 8)])
def test_the_pages_cost_a_fixed_number_of_queries(reader, address, most, django_assert_max_num_queries):
    fill()
    reader.get(address)
    with django_assert_max_num_queries(most):
        reader.get(address)
