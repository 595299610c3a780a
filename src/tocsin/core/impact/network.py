"""Network: items and requirement groups as integers and lists, quick to walk; it answers no question."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tocsin.core.inventory.values import Item, ItemType, Requirement

Met = tuple[tuple[int, int], ...]  # (group, how many of its members)


@dataclass(slots=True)
class Network:
    """Items and groups have numbers. A group is one requirement of one item; its container is one too.

    An item and all that it contains have consecutive numbers, so that the loss of a room is one range.
    """

    keys: list[str] = field(default_factory=list)
    types: list[ItemType] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)  # container of an item, -1 if none
    ends: list[int] = field(default_factory=list)  # item -> the number after the last one that it contains
    groups_of: list[list[int]] = field(default_factory=list)  # item -> what it requires, its container first
    needs: list[tuple[int, ...]] = field(default_factory=list)  # item -> the members of all of these
    child: list[int] = field(default_factory=list)  # group -> the item that requires
    members: list[tuple[int, ...]] = field(default_factory=list)  # group -> the items required
    spare: list[int] = field(default_factory=list)  # group -> how many members may be lost
    labels: list[str] = field(default_factory=list)
    degrading: set[int] = field(default_factory=set)  # groups whose loss makes the item work badly, no worse
    dependents: list[Met] = field(default_factory=list)  # item -> groups, of items outside it, that need it
    outward: list[Met] = field(default_factory=list)  # item -> the same of all that it contains, together

    @classmethod
    def of(cls, items: Mapping[str, Item], requirements: Iterable[Requirement]) -> "Network":
        """Number everything; references to unknown items are left out (and count as up)."""
        net = cls()
        for number, item in enumerate(_outside_in(items)):
            net.keys.append(item.key)
            net.types.append(item.type)
            net.index[item.key] = number
        net.groups_of = [[] for _ in net.keys]
        net._contain([items[key].parent for key in net.keys])
        for requirement in requirements:
            net._require(requirement)
        net._link()
        net.needs = [
            tuple({member: None for group in groups for member in net.members[group]})
            for groups in net.groups_of
        ]
        return net

    def container(self, item: str, kind: ItemType) -> str:
        """The nearest container of this type, or the item itself if it is one; empty if there is none."""
        at, steps = self.index.get(item, -1), 0
        while at >= 0 and self.types[at] is not kind and steps < len(ItemType):
            at, steps = self.parents[at], steps + 1
        return self.keys[at] if at >= 0 and self.types[at] is kind else ""

    def _contain(self, parents: list[str]) -> None:
        self.parents = [self.index.get(parent, -1) for parent in parents]
        self.ends = [number + 1 for number in range(len(parents))]
        for number, at in reversed(list(enumerate(self.parents))):
            if 0 <= at < number:
                self.ends[at] = max(self.ends[at], self.ends[number])
        for number, at in enumerate(self.parents):
            if at >= 0:
                self._group(number, (at,), 0, "container")

    def _require(self, requirement: Requirement) -> None:
        child = self.index.get(requirement.item)
        if child is None:
            return
        if requirement.degrades:
            self.degrading.add(len(self.child))
        members = tuple(self.index[key] for key in requirement.of if key in self.index)
        self._group(child, members, len(requirement.of) - requirement.min_up, requirement.label)

    def _group(self, child: int, members: tuple[int, ...], spare: int, label: str) -> None:
        self.groups_of[child].append(len(self.child))
        self.child.append(child)
        self.members.append(members)
        self.spare.append(spare)
        self.labels.append(label)

    def _link(self) -> None:
        """Note which groups to evaluate when an item is lost, alone and with all that it contains."""
        own: list[list[int]] = [[] for _ in self.keys]
        whole: list[list[int]] = [[] for _ in self.keys]
        parents, ends = self.parents, self.ends
        for group, (child, members) in enumerate(zip(self.child, self.members, strict=True)):
            for member in members:
                at = member
                while at >= 0 and not at <= child < ends[at]:
                    (own if at == member else whole)[at].append(group)
                    at = parents[at] if parents[at] < at else -1
        self.dependents = [_met(groups) for groups in own]
        self.outward = [
            _met(groups + more) if more else met
            for met, groups, more in zip(self.dependents, own, whole, strict=True)
        ]


def _met(groups: list[int]) -> Met:
    if len(groups) == 1:
        return ((groups[0], 1),)
    return tuple(Counter(groups).items()) if groups else ()


def _outside_in(items: Mapping[str, Item]) -> Iterator[Item]:
    """Each item before all that it contains, and that before anything else. A circle is cut at any of its items."""
    inside: dict[str, list[Item]] = defaultdict(list)
    for item in items.values():
        inside[item.parent].append(item)
    seen: set[str] = set()
    outermost = [item for item in items.values() if item.parent not in items]
    for start in (*outermost, *items.values()):
        stack = [start]
        while stack:
            item = stack.pop()
            if item.key not in seen:
                seen.add(item.key)
                yield item
                stack += reversed(inside[item.key])
