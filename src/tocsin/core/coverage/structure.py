"""Structure: what must be repaired before an application works again, as a tree of promises. Exact with shared items."""

from collections.abc import Container, Iterable, Sequence

from tocsin.core.coverage.promise import Promise


class Structure:
    """Back when ``enough`` of the parts are back: all of them where each is needed, one where one suffices.

    A part is a promise of a supplier, or a structure itself. Compared by content: the parts, in any order. ``promises``:
    every promise in it.
    """

    __slots__ = ("_hash", "_key", "enough", "parts", "promises")

    def __init__(self, parts: Iterable["Part"], enough: int) -> None:
        self.parts = tuple(sorted(parts, key=hash))
        self.enough = enough
        self.promises: frozenset[Promise] = frozenset().union(*map(promises_of, self.parts))
        self._key = self.enough, self.parts
        self._hash = hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Structure) and self._key == other._key

    def __hash__(self) -> int:
        return self._hash

    def due(self, second: int) -> int:
        """The last second at which it may be back, if all of it fails at this one and every promise is just kept."""
        return sorted(part.due(second) for part in self.parts)[self.enough - 1]


Part = Promise | Structure


def promises_of(part: Part) -> frozenset[Promise]:
    """The promises of a part."""
    return part.promises if isinstance(part, Structure) else frozenset((part,))


class Deadlines:
    """When parts may be back, each for all of the same beginnings at once: a part that several structures share is
    computed once. ``seconds`` in order, the first and the last of the span among them."""

    def __init__(self, seconds: Sequence[int]) -> None:
        self.seconds = seconds
        self._of: dict[Part, Sequence[int]] = {}

    def of(self, part: Part) -> Sequence[int]:
        """What ``part.due`` is at each of the seconds."""
        if part not in self._of:
            self._of[part] = self._computed(part)
        return self._of[part]

    def _computed(self, part: Part) -> Sequence[int]:
        if isinstance(part, Promise):
            return part.course(self.seconds[0], self.seconds[-1]).at(self.seconds)
        each = [self.of(inner) for inner in part.parts]
        if part.enough == len(each):
            return list(map(max, *each)) if len(each) > 1 else each[0]
        if part.enough == 1:
            return list(map(min, *each))
        return [sorted(dues)[part.enough - 1] for dues in zip(*each, strict=True)]


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
