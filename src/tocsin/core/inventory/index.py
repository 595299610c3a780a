"""Index: every way to reach an item by name, address or place. Built once a snapshot, read by resolution."""

import ipaddress
from collections.abc import Iterable, Iterator, Mapping

from tocsin.core.inventory.spelling import designator, fold
from tocsin.core.inventory.values import Item, ItemType, Requirement

LEVELS = ("site", "room", "rack")
_PLACED = frozenset({ItemType.ROOM, ItemType.RACK, ItemType.FEED, ItemType.PDU})
_HOSTS = frozenset({ItemType.DEVICE, ItemType.PDU})
_MAX_UNITS = 60

Keys = tuple[str, ...]


class Index:
    """Look-ups from words to keys. A word that means several items yields them all."""

    def __init__(self, items: Mapping[str, Item], requirements: Iterable[Requirement]) -> None:
        self.items = items
        self.names: dict[str, dict[str, str]] = {}  # folded name -> key -> exact, alias or name
        self.shorts: dict[str, dict[str, str]] = {}  # first label of a dotted host name -> the same
        self.addresses: dict[str, list[str]] = {}
        self._children: dict[tuple[str, str, str], list[str]] = {}
        self._units: dict[tuple[str, int], list[str]] = {}
        self._paths: dict[str, Keys] = {}
        for item in items.values():
            self._add(item)
        self._feeds = dict(self._pdu_feeds(requirements))

    def named(self, text: str) -> dict[str, str]:
        """key -> how, for a name as it is said. A key outdoes a name that is spelt the same."""
        found = self.names.get(fold(text), {})
        exact = {key: how for key, how in found.items() if how == "exact"}
        return exact or found

    def host(self, text: str) -> dict[str, str]:
        """key -> how, for a host name: as it is said, without its port or domain, or of an item that has one."""
        text = without_port(text)
        found = self.named(text) or self.shorts.get(text.casefold(), {})
        if not found and "." in text and " " not in text and not is_address(text):
            bare = self.named(text.partition(".")[0])
            found = {key: "name" for key in bare if self.items[key].type in _HOSTS}
        return found

    def children(self, above: str, part: str, said: str) -> list[str]:
        """Items of a type, anywhere inside ``above`` (empty: anywhere), that answer to ``said``."""
        found = self._children.get((above, part, designator(part, said)))
        if found:
            return found
        return [
            key
            for key in self.named(said)
            if self.items[key].type == part and (not above or above in self.path(key))
        ]

    def all_of(self, above: str, part: str) -> list[str]:
        """Every item of a type inside ``above``."""
        return self._children.get((above, part, "*"), [])

    def unit(self, rack: str, u: int) -> list[str]:
        """Devices that occupy unit ``u`` of the rack."""
        return self._units.get((rack, u), [])

    def feed_of(self, pdu: str) -> str:
        """The letter of the feed behind a PDU."""
        return self._feeds.get(pdu, "")

    def path(self, key: str) -> Keys:
        """The item and all that contains it, outwards."""
        if key not in self._paths:
            self._paths[key] = tuple(self._walk(key))
        return self._paths[key]

    def _walk(self, key: str) -> Iterator[str]:
        seen: set[str] = set()
        while key in self.items and key not in seen:
            seen.add(key)
            yield key
            key = self.items[key].parent

    def _add(self, item: Item) -> None:
        if item.type == ItemType.OUTLET:
            self._place(item, (item.parent,))
            return
        for how, name in (
            ("exact", item.key),
            ("name", item.name),
            *(("alias", one) for one in item.aliases),
        ):
            self._name(item, how, name)
        if item.type in _PLACED:
            self._place(item, (*self.path(item.key)[1:], ""))
        if item.type in _HOSTS:
            self._host(item)

    def _name(self, item: Item, how: str, name: str) -> None:
        if folded := fold(name):
            self.names.setdefault(folded, {}).setdefault(item.key, how)
        if item.type in _HOSTS and "." in name and item.type == ItemType.DEVICE:
            self.shorts.setdefault(name.casefold().partition(".")[0], {}).setdefault(item.key, how)

    def _host(self, item: Item) -> None:
        address = str(item.attributes.get("address", ""))
        if is_address(address):
            self.addresses.setdefault(address, []).append(item.key)
        bottom, height = item.attributes.get("u"), item.attributes.get("height", 1)
        if isinstance(bottom, int) and isinstance(height, int):
            for u in range(bottom, bottom + min(height, _MAX_UNITS)):
                self._units.setdefault((item.parent, u), []).append(item.key)

    def _place(self, item: Item, containers: Keys) -> None:
        words = {"*", designator(item.type, _tail(item)), designator(item.type, item.name)} - {""}
        if item.type == ItemType.FEED and "feed" in item.attributes:
            words.add(designator("feed", str(item.attributes["feed"])))
        for above in containers:
            for word in words:
                self._children.setdefault((above, item.type.value, word), []).append(item.key)

    def _pdu_feeds(self, requirements: Iterable[Requirement]) -> Iterator[tuple[str, str]]:
        for one in requirements:
            item = self.items.get(one.item)
            feed = self.items.get(one.of[0]) if one.of else None
            if item and feed and item.type == ItemType.PDU and feed.type == ItemType.FEED:
                letter = str(feed.attributes.get("feed", "")) or _tail(feed)
                yield item.key, designator("feed", letter)


def without_port(text: str) -> str:
    """``srv-01:9100`` -> ``srv-01``. An IPv6 address has more than one colon, and stays as it is."""
    host, colon, port = text.rpartition(":")
    return host if colon and port.isdigit() and ":" not in host else text


def is_address(text: str) -> bool:
    """Is it an IPv4 or IPv6 address?"""
    if not text or len(text) > 45 or not (text[0].isdigit() or ":" in text):
        return False
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _tail(item: Item) -> str:
    return item.key.removeprefix(item.parent + ".") if item.parent else item.key
