"""docs/map.md names every module, none that is gone, in the modules' own words."""

import re
import runpy

from tests.architecture.source import ROOT, SOURCE

MAP = ROOT / "docs" / "map.md"
TOOL = runpy.run_path(str(ROOT / "tools" / "map.py"))


def test_every_module_is_on_the_map_and_nothing_else():
    assert _named() == {str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if _is_mapped(file)}


def test_the_map_says_what_the_modules_say():
    assert MAP.read_text("utf-8") == TOOL["drawn"](), "run `make map`"


def _named() -> set[str]:
    named, package = set(), ""
    for line in MAP.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"## (\S+)", line):
            package = "" if heading[1] == "tocsin" else f"{heading[1]}/"
            named.add(f"{package}__init__.py")
        elif module := re.match(r"- \*\*(\w+)\*\*: \S", line):
            named.add(f"{package}{module[1]}.py")
    return named


def _is_mapped(module) -> bool:
    return "migrations" not in module.parts
