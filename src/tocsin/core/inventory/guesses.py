"""Guesses: which names look like a text, by shared trigrams. Bounded in cost, never certain."""

from collections import Counter, defaultdict
from collections.abc import Iterable

_MAX_QUERY = 80  # characters
_MAX_TRIGRAMS = 16  # the rarest ones of the query
_MAX_POSTINGS = 4000  # names that share one trigram; a trigram that more names share is no evidence
_WORTH = 0.5  # Dice coefficient below which a name does not look alike
_SHOWN = 5


class Guesses:
    """An index of normalised names to keys."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names: list[tuple[str, str]] = list(names)
        self._sizes: list[int] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, (name, _) in enumerate(self._names):
            grams = trigrams(name)
            self._sizes.append(len(grams))
            for gram in grams:
                self._postings[gram].append(number)

    def like(self, text: str) -> list[tuple[str, float]]:
        """(key, likeness 0..1), best first, at most five, one for each key."""
        grams = trigrams(text[:_MAX_QUERY])
        shared: Counter[int] = Counter()
        for gram in self._telling(grams):
            shared.update(self._postings[gram])
        best: dict[str, float] = {}
        for number, count in shared.most_common(50):
            likeness = 2 * count / (len(grams) + self._sizes[number])
            key = self._names[number][1]
            if likeness >= _WORTH:
                best[key] = max(best.get(key, 0.0), min(likeness, 1.0))
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:_SHOWN]

    def _telling(self, grams: frozenset[str]) -> list[str]:
        known = [(len(self._postings[gram]), gram) for gram in grams if gram in self._postings]
        return [gram for count, gram in sorted(known)[:_MAX_TRIGRAMS] if count <= _MAX_POSTINGS]


def trigrams(text: str) -> frozenset[str]:
    """The runs of three characters of the text, its ends marked."""
    padded = f"  {text} "
    return frozenset(padded[index : index + 3] for index in range(len(padded) - 2))
