"""Every reason and error that the source can give is a declared sentence, French and English, wherever it is read."""

import ast
import importlib
import pkgutil
import re
import string
import subprocess
import sys
from collections.abc import Iterator

import pytest

import tocsin
from tests.architecture.source import ROOT, modules, parsed, where
from tocsin.core.kernel import sentences

LOGGERS = {"log", "_log"}  # the first word of a log line looks like a code, and is none
FILES = re.compile(r".*\.(yaml|csv|css|js|html|json)")
CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
READERS = ["tocsin.web.urls", "tocsin.flow.incidents.why", "tocsin.api.v1.api"]


@pytest.fixture(scope="module")
def declared() -> frozenset[str]:
    for module in pkgutil.walk_packages(tocsin.__path__, "tocsin."):
        if not re.search(r"migrations|__main__|\.asgi$", module.name):
            importlib.import_module(module.name)
    return sentences.codes()


def test_every_code_in_the_source_is_declared(declared):
    undeclared = [place for code, place in _codes(declared) if code not in declared]
    assert undeclared == []


def test_every_composed_code_meets_a_declared_sentence(declared):
    lost = [place for pattern, place in _composed(declared) if not any(map(pattern.fullmatch, declared))]
    assert lost == []


def test_both_languages_fill_the_same_blanks(declared):
    apart = [
        code
        for code in declared
        if len({frozenset(_blanks(sentence)) for sentence in sentences._CATALOGUE[code]}) > 1
        or not all(sentences._CATALOGUE[code])
    ]
    assert apart == []


@pytest.mark.parametrize("reader", READERS)
def test_a_process_that_reads_stored_reasons_knows_the_sentences_of_every_stage(declared, reader):
    """The pages showed "routing.rule.group {...}": the worker had imported that stage, the web process had not."""
    script = (
        f"import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tocsin.settings.test'; django.setup();"
        f"import {reader}; from tocsin.core.kernel.sentences import codes; print(*codes())"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    stages = (
        "correlation.",
        "escalation.",
        "incident.",
        "notice.",
        "resolution.",
        "routing.",
        "sla.",
        "delivery.",
        "flow.",
    )
    assert {code for code in declared if code.startswith(stages)} <= set(run.stdout.split())


def _codes(declared: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Texts that look like a code of a declared family, and where they stand; log lines and file names left out."""
    families = {code.split(".")[0] for code in declared}
    for module in modules():
        tree = parsed(module)
        apart = _logged(tree) | _parts_of_composed(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
                code = node.value
                if CODE.fullmatch(code) and code.split(".")[0] in families and not FILES.fullmatch(code):
                    yield code, f"{where(module, node)} {code}"


def _composed(declared: frozenset[str]) -> Iterator[tuple[re.Pattern[str], str]]:
    families = tuple(f"{code.split('.')[0]}." for code in declared)
    for module in modules():
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if start.startswith(families) and re.fullmatch(r"[a-z_.0-9]+", start):
                    yield _pattern(node), f"{where(module, node)} {ast.unparse(node)}"


def _pattern(composed: ast.JoinedStr) -> re.Pattern[str]:
    parts = (
        re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else r"[a-z_0-9.]*"
        for piece in composed.values
    )
    return re.compile("".join(parts))


def _logged(tree: ast.Module) -> set[int]:
    return {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if isinstance(node.func.value, ast.Name) and node.func.value.id in LOGGERS
        for argument in node.args
    }  # fmt: skip


def _parts_of_composed(tree: ast.Module) -> set[int]:
    composed = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    return {id(part) for node in composed for part in ast.walk(node)}


def _blanks(sentence: str) -> Iterator[str]:
    return (name for _, name, _, _ in string.Formatter().parse(sentence) if name)
