"""Floor: what is plugged in where, who watches it, and what loses power; by a simple model of its own."""

from collections.abc import Collection, Iterable
from functools import cached_property

from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.organisation.organisation import Organisation

_NAGIOS, _ICINGA, _PROMETHEUS, _SCRIPT = "nagios-fr", "icinga-es", "prometheus-de", "http-it"
_WATCHED_BY = {"": _NAGIOS, "fr": _NAGIOS, "es": _ICINGA, "de": _PROMETHEUS, "it": _SCRIPT}


class Floor:
    """The inventory seen from the floor: current flows from feed to PDU to outlet to device."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.items = organisation.items
        power = [requirement for requirement in organisation.requirements if requirement.label == "power"]
        self._cords = {
            requirement.item: requirement.of
            for requirement in power
            if self._is(requirement.item, ItemType.DEVICE)
        }
        self._needed = {requirement.item: requirement.min_up for requirement in power}
        self._networks: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for requirement in organisation.requirements:
            if requirement.label == "network" and self._is(requirement.item, ItemType.DEVICE):
                known = self._networks.setdefault(requirement.item, [])
                known.append((requirement.of, requirement.min_up))
        self._feed = {
            requirement.item: requirement.of[0]
            for requirement in power
            if self._is(requirement.item, ItemType.PDU)
        }

    def _is(self, key: str, kind: ItemType) -> bool:
        return key in self.items and self.items[key].type is kind

    @cached_property
    def devices(self) -> tuple[Item, ...]:
        """Every device, in the order of the inventory."""
        return tuple(item for item in self.items.values() if item.type is ItemType.DEVICE)

    def within(self, place: str, kind: ItemType) -> list[Item]:
        """The items of a type that the place contains, at any depth."""
        return [item for item in self.items.values() if item.type is kind and place in self._path(item.key)]

    def _path(self, key: str) -> list[str]:
        return [item.key for item in self.organisation.path(key)]

    def cords(self, device: str) -> tuple[str, ...]:
        """The outlets of a device's cords."""
        return self._cords.get(device, ())

    def feed_of(self, pdu: str) -> str:
        """The feed of a PDU."""
        return self._feed.get(pdu, "")

    def plugged(self, pdu: str) -> list[str]:
        """The outlets of a PDU that something is plugged into."""
        return sorted(cord for cords in self._cords.values() for cord in cords if cord.startswith(pdu + "."))

    def live(self, outlet: str, lost: Collection[str]) -> bool:
        """Whether an outlet has current when these items have none."""
        pdu = self.items[outlet].parent
        above = {outlet, self.feed_of(pdu), *self._path(pdu)}
        return above.isdisjoint(lost)

    def dark(self, lost: Iterable[str]) -> list[Item]:
        """The devices that stop when these items (outlets, PDUs, feeds, racks, rooms) are without current."""
        gone = frozenset(lost)
        return [item for item in self.devices if not self._runs(item.key, gone)]

    def _runs(self, device: str, lost: frozenset[str]) -> bool:
        if not lost.isdisjoint(self._path(device)):
            return False
        cords = self.cords(device)
        return not cords or sum(self.live(cord, lost) for cord in cords) >= self._needed[device]

    def needs_all(self, device: str, other: str) -> bool:
        """Whether the device cannot do without the other one, power apart."""
        return any(other in of and needed == len(of) for of, needed in self._networks.get(device, ()))

    def needs_any(self, device: str, several: Collection[str]) -> bool:
        """Whether the device needs one of these."""
        wanted = set(several)
        return any(set(of) == wanted and needed == 1 for of, needed in self._networks.get(device, ()))

    def rack_of(self, key: str) -> str:
        """The rack that holds an item; empty if none does."""
        return next((item.key for item in self.organisation.path(key) if item.type is ItemType.RACK), "")

    def watcher(self, device: str) -> str:
        """The source that monitors a device."""
        return _WATCHED_BY[self.organisation.region_of(device)]

    def address(self, device: str) -> str:
        """A device's IP address."""
        return str(self.items[device].attributes.get("address", "10.0.0.1"))
