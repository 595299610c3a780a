"""Conditions: CEL over the names of a format, compiled once. A condition that fails is false, with the reason."""

from collections.abc import Collection
from typing import Any

from tocsin.core.kernel import conditions as kernel
from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.checking import Checker


class Condition:
    """A compiled condition of a format."""

    def __init__(self, compiled: kernel.Condition) -> None:
        self.source = compiled.source
        self.names = compiled.names
        self._compiled = compiled

    def holds(self, names: dict[str, Any], why: list[Why]) -> bool:
        """Is it true of these names? An evaluation that fails is false, and noted."""
        try:
            return self._compiled.holds(names)
        except kernel.ConditionFailedError as failed:
            facts = {"condition": self.source, "reason": str(failed)}
            why.append(Why(code="translation.condition_failed", facts=facts))
            return False


def compiled_condition(node: Checker, names: Collection[str]) -> Condition | None:
    """The condition written here, or a fault; ``names`` are those that it may use."""
    if node.absent:
        return None
    if reason := kernel.too_costly(node.text()):
        node.fault(f"fault.format.condition_{reason}", limit=kernel.MAX_CHARS)
        return None
    try:
        found = kernel.Condition(node.text())
    except ValueError as error:
        node.fault("fault.format.condition", reason=str(error).splitlines()[0][:160])
        return None
    _check_known(node, "fault.format.name", found.names, names)
    _check_known(node, "fault.format.function", found.functions, kernel.FUNCTIONS)
    return Condition(found)


def _check_known(node: Checker, code: str, names: Collection[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            node.unknown(code, name, known)
