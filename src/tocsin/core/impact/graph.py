"""Graph: the inventory compiled to integers, and the questions asked of it; it knows no alert and no time."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from tocsin.core.impact import cabling, causes
from tocsin.core.impact.impact import SERVING, Impact
from tocsin.core.impact.network import Network
from tocsin.core.impact.observers import Observers, Watching
from tocsin.core.impact.values import Effect, MisCabled
from tocsin.core.inventory.values import HOSTS, Item, ItemType, Requirement

Failures = frozenset[tuple[str, Effect]]

_NOTHING = frozenset[str]()
_REMEMBERED = 512  # impacts kept: those of the causes of open incidents are asked for again and again
_SETS = 8_192  # smallest sets kept: one for each alarm of a storm


class Graph:
    """What depends on what. Built once for each version of the inventory, then read by many; never changes."""

    def __init__(self, network: Network, watching: Watching = MappingProxyType({})) -> None:
        self._net = network
        self._observers = Observers(network, watching)
        self.observers = self._observers.keys  # the items that run a source which watches others
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._of)
        self._sets = lru_cache(maxsize=_SETS)(self._smallest)
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, frozenset[str]] = {}
        self._ranks: dict[str, tuple[int, str]] = {}
        self._supplies: dict[str, tuple[str, ...]] = {}
        self._suspects: dict[str, tuple[str, ...]] = {}
        self._fatal: dict[str, tuple[str, ...]] = {}
        self._redundant: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._serving: dict[tuple[str, ...], int] = {}
        self._unseen: dict[str, frozenset[str]] = {}
        self._dependents: dict[str, frozenset[str] | None] = {}
        self._unseen_hosts: dict[str, frozenset[str]] = {}
        self._behind: dict[str, frozenset[str]] = {}
        self._applications: dict[str, tuple[str, ...]] = {}

    @classmethod
    def compile(
        cls,
        items: Mapping[str, Item],
        requirements: Iterable[Requirement],
        watching: Watching = MappingProxyType({}),
    ) -> "Graph":
        """The graph of an inventory. A required key that is no item counts as always up.

        ``watching``: observer -> what it watches (Organisation.watching).
        """
        return cls(Network.of(items, requirements), watching)

    def under(self, watching: Watching) -> "Graph":
        """The same network under other observers."""
        return Graph(self._net, watching)

    def __contains__(self, item: object) -> bool:
        return item in self._net.index

    def __len__(self) -> int:
        return len(self._net.keys)

    def is_supply(self, item: str) -> bool:
        """Whether others depend on it physically: a place, or a piece of the power line."""
        kind = self.type_of(item)
        return kind is not None and kind not in SERVING

    def type_of(self, item: str) -> ItemType | None:
        """The item's type; None if the inventory does not know it."""
        at = self._net.index.get(item)
        return None if at is None else self._net.types[at]

    def impact(self, failures: Mapping[str, Effect]) -> Impact:
        """What these failures take down together. Keys that are no item are left out."""
        return self._of(frozenset(failures.items()))

    def loss(self, failures: Mapping[str, Effect]) -> Impact:
        """The same as ``impact``, remembered, because the same causes are asked about many times."""
        return self._remembered(frozenset(failures.items()))

    def lost(self, item: str) -> Impact:
        """What the loss of this one item takes down (remembered)."""
        return self._remembered(frozenset(((item, Effect.DOWN),)))

    def _of(self, failures: Failures) -> Impact:
        return Impact(self._net, failures)

    def smallest(self, failures: Mapping[str, Effect], item: str, rank: int) -> tuple[str, ...]:
        """A smallest set of these failures that hits the item with at least this rank, upstream first; empty if all of
        them together do not. Remembered, because the same failures are asked about as long as they last."""
        return self._sets(frozenset(failures.items()), item, rank)

    def _smallest(self, failures: Failures, item: str, rank: int) -> tuple[str, ...]:
        needed = failures
        if self._remembered(needed).effect(item).rank < rank:
            return ()
        for failure in sorted(failures, key=lambda failure: self.rank(failure[0]), reverse=True):
            fewer = needed - {failure}
            if self._remembered(fewer).effect(item).rank >= rank:
                needed = fewer
        return tuple(sorted((key for key, _ in needed), key=self.rank))

    def ancestors(self, item: str) -> tuple[str, ...]:
        """Everything that it depends on, at any distance, nearest first; never the item itself."""
        found = self._ancestors.get(item)
        if found is None:
            found = self._ancestors[item] = causes.ancestors(self._net, item)
        return found

    def line(self, item: str) -> frozenset[str]:
        """The item and everything that it depends on, as a set."""
        found = self._lines.get(item)
        if found is None:
            found = self._lines[item] = frozenset((item, *self.ancestors(item)))
        return found

    def rank(self, item: str) -> tuple[int, str]:
        """The order of causes: the item that depends on least comes first."""
        found = self._ranks.get(item)
        if found is None:
            found = self._ranks[item] = len(self.line(item)), item
        return found

    def supplies(self, item: str) -> tuple[str, ...]:
        """Those of its ancestors that can be the physical common cause of a storm, nearest first."""
        found = self._supplies.get(item)
        if found is None:
            found = tuple(key for key in self.ancestors(item) if self.type_of(key) in causes.PHYSICAL)
            self._supplies[item] = found
        return found

    def suspects(self, item: str) -> tuple[str, ...]:
        """What can be the common cause of a storm that the item is in: supplies, hosts and lines, and who watches it."""
        found = self._suspects.get(item)
        if found is None:
            hung = (key for key in self.ancestors(item) if self.type_of(key) in causes.SUSPECT)
            found = tuple(dict.fromkeys((*hung, *self.observers_of(item))))
            self._suspects[item] = found
        return found

    def fatal_hosts(self, item: str) -> tuple[str, ...]:
        """Those of its suspects that are no supply, and whose loss takes it down or leaves it unseen."""
        found = self._fatal.get(item)
        if found is None:
            hosts = (key for key in self.suspects(item) if self.type_of(key) not in causes.PHYSICAL)
            found = self._fatal[item] = tuple(host for host in hosts if self._takes_away(host, item))
        return found

    def _takes_away(self, host: str, item: str) -> bool:
        return self.lost(host).effect(item) is Effect.DOWN or item in self.unseen(host)

    def redundant_sets(self, item: str) -> tuple[tuple[str, ...], ...]:
        """Sets of hosts that stand in for one another and of which it needs one, or is one: both core switches."""
        found = self._redundant.get(item)
        if found is None:
            found = self._redundant[item] = causes.redundant_sets(self._net, item, self.ancestors(item))
        return found

    def serving(self, *items: str) -> int:
        """How many other devices their loss takes down."""
        found = self._serving.get(items)
        if found is None:
            loss = self.loss(dict.fromkeys(items, Effect.DOWN))
            down = (key for key in loss.items if key not in items and loss.effect(key) is Effect.DOWN)
            found = self._serving[items] = sum(self.type_of(key) in HOSTS for key in down)
        return found

    def unseen(self, item: str) -> frozenset[str]:
        """What nobody sees any more when this is lost: cut off, or watched only by observers that are lost or cut off.

        Whether any of it is down is not known then, whatever is reported of it.
        """
        if not self.observers and self.type_of(item) is not ItemType.CIRCUIT:
            return _NOTHING
        found = self._unseen.get(item)
        if found is None:
            apart, loss = set(self.cut_off(item)), self.lost(item)
            blind = [
                observer
                for observer in self.observers
                if loss.effect(observer) is Effect.DOWN or observer in apart
            ]
            watched = {key for observer in blind for key in self.watched_by(observer)}
            known = {key for key in watched if len(self.blinds(item, key)) < len(self.observers_of(key))}
            found = self._unseen[item] = frozenset((watched - known | apart) - {item})
        return found

    def unseen_hosts(self, item: str) -> frozenset[str]:
        """The hosts among what nobody sees any more when this is lost."""
        found = self._unseen_hosts.get(item)
        if found is None:
            hosts = (key for key in self.unseen(item) if self.type_of(key) in HOSTS)
            found = self._unseen_hosts[item] = frozenset(hosts)
        return found

    def behind(self, item: str) -> frozenset[str]:
        """All that may cause a report about the item: what it depends on, and what its observers depend on."""
        if not self.observers:
            return self.line(item)
        found = self._behind.get(item)
        if found is None:
            lines = (self.line(observer) for observer in self.observers_of(item))
            found = self._behind[item] = self.line(item).union(*lines)
        return found

    def is_leaf(self, item: str) -> bool:
        """Whether its loss hits nothing but itself."""
        at = self._net.index.get(item, -1)
        return at < 0 or (self._net.ends[at] == at + 1 and not self._net.outward[at])

    def dependents(self, item: str) -> frozenset[str] | None:
        """Everything else that depends on the item at any distance, redundant or not; None if that is much.

        It costs less than the loss, which hits nothing beyond these.
        """
        found = self._dependents.get(item)
        if found is None and item not in self._dependents:
            found = self._dependents[item] = causes.dependents(self._net, item)
        return found

    def needs(self, item: str) -> tuple[str, ...]:
        """What the item requires directly, its container apart."""
        at = self._net.index.get(item, -1)
        groups = self._net.groups_of[at] if at >= 0 else ()
        members = (
            key
            for group in groups
            if self._net.labels[group] != "container"
            for key in self._net.members[group]
        )
        return tuple(dict.fromkeys(self._net.keys[member] for member in members))

    def applications_on(self, item: str) -> tuple[str, ...]:
        """The applications that require the item directly."""
        found = self._applications.get(item)
        if found is None:
            at = self._net.index.get(item, -1)
            users = {self._net.child[group] for group, _ in self._net.dependents[at]} if at >= 0 else set()
            found = tuple(
                self._net.keys[user] for user in users if self._net.types[user] is ItemType.APPLICATION
            )
            self._applications[item] = found
        return found

    def requirements(self, item: str) -> tuple[tuple[tuple[str, ...], int], ...]:
        """What the item requires, its container too: (members, how many of them must be up) of each group."""
        net, at = self._net, self._net.index.get(item, -1)
        return tuple(
            (
                tuple(net.keys[member] for member in net.members[group]),
                len(net.members[group]) - net.spare[group],
            )
            for group in (net.groups_of[at] if at >= 0 else ())
        )

    def explains(self, candidate: str, item: str) -> Effect:
        """What the loss of the candidate does to the item: down, degraded, redundancy lost, or nothing."""
        return self.lost(candidate).effect(item)

    def cut_off(self, circuit: str) -> frozenset[str]:
        """What still works locally after the loss of this circuit, but cannot be reached from elsewhere.

        Empty where another line still leads there. A monitoring server elsewhere reports all of it as down.
        """
        loss = self.lost(circuit)
        if self.type_of(circuit) is not ItemType.CIRCUIT:
            return frozenset()
        site = self._net.container(circuit, ItemType.SITE)
        if loss.effect(site) is not Effect.DEGRADED:
            return frozenset()
        at = self._net.index[site]
        return frozenset(self._net.keys[at : self._net.ends[at]]) - {circuit}

    def watched_by(self, observer: str) -> frozenset[str]:
        """All that this observer watches. Its loss takes nothing of it down; it makes it unknown."""
        return self._observers.watched(observer)

    def observers_of(self, item: str) -> tuple[str, ...]:
        """Who watches the item."""
        return self._observers.of(item)

    def blinds(self, candidate: str, item: str) -> tuple[str, ...]:
        """The observers of the item that no longer see it rightly when the candidate is lost.

        They are down, or cut off from it by a lost circuit. What they say of the item is doubtful meanwhile.
        """
        loss, apart = self.lost(candidate), self.cut_off(candidate)
        return tuple(
            observer
            for observer in self.observers_of(item)
            if loss.effect(observer) is Effect.DOWN or (observer in apart) != (item in apart)
        )

    def rack_of(self, item: str) -> str:
        """The rack that holds it, at any depth; the item's own key if none does."""
        return self._net.container(item, ItemType.RACK) or item

    def room_of(self, item: str) -> str:
        """The room that holds it, at any depth, or that it is; empty if none does."""
        return self._net.container(item, ItemType.ROOM)

    def mis_cabled(self) -> tuple[MisCabled, ...]:
        """Items with several cords that one outlet, PDU or feed takes down together, by key."""
        return cabling.mis_cabled(self._net)
