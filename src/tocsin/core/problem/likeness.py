"""Likeness: whether two incidents are the same trouble, in bits, field by field. Knows no problem.

Each field speaks for it or against it by how much more often it agrees within one trouble than between any two incidents:
a rare value that agrees says more than a common one. What follows from another field is not counted again: the place of the
same cause, the team of the same kind. Source: Fellegi and Sunter 1969.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from math import log, log2

from tocsin.core.kernel.value import Value
from tocsin.core.problem.wording import are_alike

OFFER_BITS = 7.0  # a known error is offered; measured in docs/rules/problem.md
LINK_BITS = 8.0  # the incident belongs to it, if it also has the same cause and kind


class Field(StrEnum):
    """What is compared."""

    ITEM = "item"
    PLACE = "place"
    KIND = "kind"
    WORDS = "words"
    TEAM = "team"  # of offers that an earlier version made: a team follows from the kind
    TIME = "time"


class Traits(Value):
    """What is compared of an incident (id): its cause and its kind of event, PDU, rack and room, when it began, and how it
    was described first (``words``: reduced to its sense; empty: not known)."""

    incident: int
    at: datetime
    item: str
    places: tuple[str, ...]  # the narrowest first
    kind: str
    words: str = ""


class Likeness(Value):
    """How much two incidents speak for being the same trouble: the bits of each field, and of all."""

    bits: dict[Field, float]
    same: tuple[Field, ...]  # that agree

    @property
    def total(self) -> float:
        """All fields together."""
        return sum(self.bits.values())


# How often a field agrees between two incidents of one trouble; the place where the cause is another.
_ITEM, _PLACE, _KIND, _WORDS = 0.8, 0.85, 0.85, 0.75
_WIDEST_PLACE = 0.25  # of all incidents: a place that has more connects nothing
_LEAST = 0.5  # of an incident: how often a value that was never seen is taken to occur
_PRIOR = 3.0  # incidents by which the kinds of an item or a place are taken to be those of all
COUNTED_DAYS = 180  # of which chance agreement is taken
_SHORTEST_DAYS = 0.3  # between two incidents of a trouble: what is nearer says no more


class Frequencies:
    """How often each value occurs in the past, and each kind with it: what chance alone would let agree."""

    def __init__(self, past: Iterable[Traits]) -> None:
        self._values: Counter[str] = Counter()
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._words: Counter[tuple[str, str]] = Counter()
        self._worded: Counter[str] = Counter()
        self.total = 0
        for traits in past:
            self.total += 1
            values = {"", traits.item, *traits.places}  # the empty value: any incident
            self._values.update(values)
            self._kinds.update((value, traits.kind) for value in values)
            if traits.words:
                self._words[traits.kind, traits.words] += 1
                self._worded[traits.kind] += 1

    def share(self, value: str, apart: Collection[Traits]) -> float:
        """The share of incidents with this item or place, without those that are themselves compared (``apart``)."""
        return max(self._count(value, apart), _LEAST) / max(self.total - len(apart), 1)

    def share_of_kind(self, kind: str, value: str, apart: Collection[Traits]) -> float:
        """The share of a kind among the incidents of an item or a place; where these are few, rather among all."""
        among_all = max(self._count_of_kind(kind, "", apart), _LEAST) / max(self.total - len(apart), 1)
        here = max(self._count(value, apart), _LEAST)
        return min(1.0, (self._count_of_kind(kind, value, apart) + _PRIOR * among_all) / (here + _PRIOR))

    def agreeing_kinds(self) -> float:
        """How likely two incidents have the same kind by chance."""
        counts = [count for (value, _), count in self._kinds.items() if not value]
        return min(0.95, sum((count / max(self.total, 1)) ** 2 for count in counts))

    def share_of_words(self, kind: str, words: str, apart: Collection[Traits]) -> float:
        """The share of incidents of this kind that are described so: most kinds have few ways to be described."""
        compared = [traits for traits in apart if traits.words and traits.kind == kind]
        same = self._words[kind, words] - sum(traits.words == words for traits in compared)
        return min(1.0, max(same, _LEAST) / max(self._worded[kind] - len(compared), 1))

    def agreeing_words(self, kind: str) -> float:
        """How likely two incidents of this kind are described alike by chance."""
        total = max(self._worded[kind], 1)
        counts = (count for (of_kind, _), count in self._words.items() if of_kind == kind)
        return min(0.95, sum((count / total) ** 2 for count in counts))

    def _count(self, value: str, apart: Collection[Traits]) -> int:
        return self._values[value] - sum(value in (traits.item, *traits.places) for traits in apart)

    def _count_of_kind(self, kind: str, value: str, apart: Collection[Traits]) -> int:
        compared = sum(traits.kind == kind and value in ("", traits.item, *traits.places) for traits in apart)
        return max(0, self._kinds[value, kind] - compared)


def likeness(
    first: Traits, second: Traits, past: Frequencies, apart: Collection[Traits] = ()
) -> Likeness | None:
    """How much these two speak for being the same trouble; None where neither their cause nor a narrow place connects them.

    ``apart``: incidents of the past that are no chance ones.
    """
    common = _common(first, second, past, apart)
    if common is None:
        return None
    field, value = common
    within = _ITEM if field is Field.ITEM else (1 - _ITEM) * _PLACE
    bits = {field: log2(within / past.share(value, apart))}
    same = [field]
    if first.kind and first.kind == second.kind:
        same.append(Field.KIND)
        bits[Field.KIND] = log2(_KIND / min(_KIND, past.share_of_kind(first.kind, value, apart)))
    elif first.kind and second.kind:
        bits[Field.KIND] = _differing(_KIND, past.agreeing_kinds())
    if first.words and second.words and Field.KIND in same:
        bits[Field.WORDS] = _words_bits(first, second, past, apart)
        same += [Field.WORDS] if bits[Field.WORDS] >= 0 else []
    bits[Field.TIME] = _time_bits(first.at, second.at)
    return Likeness(bits=bits, same=tuple(same))


def _common(
    first: Traits, second: Traits, past: Frequencies, apart: Collection[Traits]
) -> tuple[Field, str] | None:
    """The cause, else the narrowest place that both have, unless much else happens there."""
    if first.item and first.item == second.item:
        return Field.ITEM, first.item
    place = next((place for place in first.places if place in second.places), None)
    if place is None or past.share(place, apart) > _WIDEST_PLACE:
        return None
    return Field.PLACE, place


def _words_bits(first: Traits, second: Traits, past: Frequencies, apart: Collection[Traits]) -> float:
    """How it was described, among incidents of the kind: another kind is described in other words anyway."""
    if are_alike(first.words, second.words):
        shares = [past.share_of_words(first.kind, words, apart) for words in (first.words, second.words)]
        return log2(_WORDS / min(_WORDS, max(shares)))
    return _differing(_WORDS, past.agreeing_words(first.kind))


def _differing(within: float, chance: float) -> float:
    """What a field says that differs. Where nearly all agree by chance, those of one trouble agree at least as often."""
    return log2((1 - max(within, chance)) / (1 - chance))


def _time_bits(first: datetime, second: datetime) -> float:
    """A trouble comes back after hours as after weeks (each doubling of the time as likely); chance at any time."""
    days = abs((first - second).total_seconds()) / 86_400 + _SHORTEST_DAYS
    doublings = log((COUNTED_DAYS + _SHORTEST_DAYS) / _SHORTEST_DAYS)
    return log2(COUNTED_DAYS / (2 * doublings * days))


def best(traits: Traits, members: Collection[Traits], past: Frequencies) -> Likeness | None:
    """The likeness to that one of the members that it resembles most; None where structure does not connect them."""
    others = [member for member in members if member.incident != traits.incident]
    found = [likeness(traits, member, past, (traits, *others)) for member in others]
    return max((each for each in found if each), key=lambda each: each.total, default=None)


def is_same(found: Likeness) -> bool:
    """Whether a rule may say that it is the same trouble: strong enough, with the same cause and kind."""
    return found.total >= LINK_BITS and {Field.ITEM, Field.KIND} <= set(found.same)
