"""Who follows an incident's decision from the pipeline to its rows goes from room to room, and back to none that he left."""

import ast
from functools import cache

import pytest

from tests.architecture.source import SOURCE, modules, parsed

# Each room, and who may enter it: whoever begins a decision, or the room before it.
BEGINNING = {
    "tocsin.flow.pipeline",
    "tocsin.flow.duties.windows",
    "tocsin.flow.incidents.correcting",
}
BY_HAND = "tocsin.flow.incidents.regrouping"
REHEARSAL = "tocsin.core.rehearsal.play"  # what-if: the same decisions, and nothing is written
ROOMS = {
    "tocsin.core.correlation.decide.decide": {"tocsin.flow.pipeline", REHEARSAL},
    "tocsin.core.correlation.decide.tick": {"tocsin.flow.duties.windows"},
    "tocsin.core.correlation.decide.correct": {"tocsin.flow.incidents.correcting"},
    "tocsin.core.correlation.decide.restore": {"tocsin.flow.incidents.correcting"},
    "tocsin.core.correlation.regrouping": {BY_HAND},
    "tocsin.core.lifecycle.decide.decide": {*BEGINNING, BY_HAND, REHEARSAL},
    "tocsin.core.lifecycle.acted.effects_of": {
        "tocsin.flow.duties.closing",
        "tocsin.flow.duties.deadlines",
        "tocsin.flow.exchange.bonds",
        "tocsin.flow.incidents.commands",
        "tocsin.flow.incidents.correcting",
        "tocsin.flow.sites.watching",
    },
    "tocsin.flow.apply.apply": {
        *BEGINNING,
        BY_HAND,
        "tocsin.flow.duties.closing",
        "tocsin.flow.duties.deadlines",
        "tocsin.flow.exchange.bonds",
        "tocsin.flow.incidents.commands",
        "tocsin.flow.majors.records",
        "tocsin.flow.majors.watching",
        "tocsin.flow.problems.offering",
        "tocsin.flow.problems.records",
        "tocsin.flow.sites.answers",
        "tocsin.flow.sites.authorisations",
        "tocsin.flow.sites.interventions",
        "tocsin.flow.sites.recovery",
        "tocsin.flow.sites.watching",
        "tocsin.flow.userreports.judging",
        "tocsin.flow.userreports.records",
        "tocsin.flow.userreports.watching",
    },
    "tocsin.flow.incidents.keeping.keep": {"tocsin.flow.apply"},
    "tocsin.flow.notices.queueing": {"tocsin.flow.apply"},
}
WRITERS = [
    "flow/incidents/keeping.py",
    "flow/journey/standing.py",
    "flow/journey/history.py",
    "flow/notices/queueing.py",
]
LEFT_BEHIND = (
    "tocsin.flow.pipeline",
    "tocsin.flow.apply",
    "tocsin.core.lifecycle",
    "tocsin.core.correlation.decide",
)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_entered_from_the_one_before_it(room):
    entering = {_name(module) for module in modules() if room in _imported(module)}
    assert entering == ROOMS[room]


@pytest.mark.parametrize("writer", WRITERS)
def test_who_writes_goes_back_to_nothing_that_decides(writer):
    assert [name for name in _imported(SOURCE / writer) if name.startswith(LEFT_BEHIND)] == []


def test_the_lifecycle_is_pure():
    ours = {name for module in (SOURCE / "core" / "lifecycle").glob("*.py") for name in _imported(module)}
    assert [name for name in ours if name.startswith("tocsin.") and not name.startswith("tocsin.core.")] == []


def _name(module):
    return ".".join(("tocsin", *module.relative_to(SOURCE).with_suffix("").parts))


@cache
def _imported(module):
    """Modules and what is taken of them, by their full names."""
    return {
        name
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.ImportFrom) and node.module
        for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
    } | {
        alias.name
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
