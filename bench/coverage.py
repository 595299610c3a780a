"""What the coverage check of a thousand applications costs (``python -m bench.coverage``)."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
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
CALENDARS = ("24x7", "fr", "es", "it", "de")


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


def diverse(count: int = APPLICATIONS) -> Organisation:
    """As many applications, each with machines and a commitment of its own: as little in common as there can be."""
    objects, _ = read_directory(COMPANY)
    servers = [
        known.key for known in objects if known.section == Section.ITEM and known.key.startswith("srv-")
    ]
    return Organisation.of([*objects, *_diverse(servers, count)])


def _diverse(servers: list[str], count: int) -> Iterator[Object]:
    for number in range(count):
        key = f"own-{number:04}"
        some = [servers[number * step % len(servers)] for step in (1, 3, 7, 11, 13)]
        needs = [{"all": some[:2]}, {"at_least": 2, "of": some[2:]}]
        spec: dict[str, object] = {"name": f"Application {number}", "criticality": "critical", "needs": needs}
        yield Object(section=Section.APPLICATION, key=key, spec=spec)
        promise: dict[str, object] = {
            "name": key,
            "party": "ours",
            "applications": [key],
            "calendar": CALENDARS[number % 5],
        }
        promise["target_s"] = (4 + number % 60) * 3600
        yield Object(section=Section.COMMITMENT, key=key, spec=promise)


def checked(organisation: Organisation) -> dict[str, Coverage]:
    """The judgement on each application."""
    graph = Graph.compile(organisation.items, organisation.requirements)
    return {found.application: found for found in Check(organisation, graph, START).applications()}


def main() -> None:
    """Check both estates, and print what it cost: CPU seconds, and how many checks of one application alone that is."""
    for name, organisation in (("alike", estate()), ("diverse", diverse())):
        alone = min(_cpu(partial(_checked_alone, organisation)) for _ in range(3))
        whole = _cpu(partial(checked, organisation))
        count = len(organisation.applications)
        print(f"{name}: {count} applications in {whole:.2f} s of CPU, as {whole / alone:.0f} alone")


def _checked_alone(organisation: Organisation) -> Coverage:
    graph = Graph.compile(organisation.items, organisation.requirements)
    return Check(organisation, graph, START).application("crm")


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
