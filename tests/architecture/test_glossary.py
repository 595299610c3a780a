"""docs/glossary.md has the words of the design in both languages, and names only what the code has."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, modules, parsed

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| English")
]
ITIL = [
    "event", "incident", "problem", "known error", "workaround", "SLA", "OLA", "underpinning contract",
    "configuration item", "service, application", "impact", "urgency", "priority", "functional escalation",
    "hierarchical escalation", "major incident", "intervention", "criticality",
]  # fmt: skip


@pytest.mark.parametrize("term", ITIL)
def test_the_word_is_there(term):
    assert any(term in row[0] for row in ROWS)


def test_every_row_is_whole():
    assert [row for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_name_is_in_the_code():
    named = {name for row in ROWS for name in re.findall(r"`(\w+)`", row[2])}
    assert named - _names() == set()


def test_no_word_is_explained_twice():
    words = [row[0] for row in ROWS]
    assert sorted(words) == sorted(set(words))


def _names() -> set[str]:
    kinds = ast.ClassDef | ast.FunctionDef
    return {node.name for module in modules() for node in parsed(module).body if isinstance(node, kinds)}
