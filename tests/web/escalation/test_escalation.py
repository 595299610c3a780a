"""The process as it is in force, drawn and in words; its handbook; and what would happen on a given night."""

import pytest

from tests.web.filling import fill
from tocsin.core.escalation.process import LANES, stages
from tocsin.core.kernel.scales import Priority
from tocsin.flow.organisation import snapshot


@pytest.mark.parametrize("priority", Priority)
def test_the_picture_and_the_list_say_the_same_as_the_policies(reader, priority):
    fill()
    answer = reader.get(f"/escalation?priority={priority.value}")
    assert [policy.key for policy in answer.context["policies"]] == ["regional", "group"]
    for policy, shown in zip(snapshot().escalation, answer.context["policies"], strict=True):
        assert len(shown.stages) == len(stages(policy, snapshot(), priority))
        html = answer.content.decode()
        assert all(html.count(stage.who) >= 1 and html.count(stage.when) >= 2 for stage in shown.stages)


def test_the_lanes_are_those_of_the_client_and_all_are_used(db):
    fill()
    regional = next(policy for policy in snapshot().escalation if policy.key == "regional")
    assert {stage.lane for stage in stages(regional, snapshot(), Priority.P1)} == set(LANES)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_handbook_is_a_pdf_in_both_languages(reader, language):
    fill()
    reader.cookies["django_language"] = language
    answer = reader.get("/escalation/handbook.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_what_if_says_whom_and_when_and_writes_nothing(reader):
    fill()
    answer = reader.get("/escalation/what-if", {"item": "par1.s1", "at": "2026-12-31T23:30"})
    html = answer.content.decode()
    assert "suivi-hebergeur" in html or "Suivi hébergeur" in html
    assert answer.context["course"]["mails"][0][0].at.isoformat().startswith("2026-12-31T22:30")


@pytest.mark.parametrize("item", ["no such thing", "Baie 01", "x" * 500])
def test_what_is_no_item_for_certain_is_answered_with_what_it_may_mean(reader, item):
    fill()
    answer = reader.get("/escalation/what-if", {"item": item, "at": "nonsense"})
    assert answer.status_code == 200
    assert "course" not in answer.context
