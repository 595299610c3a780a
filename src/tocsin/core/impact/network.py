"""Network: items and requirement groups as integers and lists, quick to walk; it answers no question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tocsin.core.inventory.values import Item, ItemType, Requirement


@dataclass(slots=True)
class Network:
    """Items and groups have numbers. A group is one requirement of one item; its container is one too."""

    keys: list[str] = field(default_factory=list)
    types: list[ItemType] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)  # container of an item, -1 if none
    groups_of: list[list[int]] = field(default_factory=list)  # item -> what it requires
    dependents: list[list[int]] = field(default_factory=list)  # item -> groups it is a member of
    child: list[int] = field(default_factory=list)  # group -> the item that requires
    members: list[tuple[int, ...]] = field(default_factory=list)  # group -> the items required
    spare: list[int] = field(default_factory=list)  # group -> how many members may be lost
    labels: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, items: Mapping[str, Item], requirements: Iterable[Requirement]) -> "Network":
        """Number everything; references to unknown items are left out (and count as up)."""
        net = cls()
        for number, item in enumerate(items.values()):
            net.keys.append(item.key)
            net.types.append(item.type)
            net.index[item.key] = number
        net.groups_of = [[] for _ in net.keys]
        net.dependents = [[] for _ in net.keys]
        for number, item in enumerate(items.values()):
            net._contain(number, item.parent)
        for requirement in requirements:
            net._require(requirement)
        return net

    def container(self, item: str, kind: ItemType) -> str:
        """The nearest container of this type, or the item itself if it is one; empty if there is none."""
        at, steps = self.index.get(item, -1), 0
        while at >= 0 and self.types[at] is not kind and steps < len(ItemType):
            at, steps = self.parents[at], steps + 1
        return self.keys[at] if at >= 0 and self.types[at] is kind else ""

    def _contain(self, number: int, parent: str) -> None:
        at = self.index.get(parent, -1)
        self.parents.append(at)
        if at >= 0:
            self._group(number, (at,), 0, "container")

    def _require(self, requirement: Requirement) -> None:
        child = self.index.get(requirement.item)
        if child is None:
            return
        members = tuple(self.index[key] for key in requirement.of if key in self.index)
        self._group(child, members, len(requirement.of) - requirement.min_up, requirement.label)

    def _group(self, child: int, members: tuple[int, ...], spare: int, label: str) -> None:
        group = len(self.child)
        self.child.append(child)
        self.members.append(members)
        self.spare.append(spare)
        self.labels.append(label)
        self.groups_of[child].append(group)
        for member in members:
            self.dependents[member].append(group)
