"""Rooms: their racks, what they hold, which cord is on which feed, and what is hit. Draws nothing, reads no row."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect, MisCabled
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation

_HIGH_GUARANTEE = "high"
_DEFAULT_HEIGHT = 42
_IN_A_RACK = (ItemType.OUTLET, ItemType.PDU, ItemType.DEVICE)


class AffectedItem(Value):
    """An item that an open incident hits: the worst effect, and every incident (id) that says so."""

    item: str
    effect: Effect
    incidents: tuple[int, ...]


class Cord(Value):
    """One cord of a device. ``feed`` is A, B ... of its PDU; ``outlet`` its number; ``dead``: no current."""

    key: str
    pdu: str
    feed: str
    outlet: int
    dead: bool


class Device(Value):
    """A device where it sits: ``u`` is its lowest unit, None when the inventory does not say."""

    key: str
    name: str
    role: str
    u: int | None
    height: int
    effect: Effect
    incidents: tuple[int, ...]
    cords: tuple[Cord, ...]
    shared: tuple[str, ...] = ()  # mis-cabled: the names of what all its cords hang on, nearest first

    @property
    def feeds(self) -> str:
        """The feeds of its cords, one letter for each cord: ``A B``, ``A A``, ``A``."""
        return " ".join(sorted(cord.feed for cord in self.cords))

    @property
    def mis_cabled(self) -> bool:
        """Whether one thing takes down cords that should be redundant."""
        return bool(self.shared)


class Counts(Value):
    """How many devices there are, and how many of them are hit and how."""

    devices: int
    down: int
    degraded: int
    reduced: int
    mis_cabled: int


class Pdu(Value):
    """A PDU of a rack and its outlets: which are used, which give no current."""

    key: str
    name: str
    feed: str
    feed_key: str
    outlets: int
    used: frozenset[int]
    lost: frozenset[int]
    dead: bool
    effect: Effect
    incidents: tuple[int, ...]


class Rack(Value):
    """A rack. ``effect`` is the worst of the rack, its contents and its power; ``own`` that of the rack itself."""

    key: str
    name: str
    row: str
    position: int
    height: int
    high: bool
    own: Effect
    effect: Effect
    incidents: tuple[int, ...]
    devices: tuple[Device, ...]
    pdus: tuple[Pdu, ...]

    @property
    def counts(self) -> "Counts":
        """How its devices are."""
        return counts_of(self.devices)


class Feed(Value):
    """A power feed of the room."""

    key: str
    name: str
    letter: str
    effect: Effect
    incidents: tuple[int, ...]


class Room(Value):
    """A room, its feeds by letter and its racks by row and position."""

    key: str
    name: str
    site: str
    effect: Effect
    incidents: tuple[int, ...]
    feeds: tuple[Feed, ...]
    racks: tuple[Rack, ...]

    @property
    def counts(self) -> Counts:
        """How its devices are."""
        return counts_of(tuple(device for rack in self.racks for device in rack.devices))

    @property
    def mis_cabled(self) -> tuple[Device, ...]:
        """Its mis-cabled devices."""
        return tuple(device for rack in self.racks for device in rack.devices if device.mis_cabled)

    @property
    def affected(self) -> tuple[Rack, ...]:
        """The racks that are hit, worst first."""
        hit = [rack for rack in self.racks if rack.effect is not Effect.NONE or rack.incidents]
        return tuple(sorted(hit, key=lambda rack: -rack.effect.rank))

    def rack(self, key: str) -> Rack | None:
        """One of its racks."""
        return next((rack for rack in self.racks if rack.key == key), None)


def counts_of(devices: Sequence[Device]) -> Counts:
    """How these devices are."""
    effects = Counter(device.effect for device in devices)
    return Counts(
        devices=len(devices), down=effects[Effect.DOWN], degraded=effects[Effect.DEGRADED],
        reduced=effects[Effect.REDUNDANCY_LOST], mis_cabled=sum(device.mis_cabled for device in devices),
    )  # fmt: skip


class Inventory:
    """The organisation's items by what contains them. Built once for each version of the inventory."""

    def __init__(self, organisation: Organisation, graph: Graph) -> None:
        self.items = organisation.items
        self.children: dict[str, list[Item]] = defaultdict(list)
        for item in self.items.values():
            self.children[item.parent].append(item)
        self.power: dict[str, tuple[str, ...]] = {}
        self.needed: dict[str, tuple[str, ...]] = {}  # item -> all that it needs, whatever for
        for need in organisation.requirements:
            self.needed[need.item] = self.needed.get(need.item, ()) + need.of
            if need.label == "power":
                self.power[need.item] = self.power.get(need.item, ()) + need.of
        self.shared: Mapping[str, MisCabled] = {case.item: case for case in graph.mis_cabled()}
        self.guarantee = organisation.guarantee_of

    def within(self, key: str) -> Iterable[str]:
        """The key and everything that it contains, at any depth."""
        found = [key]
        for place in found:
            found.extend(child.key for child in self.children.get(place, ()))
        return found

    def of_type(self, parent: str, type: ItemType) -> list[Item]:
        """What ``parent`` contains of this type."""
        return [child for child in self.children.get(parent, ()) if child.type is type]

    def located_name(self, key: str) -> str:
        """The item as people find it: its name, and what holds it up to the rack."""
        item = self.items.get(key)
        names = [item.display_name if item else key]
        while item and item.type in _IN_A_RACK and (item := self.items.get(item.parent)):
            names.append(item.display_name)
        return " · ".join(reversed(names))

    def rooms(self) -> list[Item]:
        """Every room that has a rack, the largest first."""
        rooms = (item for item in self.items.values() if item.type is ItemType.ROOM)
        racks = {room.key: len(self.of_type(room.key, ItemType.RACK)) for room in rooms}
        return [self.items[key] for key in sorted(racks, key=lambda key: (-racks[key], key)) if racks[key]]


class _Reader:
    """Reads rooms off an inventory while some of its items are affected."""

    def __init__(self, known: Inventory, affected: Mapping[str, AffectedItem]) -> None:
        self._known, self._affected = known, affected

    def room(self, item: Item) -> Room:
        """The room with all that it holds."""
        feeds = [self._feed(feed) for feed in self._known.of_type(item.key, ItemType.FEED)]
        racks = [self._rack(rack) for rack in self._known.of_type(item.key, ItemType.RACK)]
        own = self._effect(item.key)
        parent = self._known.items.get(item.parent)
        return Room(
            key=item.key,
            name=item.name,
            site=parent.name if parent else "",
            effect=_worst([own, *(rack.effect for rack in racks), *(_spared(feed.effect) for feed in feeds)]),
            incidents=self._incidents(self._known.within(item.key)),
            feeds=tuple(sorted(feeds, key=lambda feed: feed.letter)),
            racks=tuple(sorted(racks, key=lambda rack: (rack.row, rack.position, rack.key))),
        )

    def _feed(self, item: Item) -> Feed:
        return Feed(
            key=item.key, name=item.name, letter=self._letter(item.key), effect=self._effect(item.key),
            incidents=self._incidents([item.key]),
        )  # fmt: skip

    def _rack(self, item: Item) -> Rack:
        devices = tuple(self._device(device) for device in self._known.of_type(item.key, ItemType.DEVICE))
        pdus = [self._pdu(pdu, devices) for pdu in self._known.of_type(item.key, ItemType.PDU)]
        own = self._effect(item.key)
        worst = _worst([own, *(device.effect for device in devices), *(_spared(pdu.effect) for pdu in pdus)])
        return Rack(
            key=item.key,
            name=item.name,
            row=str(item.attributes.get("row", "")),
            position=_number(item.attributes.get("position"), 0),
            height=_number(item.attributes.get("height"), _DEFAULT_HEIGHT),
            high=self._known.guarantee(item.key) == _HIGH_GUARANTEE,
            own=own,
            effect=worst,
            incidents=self._incidents(self._known.within(item.key)),
            devices=tuple(sorted(devices, key=lambda device: -(device.u or 0))),
            pdus=tuple(sorted(pdus, key=lambda pdu: (pdu.feed, pdu.key))),
        )

    def _device(self, item: Item) -> Device:
        u = _number(item.attributes.get("u"), 0)
        case = self._known.shared.get(item.key)
        return Device(
            key=item.key,
            name=item.name,
            role=str(item.attributes.get("role", "")),
            u=u or None,
            height=max(1, _number(item.attributes.get("height"), 1)),
            effect=self._effect(item.key),
            incidents=self._incidents([item.key]),
            cords=tuple(self._cord(key) for key in self._known.power.get(item.key, ())),
            shared=tuple(map(self._known.located_name, case.common)) if case else (),
        )

    def _cord(self, key: str) -> Cord:
        outlet = self._known.items.get(key)
        pdu = outlet.parent if outlet else ""
        return Cord(
            key=key, pdu=pdu, feed=self._letter(self._feed_of(pdu)), dead=self._dead(key),
            outlet=_number(outlet.name if outlet else 0, 0),
        )  # fmt: skip

    def _pdu(self, item: Item, devices: Iterable[Device]) -> Pdu:
        outlets = self._known.of_type(item.key, ItemType.OUTLET)
        feed = self._feed_of(item.key)
        return Pdu(
            key=item.key,
            name=item.name,
            feed=self._letter(feed),
            feed_key=feed,
            outlets=len(outlets),
            used=frozenset(
                cord.outlet for device in devices for cord in device.cords if cord.pdu == item.key
            ),
            lost=frozenset(
                _number(outlet.name, 0) for outlet in outlets if self._effect(outlet.key) is Effect.DOWN
            ),
            dead=self._dead(item.key),
            effect=self._effect(item.key),
            incidents=self._incidents([item.key]),
        )

    def _feed_of(self, pdu: str) -> str:
        return next(iter(self._known.power.get(pdu, ())), "")

    def _letter(self, feed: str) -> str:
        item = self._known.items.get(feed)
        return str(item.attributes.get("feed") or item.name[-1:].upper()) if item else "?"

    def _dead(self, key: str) -> bool:
        """Whether the outlet or PDU, or what it hangs on, gives no current."""
        line = [key]
        for upstream in line:
            if self._effect(upstream) is Effect.DOWN:
                return True
            item = self._known.items.get(upstream)
            above = (
                (item.parent,)
                if item and item.type is ItemType.OUTLET
                else self._known.power.get(upstream, ())
            )
            line.extend(up for up in above if up not in line)
        return False

    def _effect(self, key: str) -> Effect:
        found = self._affected.get(key)
        return found.effect if found else Effect.NONE

    def _incidents(self, keys: Iterable[str]) -> tuple[int, ...]:
        found = {number for key in keys if (hit := self._affected.get(key)) for number in hit.incidents}
        return tuple(sorted(found))


def room(known: Inventory, item: Item, affected: Mapping[str, AffectedItem]) -> Room:
    """The room as it is now."""
    return _Reader(known, affected).room(item)


def _worst(effects: Iterable[Effect]) -> Effect:
    return max(effects, key=lambda effect: effect.rank, default=Effect.NONE)


def _spared(effect: Effect) -> Effect:
    """What a lost feed or PDU alone does to its room or rack: redundancy lost, unless what it supplies is hit worse."""
    return min(effect, Effect.REDUNDANCY_LOST, key=lambda claim: claim.rank)


def _number(value: object, otherwise: int) -> int:
    text = str(value or "")
    return int(text) if text.isdigit() else otherwise
