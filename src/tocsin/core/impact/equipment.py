"""Equipment: what keeps a room running: its UPS, its cooling units, the lines of its site. Draws nothing, reads no row."""

from collections.abc import Iterable, Mapping

from tocsin.core.impact.rooms import AffectedItem, Inventory
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.kernel.value import Value

_KINDS = (ItemType.UPS, ItemType.COOLING_UNIT, ItemType.CIRCUIT)


class Equipment(Value):
    """A UPS, a cooling unit or a circuit. ``serves``: names of what it supplies, cools or connects; ``feed``: of a UPS."""

    key: str
    name: str
    type: ItemType
    serves: tuple[str, ...]
    feed: str
    effect: Effect
    incidents: tuple[int, ...]


def equipment_of(known: Inventory, room: Item, affected: Mapping[str, AffectedItem]) -> tuple[Equipment, ...]:
    """The equipment of the room: UPS by feed, then cooling units, then circuits."""
    found = [_equipment(known, room, known.items[key], affected) for key in keys_of(known, room)]
    return tuple(sorted(found, key=lambda piece: (_KINDS.index(piece.type), piece.feed or "~", piece.name)))


def keys_of(known: Inventory, room: Item) -> list[str]:
    """The keys of a room's equipment: in it, needed by it or by its feeds, and of its site."""
    feeds = [feed.key for feed in known.of_type(room.key, ItemType.FEED)]
    keys = dict.fromkeys(
        (
            *(child.key for kind in _KINDS for child in known.of_type(room.key, kind)),
            *(key for item in (room.key, *feeds, room.parent) for key in known.needed.get(item, ())),
            *(child.key for child in known.of_type(room.parent, ItemType.CIRCUIT) if room.parent),
        )
    )
    return [key for key in keys if key in known.items and known.items[key].type in _KINDS]


def _equipment(known: Inventory, room: Item, item: Item, affected: Mapping[str, AffectedItem]) -> Equipment:
    served = [other for other in _nearby(known, room) if item.key in known.needed.get(other.key, ())]
    letters = [str(feed.attributes.get("feed", "")) for feed in served if feed.type is ItemType.FEED]
    hit = affected.get(item.key)
    return Equipment(
        key=item.key,
        name=item.name,
        type=item.type,
        serves=tuple(other.name for other in served),
        feed=next(iter(letters), ""),
        effect=hit.effect if hit else Effect.NONE,
        incidents=hit.incidents if hit else (),
    )


def _nearby(known: Inventory, room: Item) -> Iterable[Item]:
    """What a room's equipment serves: its feeds, the room, its site."""
    yield from known.of_type(room.key, ItemType.FEED)
    yield room
    if room.parent in known.items:
        yield known.items[room.parent]
