"""Conditions: CEL over the names of a format, compiled once. A condition that fails is false, with the reason."""

import re
from typing import Any

import cel

from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.checking import Checker

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_FAILURES = (ValueError, TypeError, RuntimeError, OverflowError)


class Condition:
    """A compiled CEL expression."""

    def __init__(self, source: str) -> None:
        """Raises ValueError for a mistake."""
        self.source = source
        self._program = cel.compile(source)
        self._named = tuple(dict.fromkeys(_NAME.findall(source)))

    def holds(self, names: dict[str, Any], why: list[Why]) -> bool:
        """Is it true of these names? An evaluation that fails is false, and noted."""
        try:
            return self._program.execute({name: names[name] for name in self._named if name in names}) is True
        except _FAILURES as error:
            reason = str(error).partition(".")[0]
            why.append(
                Why(code="translation.condition_failed", facts={"condition": self.source, "reason": reason})
            )
            return False


def compiled_condition(node: Checker) -> Condition | None:
    """The condition written here, or a fault."""
    if node.absent:
        return None
    try:
        return Condition(node.text())
    except ValueError as error:
        node.fault(f"not a CEL condition: {str(error).splitlines()[0][:160]}", "see https://cel.dev")
        return None
