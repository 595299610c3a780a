"""Place: an item as the pieces of a place, each with the words that name it. Knows the inventory, no format."""

from collections.abc import Iterator, Mapping

from tocsin.core.inventory.values import HOSTS, Item, ItemType
from tocsin.core.organisation.organisation import Organisation

_PART_OF = {
    ItemType.SITE: "site",
    ItemType.ROOM: "room",
    ItemType.RACK: "rack",
    ItemType.FEED: "feed",
    ItemType.PDU: "pdu",
    ItemType.OUTLET: "outlet",
    ItemType.CIRCUIT: "circuit",
    ItemType.UPS: "ups",
    ItemType.COOLING_UNIT: "cooling_unit",
    **dict.fromkeys(HOSTS, "host"),
}
_LETTERED = (ItemType.FEED, ItemType.PDU)


def pieces(organisation: Organisation, key: str) -> dict[str, list[str]]:
    """Each piece of the item's place with its spellings, and ``name.PIECE`` with the spelling that people read."""
    found: dict[str, list[str]] = {}
    for item in organisation.path(key):
        part = _PART_OF.get(item.type)
        if part and part not in found:
            found[part] = list(dict.fromkeys(filter(None, _spellings(item))))
            found[f"name.{part}"] = [_readable(item)]
            for name, text in _beside(item).items():
                found.setdefault(name, [text])
    return found


def place_read(organisation: Organisation, key: str) -> str:
    """The place in our words, from the site inwards."""
    return " / ".join(_readable(item) for item in reversed(list(organisation.path(key)))) or key


def _spellings(item: Item) -> Iterator[str]:
    tail = item.key.rsplit(".", 1)[-1]
    if item.type is ItemType.CIRCUIT:
        yield str(item.attributes.get("cid", ""))
    if item.type in _LETTERED:
        yield str(item.attributes.get("feed", "")) if item.type is ItemType.FEED else ""
        yield tail.rpartition("-")[2].upper()
    if item.type not in HOSTS:
        yield tail.upper()
    yield from (tail, item.name, *item.aliases)
    digits = "".join(sign for sign in tail if sign.isdigit())
    yield from (digits, digits.lstrip("0"))


def _readable(item: Item) -> str:
    number = str(item.attributes.get("cid", "")) if item.type is ItemType.CIRCUIT else ""
    return f"{number} ({item.display_name})" if number else item.display_name


def _beside(item: Item) -> Mapping[str, str]:
    """A device's unit and a rack's row, where they are declared."""
    name = {ItemType.DEVICE: "u", ItemType.RACK: "row"}.get(item.type, "")
    value = str(item.attributes.get(name, "")) if name else ""
    return {name: value} if value else {}
