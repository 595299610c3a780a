"""The grammar of format files names what the compiler accepts, node by node: the reference is written from it."""

import pytest

from tests.architecture.source import ROOT
from tocsin.connectors.files import read_directory
from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.objects import Section
from tocsin.core.translation.formats import Format
from tocsin.core.translation.grammar import GRAMMAR
from tocsin.core.translation.language.checking import Checker

EVERYTHING = {
    "recognise": {"from": "a@b.example"}, "ignore": [{"subject": "x", "reason": "y"}], "times": {"zone": "UTC"},
    "each": {"line": "(?P<rest>.*)"}, "fields": {"a": {"label": "A"}}, "patterns": [{"pattern": "(?P<b>x)", "in": "text"}],
    "messages": [{
        "name": "m", "recognise": {"subject": "z"},
        "event": {"kind": {"value": "{a}"}, "state": "firing", "place": {"text": "{b}"}, "window": {"start": "{a}"}},
    }],
}  # fmt: skip


def test_whatever_the_compiler_accepts_is_in_the_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[frozenset[str]] = set()
    only = Checker.only
    monkeypatch.setattr(
        Checker, "only", lambda node, known: (asked.add(frozenset(known)), only(node, known))[1]
    )
    specs = [
        found.spec
        for found in read_directory(ROOT / "examples" / "cachemire")[0]
        if found.section == Section.FORMAT
    ]
    faults: list[Fault] = []
    for spec in [*specs, EVERYTHING]:
        Format("f", spec, faults)
    assert faults == []
    assert asked == {frozenset(keys) for keys in GRAMMAR.values()}
