"""Conditions: one CEL expression that a person wrote, compiled, with what it may cost. Knows no names of its own."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import cel

MAX_CHARS = 2_000
_MAX_SUMS = 10
_BOUND = re.compile(
    r"\.(?:all|exists|exists_one|existsOne|filter|map)\(\s*(\w+)\s*,"
)  # ``list.all(x, ...)`` binds x
_TOKEN = re.compile(
    r"""(?P<odd>//|(?<=[\w"'])["'])"""  # a comment, r'...' or '''...''': brackets could hide in them
    r"""|\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
    r"""|(?P<loop>\.\s*(?:all|exists|exists_one|existsOne|filter|(?P<map>map))\s*\()"""
    r"""|(?P<open>\()|(?P<close>\))|(?P<sum>\+)"""
)
FUNCTIONS = frozenset(
    {
        "contains", "startsWith", "endsWith", "matches", "size", "string", "int", "uint", "double", "bytes", "type", "dyn",
        "duration", "timestamp", "getFullYear", "getMonth", "getDate", "getDayOfWeek", "getDayOfMonth", "getDayOfYear",
        "getHours", "getMinutes", "getSeconds", "getMilliseconds",
    }
)  # fmt: skip
_FAILURES = (ValueError, TypeError, RuntimeError, OverflowError, LookupError)


class ConditionFailedError(Exception):
    """The condition has no answer for these names; its text is the reason, in the library's words."""


class Condition:
    """A compiled CEL expression. ``names`` are those that it takes from outside, ``functions`` those that it calls."""

    def __init__(self, source: str) -> None:
        """Raises ValueError for a mistake."""
        self.source = source
        self._program = cel.compile(source)
        self._variables = tuple(self._program.variables())
        bound = set(_BOUND.findall(source))
        self.names = tuple(name for name in self._variables if name not in bound)
        self.functions = tuple(function for function in self._program.functions() if function[0].isalpha())

    def holds(self, names: Mapping[str, Any]) -> bool:
        """Is it true of these names? Raises ConditionFailedError."""
        try:
            given = {name: names[name] for name in self._variables if name in names}
            return self._program.execute(given) is True
        except _FAILURES as error:
            raise ConditionFailedError(str(error).partition(".")[0]) from error


def too_costly(source: str) -> str:
    """Why a condition could run for hours, or take all memory: ``long``, ``spelling``, ``grows``, ``nested``; empty: it
    could not.

    Everything in CEL ends, but a loop within a loop over what a message holds takes the square of its length; a map of a
    map, or a sum of sums, doubles what it was given, and the library ends the process when memory does.
    """
    if len(source) > MAX_CHARS:
        return "long"
    tokens = list(_TOKEN.finditer(source))
    if any(token["odd"] for token in tokens):
        return "spelling"
    if (
        sum(bool(token["map"]) for token in tokens) > 1
        or sum(bool(token["sum"]) for token in tokens) > _MAX_SUMS
    ):
        return "grows"
    return "nested" if _nests(tokens) else ""


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
