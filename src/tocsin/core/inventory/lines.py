"""Lines: which circuit a text means, by the operator's number or by the site that it serves."""

from collections.abc import Iterator

from tocsin.core.inventory.index import Index
from tocsin.core.inventory.phrase import FILLERS
from tocsin.core.inventory.spelling import normalise
from tocsin.core.inventory.values import Item, ItemType

_LINE = frozenset(
    (
        *("circuit", "lien", "liaison", "ligne", "wan", "line", "link", "mpls", "fibre", "fiber"),
        *("enlace", "circuito", "collegamento", "leitung", "standleitung", "lienwan"),
    )
)
_BESIDE = frozenset(
    ("operateur", "operator", "operador", "operatore", "provider", "carrier", "internet", "acces")
)
_NUMBER_WORDS = frozenset(("n", "no", "nr", "id", "cid", "ref", "reference"))


class Lines:
    """The circuits of an inventory by the words that name them."""

    def __init__(self, index: Index) -> None:
        circuits = [item for item in index.items.values() if item.type is ItemType.CIRCUIT]
        self._own = {item.key: frozenset(_own(index, item)) for item in circuits}
        self._around = {item.key: frozenset(_around(index, item)) for item in circuits}

    def meant(self, text: str) -> list[str]:
        """The circuits that a text means. None unless it names a line, and every word of it belongs to that.

        A circuit is identified by its number, its name, or the site behind it; the operator and the far end
        are common to several.
        """
        words = normalise(text).split() if self._own else []
        if _LINE.isdisjoint(words):
            return []
        telling = {word for word in words if word not in _LINE | _BESIDE | _NUMBER_WORDS | FILLERS}
        return [
            key
            for key, own in self._own.items()
            if telling <= own | self._around[key] and any(len(word) > 2 for word in telling & own)
        ]


def _own(index: Index, circuit: Item) -> Iterator[str]:
    site = index.items.get(circuit.parent)
    cid = normalise(str(circuit.attributes.get("cid", "")))
    names = [circuit.key, circuit.name, *circuit.aliases, cid]
    if site is not None:
        names += [site.key, site.name, *site.aliases]
    yield from (word for name in names for word in normalise(name).split() if len(word) > 1 or word.isdigit())
    yield cid.replace(" ", "")


def _around(index: Index, circuit: Item) -> Iterator[str]:
    """Words that may stand beside: the site at the other end, the operator, the region."""
    far = index.items.get(str(circuit.attributes.get("to", "")))
    names = [circuit.supplier, circuit.region]
    if far is not None:
        names += [far.key, far.name, *far.aliases]
    yield from (word for name in names for word in normalise(name).split())
