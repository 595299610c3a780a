"""docs/glossary.md has the words of the design and every verb in both languages, and names only what the code has."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, SOURCE, modules, parsed
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.typography import typeset


def _rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    ]


ROWS, DONE, ENTRIES, VERBS = map(_rows, (ROOT / "docs" / "glossary.md").read_text("utf-8").split("\n## "))
ITIL = [
    "event", "incident", "problem", "known error", "workaround", "SLA", "OLA", "underpinning contract",
    "configuration item", "service, application", "impact", "urgency", "priority", "functional escalation",
    "hierarchical escalation", "major incident", "intervention", "criticality",
]  # fmt: skip
ABSTRACT = {"PersonCommand", "Fact", "Regrouping"}


@pytest.mark.parametrize("term", ITIL)
def test_the_word_is_there(term):
    assert any(term in row[0] for row in ROWS)


def test_every_row_is_whole():
    assert [row for row in ROWS + DONE + ENTRIES + VERBS if len(row) != 4 or not all(row)] == []


def test_every_name_is_in_the_code():
    named = {name for row in ROWS + VERBS for name in re.findall(r"`(\w+)`", row[2])}
    assert named - _names() == set()


def test_no_word_is_explained_twice():
    for rows in (ROWS, DONE, ENTRIES):
        words = [row[0] for row in rows]
        assert sorted(words) == sorted(set(words))


def test_what_a_person_may_do_is_named_as_in_its_table():
    named = [
        (action.label.en, action.label.fr, action.verb, f"`{action.command.__name__}`")
        for action in ACTIONS.values()
    ]
    shown = [(row[0], typeset(row[1]), row[2], row[3].partition(":")[0]) for row in DONE]
    assert shown == named


def test_every_verb_of_a_timeline_is_explained():
    assert [row[2] for row in ENTRIES] == [verb.value for verb in Verb]


def test_a_verb_has_one_sense_in_both_languages():
    for words in zip(*(row[:2] for row in VERBS), strict=True):
        assert [word for word in words if words.count(word) > 1] == []


def test_every_command_and_effect_is_the_act_of_one_verb():
    named = [name for row in VERBS for name in re.findall(r"`(\w+)`", row[2])]
    acts = {
        node.name
        for path in ("incident/commands.py", "correlation/effects.py", "lifecycle/effects.py")
        for node in parsed(SOURCE / "core" / path).body
        if isinstance(node, ast.ClassDef) and node.name not in ABSTRACT
    }
    assert {name: named.count(name) for name in acts if named.count(name) != 1} == {}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_an_action_is_called_by_the_verb_of_its_command(action):
    (row,) = (row for row in VERBS if f"`{action.command.__name__}`" in row[2])
    for language, verb in (("en", row[0]), ("fr", typeset(row[1]))):
        called = [typeset(getattr(label, language)).lower() for label in (action.label, action.send)]
        assert any(label.startswith(verb) for label in called), (language, called)


def _names() -> set[str]:
    kinds = ast.ClassDef | ast.FunctionDef
    return {node.name for module in modules() for node in parsed(module).body if isinstance(node, kinds)}
