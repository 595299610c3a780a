"""Kinds: which of our kinds of trouble a supplier's words go with, learned from lines whose number is known."""

import re
from collections import Counter
from collections.abc import Iterable
from math import log2

from tocsin.core.statement.references import parts
from tocsin.core.translation.text import word

_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST_SEEN = 3  # lines with these words
_LEAST, _MOST = -3.0, 4.0  # bits


class Kinds:
    """What was learned: nothing at first."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), kinds: Iterable[str] = ()) -> None:
        """``pairs``: the words of a line and the kind of the incident that it means; ``kinds``: those of all incidents."""
        self._together = Counter((form(words), kind) for words, kind in pairs if form(words))
        self._words: Counter[str] = Counter()
        for (words, _), count in self._together.items():
            self._words[words] += count
        self._kinds = Counter(kinds)
        self._count = max(sum(self._kinds.values()), 1)

    def bits(self, words: str, kind: str) -> float:
        """What the words say for an incident of this kind; 0 for words that were rarely seen."""
        bare = form(words)
        seen = self._words[bare]
        usual = self._kinds[kind] / self._count
        if seen < _LEAST_SEEN or not usual:
            return 0.0
        likely = (self._together[bare, kind] + usual) / (seen + 1)
        return max(_LEAST, min(_MOST, log2(likely / usual)))


def form(words: str) -> str:
    """The words without numbers and names, which change from line to line."""
    without = " ".join(text for text in word(words).split() if not parts(text))
    return " ".join(_WORD.findall(without))
