"""Spec: a YAML file whose mistakes are shown with their lines. Knows no key of it."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from tocsin.connectors.files import tree
from tocsin.core.kernel.errors import Fault


def parsed(text: str, name: str) -> tuple[dict[str, Any], dict[str, int], list[Fault]]:
    """The data of a YAML file, the line of every path in it, and what keeps it from being read."""
    found = tree.parse(text, name)
    spec = {branch.key: branch.value for branch in found.branches}
    lines: dict[str, int] = {}
    for branch in found.branches:
        lines[branch.key] = branch.line
        for path, line in branch.lines.items():
            lines[branch.key + ("" if path.startswith("[") else ".") + path] = line
    return spec, lines, list(found.faults)


def located(found: Fault, name: str, lines: Mapping[str, int]) -> Fault:
    """The mistake with the file and the line of its path, or of the nearest path that has one."""
    path = found.field
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return replace(found, file=name, line=lines.get(path, 1))
