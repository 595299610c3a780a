"""Places of an import: the site, room, rack and PDU that words of a row mean, or new ones. Knows spelling, no columns."""

import re
from collections.abc import Iterable, Mapping

from tocsin.core.inventory.spec import ItemSpec
from tocsin.core.inventory.spelling import WORDS, designator, normalise

_NO_KEY = re.compile(r"[^a-z0-9._-]+")
_SHORT = 3  # letters of a word that stays in capitals: DC, PDU, LYN


class Places:
    """The known items, by what contains them; those that this import makes or changes are in ``made``."""

    def __init__(self, items: Mapping[str, ItemSpec]) -> None:
        self.items = dict(items)
        self.made: dict[str, ItemSpec] = {}
        self._by_name: dict[tuple[str, str, str], str] = {}
        self._anywhere: dict[tuple[str, str], set[str]] = {}
        self._of_type: dict[tuple[str, str | None], dict[str, None]] = {}  # type and container; None: any
        for key, spec in items.items():
            self._index(key, spec)

    def of_type(self, type_: str, parent: str) -> list[str]:
        """The keys of the items of a type directly in a container; of all of them where that is empty."""
        found = self._of_type.get((type_, parent or None), {})
        return [key for key in found if not parent or self.items[key].parent == parent]

    def find(self, type_: str, text: str, parent: str) -> str | None:
        """The item that the text names there."""
        return self._by_name.get((type_, parent, _designation(type_, text)))

    def anywhere(self, type_: str, text: str) -> str | None:
        """The item that the text names, wherever it is; None where there is none, or several."""
        found = self._anywhere.get((type_, _designation(type_, text)), set())
        return next(iter(found)) if len(found) == 1 else None

    def make(
        self, type_: str, text: str, parent: str, header: str, *, key: str = "", **fields: object
    ) -> str:
        """A new item of that name; its key, which comes from its place unless it is given."""
        name = item_name(type_, text, header)
        key = (
            next(free for free in _numbered(key) if free not in self.items)
            if key
            else self.free_key(type_, text, parent)
        )
        spec = ItemSpec(type=type_, name=name, parent=parent, **fields)  # type: ignore[arg-type]
        self.items[key] = self.made[key] = spec
        self._index(key, spec)
        return key

    def change(self, key: str, spec: ItemSpec) -> None:
        """An item that this import makes or changes is now so."""
        self.items[key] = self.made[key] = spec
        self._index(key, spec)

    def _index(self, key: str, spec: ItemSpec) -> None:
        for name in (key.rpartition(".")[2], key, spec.name, *spec.aliases):
            designation = _designation(spec.type, name)
            self._by_name.setdefault((spec.type, spec.parent, designation), key)
            self._anywhere.setdefault((spec.type, designation), set()).add(key)
        for container in (spec.parent, None):
            self._of_type.setdefault((spec.type, container), {})[key] = None

    def free_key(self, type_: str, text: str, parent: str) -> str:
        """A key that nothing has, made of the place and the name."""
        wanted = _key(type_, text, parent)
        return next(key for key in _numbered(wanted) if key not in self.items)


def item_key(text: str) -> str:
    """A name as a key: lower case, no accents, ``-`` for characters that a key may not have."""
    return _NO_KEY.sub("-", normalise_dots(text)).strip("-._")


def normalise_dots(text: str) -> str:
    """Lower case without accents, dots and underscores kept: host names have them."""
    kept = re.split(r"([._-])", text)
    return "".join(part if part in "._-" else normalise(part) for part in kept)


def item_name(type_: str, text: str, header: str) -> str:
    """What people read: not all in capitals, and with the word for what it is (the header's, if it is one)."""
    name = " ".join(_calmed(word) for word in text.split()) if text.isupper() else text
    if designator(type_, text) != normalise(text) or type_ in {"site", "cluster"}:
        return name
    word = header if normalise(header) in WORDS.get(type_, ()) else type_
    return f"{word.capitalize() if len(word) > _SHORT else word.upper()} {name}"


def _calmed(word: str) -> str:
    letters = sum(letter.isalpha() for letter in word)
    return word if letters <= _SHORT or any(letter.isdigit() for letter in word) else word.capitalize()


def _designation(type_: str, text: str) -> str:
    return normalise(text) if type_ in {"site", "cluster"} else designator(type_, text)


def _key(type_: str, text: str, parent: str) -> str:
    own = designator(type_, text)
    prefix = {"rack": "r", "pdu": "pdu-", "feed": "feed-", "ups": "ups-", "cooling_unit": "crac-"}.get(
        type_, ""
    )
    last = f"{prefix}{int(own):02d}" if type_ == "rack" and own.isdigit() else prefix + item_key(own or text)
    return f"{parent}.{last}" if parent else item_key(text)


def _numbered(key: str) -> Iterable[str]:
    yield key
    yield from (f"{key}-{number}" for number in range(2, 1_000_000))
