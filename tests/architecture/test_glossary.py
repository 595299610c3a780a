"""docs/glossary.md has the words of the design and every verb in both languages, and names only what the code has."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, modules, parsed
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.typography import typeset


def _rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    ]


ROWS, DONE, SAID = map(_rows, (ROOT / "docs" / "glossary.md").read_text("utf-8").split("\n## "))
ITIL = [
    "event", "incident", "problem", "known error", "workaround", "SLA", "OLA", "underpinning contract",
    "configuration item", "service, application", "impact", "urgency", "priority", "functional escalation",
    "hierarchical escalation", "major incident", "intervention", "criticality",
]  # fmt: skip


@pytest.mark.parametrize("term", ITIL)
def test_the_word_is_there(term):
    assert any(term in row[0] for row in ROWS)


def test_every_row_is_whole():
    assert [row for row in ROWS + DONE + SAID if len(row) != 4 or not all(row)] == []


def test_every_name_is_in_the_code():
    named = {name for row in ROWS for name in re.findall(r"`(\w+)`", row[2])}
    assert named - _names() == set()


def test_no_word_is_explained_twice():
    for rows in (ROWS, DONE, SAID):
        words = [row[0] for row in rows]
        assert sorted(words) == sorted(set(words))


def test_what_a_person_may_do_is_named_as_in_its_table():
    named = [(one.label.en, one.label.fr, one.verb, f"`{one.command.__name__}`") for one in ACTIONS.values()]
    shown = [(row[0], typeset(row[1]), row[2], row[3].partition(":")[0]) for row in DONE]
    assert shown == named


def test_every_verb_of_a_timeline_is_explained():
    assert [row[2] for row in SAID] == [verb.value for verb in Verb]


def _names() -> set[str]:
    kinds = ast.ClassDef | ast.FunctionDef
    return {node.name for module in modules() for node in parsed(module).body if isinstance(node, kinds)}
