"""The coverage check on a thousand applications, in seconds (``python -m bench.coverage``)."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tocsin.connectors.files import read_directory
from tocsin.core.coverage.decide import Check
from tocsin.core.coverage.values import Coverage
from tocsin.core.impact.graph import Graph
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.organisation import Organisation

START = datetime(2026, 11, 28, tzinfo=UTC)
COMPANY = Path("examples/cachemire")
APPLICATIONS = 1_000


def estate(count: int = APPLICATIONS) -> Organisation:
    """The example company with so many applications more: each needs what two of the example's do, at any criticality."""
    objects, _ = read_directory(COMPANY)
    like = [known for known in objects if known.section == Section.APPLICATION]
    return Organisation.of([*objects, *_more(like, count)])


def _more(like: list[Object], count: int) -> Iterator[Object]:
    levels = list(Criticality)
    for number in range(count):
        first, other = like[number % len(like)], like[number * 7 % len(like)]
        needs = [*first.spec.get("needs", ()), *other.spec.get("needs", ())]
        level = levels[number // len(like) % len(levels)].value
        spec = {"name": f"Application {number}", "criticality": level, "needs": needs}
        yield Object(section=Section.APPLICATION, key=f"bench-{number:04}", spec=spec)


def checked(organisation: Organisation) -> dict[str, Coverage]:
    """The judgement on each application."""
    graph = Graph.compile(organisation.items, organisation.requirements)
    return {found.application: found for found in Check(organisation, graph, START).applications()}


def main() -> None:
    """Check them all, and print what it cost."""
    organisation = estate()
    began = time.perf_counter()
    found = checked(organisation)
    seconds = time.perf_counter() - began
    at_risk = sum(1 for coverage in found.values() if coverage.at_risk_s)
    print(f"{len(found)} applications in {seconds:.1f} s; {at_risk} at risk")


if __name__ == "__main__":
    main()
