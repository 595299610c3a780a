"""The source as the architecture tests read it: modules parsed, one by one; nothing is imported."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tocsin"


@cache
def modules() -> list[Path]:
    """Every module of Tocsin but the migrations, which Django writes."""
    return sorted(file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts)


@cache
def parsed(module: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(module.read_text("utf-8"), str(module))


def where(module: Path, node: ast.AST | None = None) -> str:
    """The place in words: file, and line."""
    line = getattr(node, "lineno", None)
    return str(module.relative_to(ROOT)) + (f":{line}" if line else "")


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions and classes, and public methods of public classes; not a protocol's bodiless ones."""
    for node in tree.body:
        if isinstance(node, _NAMED) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    statement
                    for statement in node.body
                    if isinstance(statement, _FUNCTION) and _is_public(statement)
                )


_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_NAMED = _FUNCTION | ast.ClassDef


def _is_public(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return not function.name.startswith("_") and ast.unparse(function.body[0]) != "..."
