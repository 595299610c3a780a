"""The commitments' page: what cannot be kept comes first, in sentences and drawn."""

from datetime import UTC, datetime, time

from tests.web.filling import fill
from tocsin.core.coverage.values import Weekly, Worst
from tocsin.web.commitments.drawing import WEEK, deadlines, spans


def test_what_cannot_be_kept_comes_first_with_its_windows_and_the_clause_that_is_missing(reader):
    fill()
    answer = reader.get("/commitments")
    first, *_, last = answer.context["groups"]
    assert {application.name for application in first.applications} == {"CRM", "ERP"}
    assert "vendredi 15:45" in first.reasons[0]
    assert "23 h 45 min au plus, jour et nuit" in first.reasons[-1]
    assert str(last.verdict.text) == "Tenu"


def test_a_window_over_sunday_midnight_is_drawn_at_both_ends_of_the_week():
    window = Weekly(weekday=6, start=time(12), end_weekday=0, end=time(12), times=50)
    assert [(float(span.x), float(span.width)) for span in spans([window])] == [(0, 50), (650, WEEK - 650)]


def test_a_guarantee_without_end_runs_to_the_edge():
    start = datetime(2027, 1, 1, tzinfo=UTC)
    drawn = deadlines(Worst(start=start, promised_at=datetime(2027, 1, 2, tzinfo=UTC)))
    assert (drawn.guaranteed_s, drawn.guaranteed) == (None, "100")


def test_the_page_costs_a_fixed_number_of_queries(reader, django_assert_max_num_queries):
    fill()
    reader.get("/commitments")
    with django_assert_max_num_queries(9):
        reader.get("/commitments")
