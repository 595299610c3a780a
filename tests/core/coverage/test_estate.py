"""A thousand applications share chains and promises: each judgement is the one that it would have alone."""

from datetime import timedelta

import pytest

from bench.coverage import START, checked, diverse, estate
from tocsin.core.coverage import gap
from tocsin.core.coverage.decide import Check
from tocsin.core.impact.graph import Graph


def test_each_application_of_an_estate_is_judged_as_if_it_were_alone():
    organisation = estate(count=12)
    together = checked(organisation)
    graph = Graph.compile(organisation.items, organisation.requirements)
    for key in ("bench-0000", "bench-0011", "crm"):
        assert Check(organisation, graph, START).application(key) == together[key]


def test_applications_that_share_promises_and_structure_are_compared_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[object] = []
    late = gap.late

    def noted(*about: object) -> object:
        compared.append(about[:2])
        return late(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(gap, "late", noted)
    for count in (100, 150):  # of 100 sorts
        organisation = estate(count=count)
        graph = Graph.compile(organisation.items, organisation.requirements)
        list(Check(organisation, graph, START, START + timedelta(days=14)).applications())
        compared.append(None)
    first = compared.index(None)
    assert len(compared) == 2 * (first + 1)


def test_commitments_of_ours_that_say_the_same_are_compared_as_one():
    organisation = diverse(count=4)
    graph = Graph.compile(organisation.items, organisation.requirements)
    together = checked(organisation)
    for key in ("own-0000", "own-0003"):
        assert Check(organisation, graph, START).application(key) == together[key]
        assert key in together[key].ours
