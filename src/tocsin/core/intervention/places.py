"""Places: which rooms and racks works are in, and which items they touch. Knows no time."""

from collections.abc import Iterable

from tocsin.core.intervention.values import Plan
from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.organisation import Organisation

_ROOMY = (ItemType.SITE, ItemType.ROOM)


def touched(plan: Plan, organisation: Organisation) -> tuple[str, ...]:
    """What may fail of it: the items that it mutes, else its racks. A room alone is entered, not touched."""
    known = organisation.items
    return plan.mutes or tuple(key for key in plan.places if key in known and known[key].type not in _ROOMY)


def rooms(keys: Iterable[str], organisation: Organisation) -> tuple[str, ...]:
    """The rooms that these items stand in (a site, where that is named itself)."""
    found = (next((item.key for item in organisation.path(key) if item.type in _ROOMY), "") for key in keys)
    return tuple(dict.fromkeys(key for key in found if key))


def racks(keys: Iterable[str], organisation: Organisation) -> tuple[str, ...]:
    """The racks that these items are, or stand in."""
    found = (
        next((item.key for item in organisation.path(key) if item.type is ItemType.RACK), "") for key in keys
    )
    return tuple(dict.fromkeys(key for key in found if key))
