"""Graph: the inventory compiled to integers, and the questions asked of it; it knows no alert and no time."""

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from tocsin.core.impact import cabling, causes
from tocsin.core.impact.impact import SERVING, Impact
from tocsin.core.impact.network import Network
from tocsin.core.impact.values import Effect, MisCabled
from tocsin.core.inventory.values import Item, ItemType, Requirement

Failures = frozenset[tuple[str, Effect]]

_REMEMBERED = 512  # impacts kept: those of the causes of open incidents are asked for again and again


class Graph:
    """What hangs on what. Built once a version of the inventory, then read by many; never changes."""

    def __init__(self, network: Network) -> None:
        self._net = network
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._of)
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, frozenset[str]] = {}
        self._supplies: dict[str, tuple[str, ...]] = {}
        self._suspects: dict[str, tuple[str, ...]] = {}
        self._serving: dict[str, int] = {}

    @classmethod
    def compile(cls, items: Mapping[str, Item], requirements: Iterable[Requirement]) -> "Graph":
        """The graph of an inventory. A required key that is no item counts as always up."""
        return cls(Network.of(items, requirements))

    def __contains__(self, item: object) -> bool:
        return item in self._net.index

    def __len__(self) -> int:
        return len(self._net.keys)

    @cached_property
    def physical(self) -> frozenset[str]:
        """The items on which others hang physically: places, and the pieces of the power line."""
        return frozenset(
            key for key, kind in zip(self._net.keys, self._net.types, strict=True) if kind not in SERVING
        )

    def type_of(self, item: str) -> ItemType | None:
        """The item's type; None if the inventory does not know it."""
        at = self._net.index.get(item)
        return None if at is None else self._net.types[at]

    def impact(self, failures: Mapping[str, Effect]) -> Impact:
        """What these failures take down together. Keys that are no item are left out."""
        return self._of(frozenset(failures.items()))

    def loss(self, failures: Mapping[str, Effect]) -> Impact:
        """The same as ``impact``, remembered: for the causes that are asked about again and again."""
        return self._remembered(frozenset(failures.items()))

    def lost(self, item: str) -> Impact:
        """What the loss of this one item takes down (remembered)."""
        return self._remembered(frozenset(((item, Effect.DOWN),)))

    def _of(self, failures: Failures) -> Impact:
        return Impact(self._net, failures)

    def ancestors(self, item: str) -> tuple[str, ...]:
        """Everything that it hangs on, at any distance, nearest first; never the item itself."""
        found = self._ancestors.get(item)
        if found is None:
            found = self._ancestors[item] = causes.ancestors(self._net, item)
        return found

    def line(self, item: str) -> frozenset[str]:
        """The item and everything that it hangs on, to be intersected with."""
        found = self._lines.get(item)
        if found is None:
            found = self._lines[item] = frozenset((item, *self.ancestors(item)))
        return found

    def supplies(self, item: str) -> tuple[str, ...]:
        """Those of its ancestors that can be the physical common cause of a storm, nearest first."""
        found = self._supplies.get(item)
        if found is None:
            found = tuple(key for key in self.ancestors(item) if self.type_of(key) in causes.PHYSICAL)
            self._supplies[item] = found
        return found

    def suspects(self, item: str) -> tuple[str, ...]:
        """Those of its ancestors that can be the common cause of a storm: supplies, and devices that others need."""
        found = self._suspects.get(item)
        if found is None:
            found = tuple(key for key in self.ancestors(item) if self.type_of(key) in causes.SUSPECT)
            self._suspects[item] = found
        return found

    def serving(self, item: str) -> int:
        """How many other devices its loss takes down."""
        found = self._serving.get(item)
        if found is None:
            loss = self.lost(item)
            down = (key for key in loss.items if key != item and loss.effect(key) is Effect.DOWN)
            found = self._serving[item] = sum(self.type_of(key) is ItemType.DEVICE for key in down)
        return found

    def rack_of(self, item: str) -> str:
        """The rack that holds it, at any depth; the item's own key if none does."""
        return self._net.container(item, ItemType.RACK) or item

    def mis_cabled(self) -> tuple[MisCabled, ...]:
        """Items with several cords that one outlet, PDU or feed takes down together, by key."""
        return cabling.mis_cabled(self._net)
