"""House rules that no linter checks: docstrings, length of files, who reads the time, nothing of one machine."""

import ast
import re
import subprocess
import sys
import tomllib

from tests.architecture.source import ROOT, SOURCE, modules, parsed, public, where

LONGEST = 400
WIDEST = 160
SENTENCE = re.compile(r'{% blocktranslate.*?{% endblocktranslate %}|{% translate ".*?"|_\(".*?"\)')
PUBLIC_HOSTS = {"https://pypi.org", "https://files.pythonhosted.org"}
CLOCK = SOURCE / "flow" / "clock.py"
TIME = re.compile(r"(.*\.)?(time\.time(_ns)?|datetime\.now|utcnow|today|timezone\.now|sleep)")
# A pause between two attempts of a connection that lives in an event loop: nobody could wake it anyway.
MAY_PAUSE = SOURCE / "web" / "live.py"


def test_every_public_name_has_its_docstring_but_the_trivial():
    without = [where(module) for module in modules() if not ast.get_docstring(parsed(module))]
    without += [
        f"{where(module, node)} {node.name}"
        for module in modules()
        for node in public(parsed(module))
        if not ast.get_docstring(node) and not _is_trivial(node)
    ]
    assert without == []


def test_what_is_trivial():
    """One short expression says itself: its docstring would only say the name again."""
    tree = ast.parse(
        "class A:\n"
        "    @property\n"
        "    def number(self) -> str:\n        return self.subject.number\n"
        "    def open(self) -> bool:\n        return self.state in OPEN\n"
        "    def due(self, now) -> bool:\n        return now > self.at and not self.done\n"
        "    def far(self, at, by):\n        return self.near(at, by, self.zone)\n"
    )
    functions = {
        function.name: _is_trivial(function)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
    }
    assert functions == {"number": True, "open": True, "due": False, "far": False}


def _is_trivial(node: ast.AST) -> bool:
    """Whether it takes nothing but ``self`` and returns one attribute, constant, comparison or call without more."""
    if (
        not isinstance(node, ast.FunctionDef)
        or len(node.body) != 1
        or not isinstance(node.body[0], ast.Return)
    ):
        return False
    taken = [argument.arg for argument in node.args.args + node.args.kwonlyargs]
    simple = isinstance(node.body[0].value, ast.Attribute | ast.Constant | ast.Name | ast.Compare)
    return taken == ["self"] and simple


def test_no_file_is_long():
    assert [
        where(module) for module in modules() if len(module.read_text("utf-8").splitlines()) > LONGEST
    ] == []


def test_no_line_of_a_template_is_long():
    """A sentence can't be broken, so it is not counted."""
    long = [
        f"{where(template)}:{number}"
        for template in sorted((SOURCE / "web" / "templates").rglob("*.html"))
        for number, line in enumerate(template.read_text("utf-8").splitlines(), 1)
        if len(SENTENCE.sub("", line)) > WIDEST
    ]
    assert long == []


def test_only_the_clock_reads_the_time_and_nobody_sleeps():
    readers = [
        f"{where(module, node)} {called}"
        for module in modules()
        if module != CLOCK
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and TIME.fullmatch(called := ast.unparse(node.func))
        if (module, called) != (MAY_PAUSE, "asyncio.sleep")
    ]
    assert readers == []


def test_whoever_catches_everything_says_why_on_the_line():
    silent = [
        where(module, node)
        for module in modules()
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.ExceptHandler)
        if node.type is None
        or "Exception" in {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
        if "#" not in module.read_text("utf-8").splitlines()[node.lineno - 1]
    ]
    assert silent == []


def test_re_only_meets_patterns_of_ours():
    """Those that users write are RE2: `re` may need for ever."""
    strangers = [
        f"{where(module, node)} {ast.unparse(node)}"
        for module in modules()
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and node.args
        if re.fullmatch(r"_?re\.(?!escape)\w+", ast.unparse(node.func)) and not _is_ours(node.args[0])
    ]
    assert strangers == []


def _is_ours(pattern: ast.expr) -> bool:
    """Written in the source: besides constants of its module, only what is escaped is put into it."""
    if isinstance(pattern, ast.Call):
        return ast.unparse(pattern.func) == "re.escape"
    if isinstance(pattern, ast.Name):
        return pattern.id.isupper() or pattern.id.startswith("_")
    return all(_is_ours(child) for child in ast.iter_child_nodes(pattern) if isinstance(child, ast.expr))


def test_the_core_opens_no_file_and_prints_nothing():
    doing = [
        where(module, node)
        for module in (SOURCE / "core").rglob("*.py")
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"open", "print", "input", "exec", "eval"}
    ]
    assert doing == []


def test_every_connector_is_in_the_independence_contract():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ][-1]
    folders = {
        folder.name for folder in (SOURCE / "connectors").iterdir() if (folder / "__init__.py").exists()
    }
    assert {name.rpartition(".")[2] for name in contract["modules"]} == folders - {"kit"}


def test_tests_never_sleep():
    sleepers = [
        f"{where(test, node)} {called}"
        for test in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(parsed(test))
        if isinstance(node, ast.Call)
        and re.fullmatch(r"(.*\.)?(sleep|wait_for_timeout)", called := ast.unparse(node.func))
    ]
    assert sleepers == []


def test_the_import_contracts_hold():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


def test_the_lock_names_public_registries_only():
    lock = (ROOT / "uv.lock").read_text("utf-8")
    assert set(re.findall(r"https?://[^/\"]+", lock)) <= PUBLIC_HOSTS


def test_nothing_in_the_repository_names_the_machine_it_was_written_on():
    naming = [
        f"{name}: {found[0]}"
        for name in _tracked()
        if (found := re.findall(rf"(?<![\w.-]){re.escape(str(ROOT))}/\S*", _text(name)))
    ]
    assert naming == []


def _tracked() -> list[str]:
    if not (ROOT / ".git").exists():
        return []
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def _text(name: str) -> str:
    return (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
