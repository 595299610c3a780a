"""Plain words: no name, docstring or comment uses the words that once had five senses each."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What a thing is called instead: alert, incident, message ...; reported, notified, received, sent, announced, flapping.
NO_NAMES = frozenset({"one", "ones", "told", "heard", "held", "hears"})
NO_PROSE = re.compile(r"\b(told|heard|hears|stirs)\b")
CHECKED = ("src", "tools", "bench", "tests")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = (ROOT / line for line in listed.stdout.splitlines())
    return [file for file in files if file.suffix == suffix and "migrations" not in file.parts]


def names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every variable, attribute, parameter, function and class that the module makes, with its line; no field of a value."""
    fields = {id(node.target) for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store(), lineno=line) if id(node) not in fields:
                yield line, name
            case ast.arg(arg=name, lineno=line):
                yield line, name
            case ast.Attribute(attr=name, ctx=ast.Store(), lineno=line):
                yield line, name
            case (
                ast.FunctionDef(name=name, lineno=line)
                | ast.AsyncFunctionDef(name=name, lineno=line)
                | ast.ClassDef(name=name, lineno=line)
            ):
                yield line, name


def prose(text: str) -> Iterator[tuple[int, str]]:
    """Every docstring and comment, with its line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("for one in alerts: pass", 1),
        ("def f(told): pass", 1),
        ("async def hears(): pass", 1),
        ("self.told = []", 1),
        ("one_call = 1", 0),
    ],
)
def test_what_counts_as_a_name(text, bad):
    assert sum(name.strip("_") in NO_NAMES for _, name in names(ast.parse(text))) == bad


def test_names_say_what_things_are():
    assert [
        f"{file.relative_to(ROOT)}:{line}: {name}"
        for file in sources(*CHECKED)
        for line, name in names(ast.parse(file.read_text("utf-8")))
        if name.strip("_") in NO_NAMES
    ] == []


def test_docstrings_and_comments_say_what_happens():
    assert [
        f"{file.relative_to(ROOT)}:{line}: {sentence}"
        for file in sources(*CHECKED)
        if NO_PROSE.search(text := file.read_text("utf-8"))
        for line, sentence in prose(text)
        if NO_PROSE.search(sentence)
    ] == []


def tags(text: str) -> Iterator[str]:
    """Every tag of a template, without the texts that it quotes."""
    for tag in TAG.findall(text):
        yield QUOTED.sub("", tag)


@pytest.mark.parametrize(
    ("text", "bad"),
    [("{% for one in rows %}{% endfor %}", 1), ("{{ one.key }}", 1), ('{% translate "this one" %} one', 0)],
)
def test_what_counts_as_a_name_in_a_template(text, bad):
    assert sum(not NO_NAMES.isdisjoint(re.findall(r"\w+", tag)) for tag in tags(text)) == bad


def test_templates_name_what_they_show():
    assert [
        f"{file.relative_to(ROOT)}: {tag}"
        for file in sources("src/tocsin", suffix=".html")
        for tag in tags(file.read_text("utf-8"))
        if not NO_NAMES.isdisjoint(re.findall(r"\w+", tag))
    ] == []
