"""Words: correspondence tables, from their words to ours. A person's later words win over the file's."""

from collections.abc import Mapping

from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.patterns import Pattern, compiled
from tocsin.core.translation.text import word


class Table:
    """A correspondence table: exact words first (no case, accents or spaces), then ``/patterns/``.

    The longest pattern is tried first: a store that keeps no order of keys must not change a translation.
    """

    def __init__(
        self,
        words: Mapping[str, str],
        patterns: tuple[tuple[Pattern, str], ...] = (),
        written: Mapping[str, str] | None = None,
    ) -> None:
        self.words = {word(theirs): ours for theirs, ours in words.items()}
        self.spelt = dict(words)  # as the source writes them
        self.patterns = patterns
        self.written = written or {}  # a word of ours -> the path in the file where it stands first

    def ours(self, theirs: str) -> str | None:
        """Our word, or None for a word that the table lacks."""
        text = word(theirs)
        found = self.words.get(text)
        if found is None and text.endswith(".0"):  # a number as a program writes it that knows only fractions
            found = self.words.get(text.removesuffix(".0"))
        if found is not None:
            return found
        return next((ours for pattern, ours in self.patterns if pattern.found(theirs)), None)

    def theirs(self, ours: str) -> list[str]:
        """The source's words for this word of ours, whatever its case, as the source writes them: first the same word,
        then the longest, which is the most exact. A store keeps no order of keys."""
        wanted = ours.casefold()
        found = [word for word in self.spelt if (self.ours(word) or "").casefold() == wanted]
        return sorted(found, key=lambda word: (word.casefold() != wanted, -len(word), word))

    def ours_all(self) -> list[str]:
        """Every word of ours that it leads to."""
        return sorted({*self.words.values(), *(ours for _, ours in self.patterns)})

    def with_words(self, words: Mapping[str, str]) -> "Table":
        """The same with words that win."""
        table = Table({}, self.patterns)
        table.words = self.words | {word(theirs): ours for theirs, ours in words.items()}
        table.spelt = self.spelt | dict(words)
        return table


def compiled_tables(node: Checker) -> dict[str, Table]:
    """The tables of a format."""
    return {name: _table(child) for name, child in node.items()}


def _table(node: Checker) -> Table:
    words: dict[str, str] = {}
    patterns: list[tuple[Pattern, str]] = []
    for theirs, ours in node.items():
        if len(theirs) > 2 and theirs.startswith("/") and theirs.endswith("/"):
            pattern = compiled(Checker(theirs[1:-1], ours.path, node.faults))
            if pattern:
                patterns.append((pattern, ours.text()))
        elif word(theirs) in {word(known) for known in words}:
            ours.fault("fault.format.word_twice", said=theirs)
        else:
            words[theirs] = ours.text()
    patterns.sort(key=lambda pattern: (-len(pattern[0].source), pattern[0].source))
    written = {ours.text(): ours.path for _, ours in reversed(list(node.items()))}
    return Table(words, tuple(patterns), written)
