"""A thousand applications share chains and promises: each judgement is the one that it would have alone."""

from bench.coverage import START, checked, estate
from tocsin.core.coverage.decide import Check
from tocsin.core.impact.graph import Graph


def test_each_application_of_an_estate_is_judged_as_if_it_were_alone():
    organisation = estate(count=12)
    together = checked(organisation)
    graph = Graph.compile(organisation.items, organisation.requirements)
    for key in ("bench-0000", "bench-0011", "crm"):
        assert Check(organisation, graph, START).application(key) == together[key]
