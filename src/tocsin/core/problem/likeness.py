"""Likeness: whether two incidents are the same trouble, in bits, field by field. Knows no problem.

Each field speaks for it or against it by how much more often it agrees within one trouble than between any two incidents:
a rare value that agrees says more than a common one. Source: Fellegi and Sunter 1969.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from math import log2

from tocsin.core.kernel.value import Value

OFFER_BITS = 10.0  # a known error is offered; measured in docs/rules/problem.md
LINK_BITS = 12.0  # the incident belongs to it, if it also has the same cause and kind


class Field(StrEnum):
    """What is compared."""

    ITEM = "item"
    PLACE = "place"
    KIND = "kind"
    TEAM = "team"
    TIME = "time"


class Traits(Value):
    """What is compared of an incident (id): its cause and its kind of event, rack and room, team, and when it began."""

    incident: int
    at: datetime
    item: str
    places: tuple[str, ...]  # the narrowest first
    kind: str
    team: str


class Likeness(Value):
    """How much two incidents speak for being the same trouble: the bits of each field, and of all."""

    bits: dict[Field, float]
    same: tuple[Field, ...]  # that agree

    @property
    def total(self) -> float:
        """All fields together."""
        return sum(self.bits.values())


# How often a field agrees between two incidents of one trouble.
_WITHIN = {Field.ITEM: 0.75, Field.PLACE: 0.85, Field.KIND: 0.8, Field.TEAM: 0.9}
# Time: bits up to so many days between them. A trouble that comes back after months is the same trouble: little against.
_TIME = ((0.1, 3.0), (1.0, 2.0), (7.0, 1.0), (30.0, 0.0), (float("inf"), -1.0))
_RARE_PLACE_BITS = 2.0
_LEAST = 0.5  # of an incident: how often a value that was never seen is taken to occur


class Frequencies:
    """How often each value occurs among the incidents of the past: what chance alone would let agree."""

    def __init__(self, past: Iterable[Traits]) -> None:
        self._counts: Mapping[Field, Counter[str]] = {field: Counter() for field in _WITHIN}
        self.total = 0
        for traits in past:
            self.total += 1
            for field, values in _values(traits).items():
                self._counts[field].update(values)

    def share(self, field: Field, value: str, apart: Collection[Traits]) -> float:
        """The share of incidents that have this value, without those that are themselves compared (``apart``)."""
        compared = sum(value in _values(traits)[field] for traits in apart)
        return max(self._counts[field][value] - compared, _LEAST) / max(self.total - len(apart), 1)

    def agreeing(self, field: Field) -> float:
        """How likely two incidents agree by chance."""
        total = max(self.total, 1)
        return min(0.95, sum((count / total) ** 2 for count in self._counts[field].values()))


def likeness(first: Traits, second: Traits, past: Frequencies, apart: Collection[Traits] = ()) -> Likeness:
    """How much these two speak for being the same trouble. ``apart``: incidents of the past that are no chance ones."""
    ours, theirs = _values(first), _values(second)
    bits: dict[Field, float] = {}
    same: list[Field] = []
    for field, within in _WITHIN.items():
        common = [value for value in ours[field] if value in theirs[field]]
        if common:
            same.append(field)
            bits[field] = log2(within / min(within, past.share(field, common[0], apart)))
        elif ours[field] and theirs[field]:
            bits[field] = log2((1 - within) / (1 - past.agreeing(field)))
    days = abs((first.at - second.at).total_seconds()) / 86_400
    bits[Field.TIME] = next(bit for most, bit in _TIME if days <= most)
    return Likeness(bits=bits, same=tuple(same))


def best(traits: Traits, members: Collection[Traits], past: Frequencies) -> Likeness | None:
    """The likeness to that one of the members that it resembles most; None where structure does not connect them."""
    others = [member for member in members if member.incident != traits.incident]
    found = [likeness(traits, member, past, (traits, *others)) for member in others]
    return max(filter(_is_connected, found), key=lambda each: each.total, default=None)


def _is_connected(found: Likeness) -> bool:
    """Whether they have their cause in common, or a place that few incidents have."""
    return Field.ITEM in found.same or (
        Field.PLACE in found.same and found.bits[Field.PLACE] >= _RARE_PLACE_BITS
    )


def is_same(found: Likeness) -> bool:
    """Whether a rule may say that it is the same trouble: strong enough, with the same cause and kind."""
    return found.total >= LINK_BITS and {Field.ITEM, Field.KIND} <= set(found.same)


def _values(traits: Traits) -> dict[Field, tuple[str, ...]]:
    return {
        Field.ITEM: (traits.item,) if traits.item else (),
        Field.PLACE: traits.places,
        Field.KIND: (traits.kind,) if traits.kind else (),
        Field.TEAM: (traits.team,) if traits.team else (),
    }
