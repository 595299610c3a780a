"""Index: every way to reach an item by name, address or place. Built once a snapshot, read by resolution."""

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from tocsin.core.inventory.phrase import FILLERS, SITE_LABELS
from tocsin.core.inventory.searching import Search
from tocsin.core.inventory.spelling import PART_OF, designator, normalise
from tocsin.core.inventory.values import HOSTS, Item, ItemType, Requirement

LEVELS = ("site", "room", "rack")
_PLACED = frozenset(
    {ItemType.ROOM, ItemType.RACK, ItemType.FEED, ItemType.PDU, ItemType.UPS, ItemType.COOLING_UNIT}
)
_HOSTS = HOSTS | {ItemType.PDU}
_SUPPLIES = (ItemType.FEED, ItemType.UPS)
# Words of a site's name that many sites have: none of these names a site.
_GENERIC = (
    FILLERS
    | SITE_LABELS
    | frozenset(
        (
            *(
                "siege",
                "sede",
                "oficina",
                "buro",
                "office",
                "head",
                "headquarters",
                "agence",
                "depot",
                "usine",
            ),
            *(
                "entrepot",
                "warehouse",
                "local",
                "technique",
                "campus",
                "centre",
                "center",
                "centro",
                "nord",
                "sud",
            ),
            *("est", "ouest", "north", "south", "east", "west", "paris", "grand", "parc", "park", "zone"),
        )
    )
)
_LOCAL_DOMAINS = frozenset(("local", "lan", "localdomain", "internal", "intra", "intranet", "corp", "home"))
_MAX_UNITS = 60

Keys = tuple[str, ...]


class Index:
    """Look-ups from words to keys. A word that means several items yields them all."""

    def __init__(self, items: Mapping[str, Item], requirements: Iterable[Requirement]) -> None:
        self.items = items
        self.names: dict[str, dict[str, str]] = {}  # normalised name -> key -> exact, alias or name
        self.shorts: dict[str, dict[str, str]] = {}  # first label of a dotted host name -> the same
        self.addresses: dict[str, list[str]] = {}
        self._children: dict[tuple[str, str, str], list[str]] = {}
        self._units: dict[tuple[str, int], list[str]] = {}
        self._paths: dict[str, Keys] = {}
        for item in items.values():
            self._add(item)
        self._feeds = dict(self._pdu_feeds(requirements))
        self._site_words = dict(self._telling_words())

    @cached_property
    def search(self) -> Search:
        """What a person types of a name; made when somebody first types."""
        return Search(self.items)

    def named(self, text: str) -> dict[str, str]:
        """key -> how, for a name as it is written. A key wins over a name that is spelt the same."""
        found = self.names.get(normalise(text), {})
        exact = {key: how for key, how in found.items() if how == "exact"}
        return exact or found

    def host(self, text: str) -> dict[str, str]:
        """key -> how, for a host name: as it is written, without its port or domain, or of an item that has a domain."""
        text = without_port(text)
        found = self.named(text) or self.shorts.get(text.casefold(), {})
        if not found and _has_domain(text):
            bare = self.named(text.partition(".")[0])
            found = {key: "name" for key in bare if self.items[key].type in _HOSTS}
        return found

    def children(self, above: str, part: str, text: str) -> list[str]:
        """Items of a type, anywhere inside ``above`` (empty: anywhere), that match ``text``."""
        found = self._children.get((above, part, designator(part, text)))
        if found:
            return found
        named = self.named(text) or dict.fromkeys([self._site_words.get(normalise(text), "")], "name")
        return [
            key
            for key in named
            if key and self.items[key].type == part and (not above or above in self.path(key))
        ]

    def site_called(self, word: str) -> str:
        """The site (key) whose name alone has this word: Marcoussis. Empty: none, several, or a word of no use."""
        return self._site_words.get(normalise(word), "")

    def own_words(self, key: str) -> frozenset[str]:
        """The words that only repeat where the item is: the name of its site, and who answers for it."""
        path = [self.items[above] for above in self.path(key)]
        sites = [item for item in path if item.type is ItemType.SITE]
        words = {word for site in sites for word in normalise(site.name).split() if len(word) > 2}
        return frozenset(words | {normalise(item.supplier) for item in path if item.supplier})

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
            *(("alias", alias) for alias in (*item.aliases, *_numbers(item))),
        ):
            self._name(item, how, name)
        if item.type in _PLACED:
            self._place(item, (*self.path(item.key)[1:], ""))
        if item.type in _HOSTS:
            self._host(item)

    def _name(self, item: Item, how: str, name: str) -> None:
        if normalised := normalise(name):
            self.names.setdefault(normalised, {}).setdefault(item.key, how)
        if item.type in HOSTS and "." in name:
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
        for need in requirements:
            item = self.items.get(need.item)
            feed = self.items.get(need.of[0]) if need.of else None
            if item and feed and item.type == ItemType.PDU and feed.type in _SUPPLIES:
                letter = str(feed.attributes.get("feed", "")) or _tail(feed)
                yield item.key, designator("feed", letter)

    def _telling_words(self) -> Iterator[tuple[str, str]]:
        """Words that stand in the name of a single site and name nothing else: such a word names the site."""
        sites = [item for item in self.items.values() if item.type is ItemType.SITE]
        words = {site.key: set(normalise(site.name).split()) for site in sites}
        for site in sites:
            others = {word for key, theirs in words.items() if key != site.key for word in theirs}
            for word in words[site.key] - others - _GENERIC - {normalise(site.supplier)} - PART_OF.keys():
                if len(word) > 3 and word.isalpha() and word not in self.names:
                    yield word, site.key


def _numbers(item: Item) -> Keys:
    """A circuit is also called by the operator's number."""
    number = str(item.attributes.get("cid", "")) if item.type is ItemType.CIRCUIT else ""
    return (number, normalise(number).replace(" ", "")) if number else ()


def without_port(text: str) -> str:
    """``srv-01:9100`` -> ``srv-01``. An IPv6 address has more than one colon, and stays as it is."""
    host, colon, port = text.rpartition(":")
    return host if colon and port.isdigit() and ":" not in host else text


def _has_domain(text: str) -> bool:
    """``srv-01.corp.example``, ``srv-01.local``; not ``srv-01.old``, which may be another thing."""
    domain = text.casefold().partition(".")[2]
    return ("." in domain or domain in _LOCAL_DOMAINS) and " " not in text and not is_address(text)


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
