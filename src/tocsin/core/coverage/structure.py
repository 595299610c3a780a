"""Structure: what must be repaired before an application works again, as a tree of promises. Exact with shared items."""

from collections.abc import Container, Iterable

from tocsin.core.coverage.promise import Promise


class Structure:
    """Back when ``enough`` of the parts are back: all of them where each is needed, one where one suffices.

    A part is a promise of a supplier, or a structure itself. Compared by content: the parts, in any order.
    """

    __slots__ = ("_key", "enough", "parts")

    def __init__(self, parts: Iterable["Part"], enough: int) -> None:
        self.parts = tuple(sorted(parts, key=hash))
        self.enough = enough
        self._key = self.enough, self.parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Structure) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def due(self, second: int) -> int:
        """The last second at which it may be back, if all of it fails at this one and every promise is just kept."""
        return sorted(part.due(second) for part in self.parts)[self.enough - 1]

    @property
    def promises(self) -> frozenset[Promise]:
        """Every promise in it."""
        return frozenset().union(*(promises_of(part) for part in self.parts))


Part = Promise | Structure


def promises_of(part: Part) -> frozenset[Promise]:
    """The promises of a part."""
    return part.promises if isinstance(part, Structure) else frozenset((part,))


def all_of(parts: Iterable[Part]) -> Part | None:
    """All of them, each once. A part that waits for one of several is left out if one of these is waited for anyway."""
    flat: dict[Part, None] = {}
    for part in parts:
        if isinstance(part, Structure) and part.enough == len(part.parts):
            flat.update(dict.fromkeys(part.parts))
        else:
            flat[part] = None
    needed = [part for part in flat if not _waited_for_anyway(part, flat)]
    if len(needed) < 2:
        return next(iter(needed), None)
    return Structure(needed, len(needed))


def some_of(parts: list[Part], enough: int) -> Part | None:
    """``enough`` of them; equal parts count separately, because each member of a group may be repaired by itself."""
    if enough >= len(parts):
        return all_of(parts)
    return parts[0] if len(set(parts)) == 1 else Structure(parts, enough)


def _waited_for_anyway(part: Part, among: Container[Part]) -> bool:
    return isinstance(part, Structure) and part.enough == 1 and any(inner in among for inner in part.parts)
