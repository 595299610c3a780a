"""Leftovers: lines of a list that are no item of it, though they look like one. Knows no event.

The meaning of a line that no rule of a format matches cannot be known. So it is reported, not guessed, where it stands
in the list or begins as the items do; a format lists the lines that mean nothing (``ignore``).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.labels import Labels
from tocsin.core.translation.language.patterns import Pattern
from tocsin.core.translation.text import word

Left = list[Why]  # what a splitter could not read, each with its reason
Known = Callable[[int, str], bool]  # whether a line, by its number, means something else than an item

_RULE = re.compile(r"[\W_]*")
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LABELLED = re.compile(r"\s*[^\W\d][^\d:]{0,40}?\s*:(?:\s|$)")
_FORMS = 50  # different beginnings of items that lines are compared with
_SHORT = 80  # characters of a line that are compared
_SHORTEST_WORD = 4
_ALIKE = 0.7


def known_lines(text: str, labels: frozenset[str], others: Sequence[Pattern]) -> Known:
    """Lines that begin with a label of the format, headings, and what it ignores; and lines without content."""
    labelled = Labels(text, labels).lines

    def known(index: int, line: str) -> bool:
        return (
            bool(_RULE.fullmatch(line))
            or index in labelled
            or any(pattern.search(line) is not None for pattern in others)
        )

    return known


def in_a_list(lines: Sequence[str], items: Collection[int], known: Known) -> Iterator[Why]:
    """The lines that stand among the items, or begin as they do wherever they stand."""
    begins = _forms(_begin(lines[index]) for index in items)
    labelled = any(_LABELLED.match(lines[index]) for index in items)
    indent: int | None = None  # of the last item, until an empty line ends its list
    for index, line in enumerate(lines):
        if index in items:
            indent = _indent(line)
        elif not line.strip():
            indent = None
        elif not known(index, line):
            among = indent is not None and _indent(line) <= indent and (labelled or not _LABELLED.match(line))
            if among or _begin(line) in begins:
                yield _line(line)


def between_blocks(lines: Sequence[str], starts: Collection[int], known: Known) -> Iterator[Why]:
    """The lines that look like the first line of a block: without them, one block would swallow the next."""
    forms = _forms(_form(lines[index]) for index in starts)
    for index, line in enumerate(lines):
        if index not in starts and line.strip() and not known(index, line):
            form = _form(line)
            if any(_alike(form, start) for start in forms):
                yield _line(line)


def _line(line: str) -> Why:
    return Why(code="translation.line_left", facts={"text": line.strip()[:200]})


def _forms(forms: Iterable[str]) -> list[str]:
    return [form for form in dict.fromkeys(forms) if form][:_FORMS]


def _begin(line: str) -> str:
    """How a line begins: a number in its form, a word of some length as it is; after a bullet, the word behind it."""
    tokens = word(line[:_SHORT]).split()
    bullet = tokens.pop(0) if tokens and _RULE.fullmatch(tokens[0]) else ""
    first = tokens[0] if tokens else ""
    if any(character.isdigit() for character in first):
        return f"{bullet} {_LETTERS.sub('a', _DIGITS.sub('9', first))}"
    return f"{bullet} {first}" if len(first) >= _SHORTEST_WORD else ""


def _form(line: str) -> str:
    return _DIGITS.sub("9", word(line[:_SHORT]))


def _alike(form: str, start: str) -> bool:
    if form.split()[0] != start.split()[0] or ("9" in start and "9" not in form):
        return False  # a heading has the words of a block's first line, and no number
    return SequenceMatcher(None, form, start).ratio() >= _ALIKE


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
