"""Labels: lines that read ``label : value``, whatever stands between, and values that run over lines."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tocsin.core.translation import limits
from tocsin.core.translation.text import word

_CELLS = re.compile(r" ?\| ?|\t+| {2,}")
_SEPARATORS = (":", "=", "\t", "|", "  ", " - ", "→", "..")
_LINES_MAX = 20_000
_OFTEN = 200  # characters of a line that may be met again


class Labels:
    """The labelled lines of a text. ``wanted`` are all labels of the format, as ``label_word`` forms: a line
    that begins with one of them ends the value before it."""

    def __init__(self, text: str, wanted: frozenset[str]) -> None:
        self._lines = text.split("\n")[:_LINES_MAX]
        self._found: dict[str, tuple[int, str]] = {}
        self._starts: set[int] = set()
        longest = max(map(len, wanted), default=0) + 30
        for index, line in enumerate(self._lines):
            for label, value in (
                _known(line, wanted, longest) if len(line) < _OFTEN else _entries(line, wanted, longest)
            ):
                self._starts.add(index)
                if label not in self._found or not self._found[label][1]:
                    self._found[label] = (index, value)

    @property
    def lines(self) -> frozenset[int]:
        """The numbers of the lines that begin with a label."""
        return frozenset(self._starts)

    def value(self, labels: tuple[str, ...], *, multiline: bool = False) -> str:
        """The value of the first of these labels that has one; empty: none. Where nothing follows the label,
        the value is the next line that is not a label's; ``multiline``: all lines until an empty one."""
        for label in labels:
            if label in self._found:
                value = self._value(*self._found[label], multiline)
                if value:
                    return value
        return ""

    def _value(self, index: int, value: str, multiline: bool) -> str:
        lines = [value] if value else []
        for following in range(index + 1, len(self._lines)):
            line = self._lines[following].strip()
            if (lines and not multiline) or following in self._starts or (lines and not line):
                break
            if line:
                lines.append(line)
        return "\n".join(lines)


def label_word(text: str) -> str:
    """The form under which two labels are the same."""
    return word(text).strip(" :=*._>-•·#|\t")


@lru_cache(maxsize=8192)  # most lines of a provider's mails are the same in each mail
def _known(line: str, wanted: frozenset[str], longest: int) -> tuple[tuple[str, str], ...]:
    return tuple(_entries(line, wanted, longest))


def _entries(line: str, wanted: frozenset[str], longest: int) -> Iterator[tuple[str, str]]:
    """The labels of a line with their values: mostly one, several where a line holds several cells."""
    cells = _CELLS.split(line.strip()) if len(line) <= limits.MAX_VALUE_CHARS else []
    starts = [at for at, cell in enumerate(cells) if _begins(cell, wanted, longest)]
    if len(starts) < 2:
        if (taken := _split(line, wanted, longest)) is not None:
            yield taken
        return
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        own = _split(cells[start], wanted, longest)
        taken = own if own and own[1] else _split(" | ".join(cells[start:end]), wanted, longest)
        if taken is not None and taken[1]:
            yield taken


def _begins(cell: str, wanted: frozenset[str], longest: int) -> bool:
    """Is this cell a label, or a label and its value?"""
    name = re.split("[:=]", cell[:longest], maxsplit=1)[0]
    return bool(name) and label_word(name) in wanted


def _split(line: str, wanted: frozenset[str], longest: int) -> tuple[str, str] | None:
    if not line.strip():
        return None
    for separator in _SEPARATORS:
        position = line.find(separator, 1 if separator != "  " else len(line) - len(line.lstrip()))
        if 0 < position <= longest:
            label = label_word(line[:position])
            if label in wanted:
                value = line[position + len(separator) :]
                return label, _bare(value.strip(" \t.:|=" if separator == ".." else " \t|"), line)
    bare = label_word(line) if len(line) <= longest else ""
    return (bare, "") if bare in wanted else None


def _bare(value: str, line: str) -> str:
    """The value without the marks of bold text; ``Priority: ***`` is a value made of such marks."""
    start = line.lstrip()
    own = value.removeprefix(start[: len(start) - len(start.lstrip("*_"))]).strip(" \t|")
    return own.strip("*_ \t|") or own
