"""Search: which items a person may mean while they type a place's name. These are offers; no rule uses them."""

from collections.abc import Mapping

from tocsin.core.inventory.spelling import normalise
from tocsin.core.inventory.values import Item, ItemType

_LAST = (ItemType.OUTLET, ItemType.FEED)  # there are very many, and a person who means one types its word


class Search:
    """The words of every item: its own (name, key, aliases), and those of what contains it."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self._words = [(item, *_words_of(item, items)) for item in items.values()]

    def find(self, text: str, most: int) -> list[str]:
        """At most ``most`` items (keys) that have, for each word typed, a word that begins with it; the likeliest first."""
        typed = [f" {_bare(word)}" for word in normalise(text).split()]
        if not typed:
            return []
        found = [
            (-sum(word in own for word in typed), item.type in _LAST, whole.count(" "), item.key)
            for item, own, whole in self._words
            if all(word in whole for word in typed)
        ]
        return [key for *_, key in sorted(found)[:most]]


def _words_of(item: Item, items: Mapping[str, Item]) -> tuple[str, str]:
    own = _spaced((item.name, item.key, *item.aliases))
    names: list[str] = []
    parent = items.get(item.parent)
    while parent is not None and len(names) < 12:
        names += (parent.name, *parent.aliases)
        parent = items.get(parent.parent)
    return own, own + _spaced(names)


def _spaced(texts: tuple[str, ...] | list[str]) -> str:
    return "".join(f" {_bare(word)}" for word in normalise(" ".join(texts)).split())


def _bare(word: str) -> str:
    """Without leading zeros: rack 07 is rack 7."""
    return word.lstrip("0") or word
