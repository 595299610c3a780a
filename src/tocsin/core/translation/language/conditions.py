"""Conditions: CEL over the names of a format, compiled once. A condition that fails is false, with the reason."""

import re
from collections.abc import Collection, Iterable
from typing import Any

import cel

from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.checking import Checker

_BOUND = re.compile(
    r"\.(?:all|exists|exists_one|existsOne|filter|map)\(\s*(\w+)\s*,"
)  # ``list.all(x, ...)`` binds x
_MAX_CHARS = 2_000
_MAX_SUMS = 10
_TOKEN = re.compile(
    r"""(?P<odd>//|(?<=[\w"'])["'])"""  # a comment, r'...' or '''...''': brackets could hide in them
    r"""|\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
    r"""|(?P<loop>\.\s*(?:all|exists|exists_one|existsOne|filter|(?P<map>map))\s*\()"""
    r"""|(?P<open>\()|(?P<close>\))|(?P<sum>\+)"""
)
_FUNCTIONS = frozenset(
    {
        "contains", "startsWith", "endsWith", "matches", "size", "string", "int", "uint", "double", "bytes", "type", "dyn",
        "duration", "timestamp", "getFullYear", "getMonth", "getDate", "getDayOfWeek", "getDayOfMonth", "getDayOfYear",
        "getHours", "getMinutes", "getSeconds", "getMilliseconds",
    }
)  # fmt: skip
_FAILURES = (ValueError, TypeError, RuntimeError, OverflowError)


class Condition:
    """A compiled CEL expression."""

    def __init__(self, source: str) -> None:
        """Raises ValueError for a mistake."""
        self.source = source
        self._program = cel.compile(source)
        self.names = tuple(self._program.variables())
        self.functions = tuple(function for function in self._program.functions() if function[0].isalpha())

    def holds(self, names: dict[str, Any], why: list[Why]) -> bool:
        """Is it true of these names? An evaluation that fails is false, and noted."""
        try:
            return self._program.execute({name: names[name] for name in self.names if name in names}) is True
        except _FAILURES as error:
            reason = str(error).partition(".")[0]
            why.append(
                Why(code="translation.condition_failed", facts={"condition": self.source, "reason": reason})
            )
            return False


def compiled_condition(node: Checker, names: Collection[str]) -> Condition | None:
    """The condition written here, or a fault; ``names`` are those that it may use."""
    if node.absent:
        return None
    if reason := _too_costly(node.text()):
        node.fault(reason, limit=_MAX_CHARS)
        return None
    try:
        found = Condition(node.text())
    except ValueError as error:
        node.fault("fault.format.condition", reason=str(error).splitlines()[0][:160])
        return None
    bound = set(_BOUND.findall(found.source))
    _check_known(node, "fault.format.name", [name for name in found.names if name not in bound], names)
    _check_known(node, "fault.format.function", found.functions, _FUNCTIONS)
    return found


def _too_costly(source: str) -> str:
    """The code of the fault if a condition could run for hours, or take all memory; empty: it could not.

    Everything in CEL ends, but a loop within a loop over what a message holds takes the square of its length; a map of a
    map, or a sum of sums, doubles what it was given, and the library ends the process when memory does.
    """
    if len(source) > _MAX_CHARS:
        return "fault.format.condition_long"
    tokens = list(_TOKEN.finditer(source))
    if any(token["odd"] for token in tokens):
        return "fault.format.condition_spelling"
    if (
        sum(bool(token["map"]) for token in tokens) > 1
        or sum(bool(token["sum"]) for token in tokens) > _MAX_SUMS
    ):
        return "fault.format.condition_grows"
    return "fault.format.condition_nested" if _nests(tokens) else ""


def _nests(tokens: Iterable[re.Match[str]]) -> bool:
    """Whether a loop stands within another."""
    loops: list[bool] = []  # for each open bracket: is it a loop's?
    for token in tokens:
        if token["loop"] and any(loops):
            return True
        if token["close"]:
            del loops[-1:]
        elif token["loop"] or token["open"]:
            loops.append(bool(token["loop"]))
    return False


def _check_known(node: Checker, code: str, names: Collection[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            node.unknown(code, name, known)
