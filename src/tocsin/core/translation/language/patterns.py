"""Patterns: RE2 over normalised text. Linear for every pattern; case and accents never count."""

import re
from collections.abc import Iterator
from typing import Any

import re2

from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.text import normalise, normalised_ascii, word

_ENDS = re.compile(r"\\[AzZ]")  # of the text, not of a line


class Pattern:
    """A compiled pattern; ``^`` and ``$`` are line ends. Groups are cut from the text as it was written."""

    def __init__(self, source: str) -> None:
        """Raises re2.error for a mistake."""
        options = re2.Options()
        options.log_errors = False
        self.source = source
        self._compiled: Any = re2.compile("(?im)" + normalise(source), options)
        # Of bytes, whose positions RE2 need not count.
        self._of_ascii: Any = re2.compile(("(?im)" + normalise(source)).encode(), options)
        self._indexes: dict[str, int] = dict(self._compiled.groupindex)
        self.groups: tuple[str, ...] = tuple(sorted(self._indexes, key=self._indexes.__getitem__))
        self.count: int = self._compiled.groups

    def found(self, text: str) -> bool:
        """Does the pattern occur in the text?"""
        return self._search(text) is not None

    def search(self, text: str) -> dict[str, str] | None:
        """The groups of the first match, or None; the first group (or all) is under the empty name too."""
        match = self._search(text)
        return None if match is None else self._taken(match, text)

    def all(self, text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
        """(start, end, groups) of every match."""
        for match in self._compiled.finditer(normalise(text)):
            yield match.start(), match.end(), self._taken(match, text)

    def _search(self, text: str) -> Any:
        plain = normalised_ascii(text)
        return self._compiled.search(normalise(text)) if plain is None else self._of_ascii.search(plain)

    def _taken(self, match: Any, text: str) -> dict[str, str]:
        taken = {name: _cut(text, match.span(index)) for name, index in self._indexes.items()}
        taken[""] = _cut(text, match.span(1 if self.count else 0))
        return taken


def _cut(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]].strip() if span[0] >= 0 else ""


def compiled(node: Checker) -> Pattern | None:
    """The pattern written here, or a fault."""
    source = node.text()
    if not source:
        node.fault("fault.format.empty_pattern")
        return None
    try:
        return Pattern(source)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        node.fault("fault.format.pattern", reason=reason)
        return None


class Test:
    """A test of a text: a plain text is contained in it; ``/.../`` is a pattern found in it."""

    def __init__(self, plain: str, pattern: Pattern | None) -> None:
        self.plain = plain
        self.pattern = pattern

    def holds(self, text: str) -> bool:
        """Does the text pass?"""
        return self.pattern.found(text) if self.pattern else self.plain in word(text)

    def may_hold_of_line(self, text: str) -> bool:
        """Whether a line of the text may pass: not if the text does not, unless only a line begins or ends there."""
        return bool(self.pattern and _ENDS.search(self.pattern.source)) or self.holds(text)


def compiled_test(node: Checker) -> Test:
    """The test written here."""
    source = node.text()
    if len(source) > 2 and source.startswith("/") and source.endswith("/"):
        inner = Checker(source[1:-1], node.path, node.faults)
        return Test("", compiled(inner))
    return Test(word(source), None)


def compiled_tests(node: Checker) -> tuple[Test, ...]:
    """The tests written here: one of them must hold."""
    return tuple(compiled_test(child) for child in node.each())
