"""ItemSpec: an item as it is declared, and the items and requirements that it stands for."""

from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Meta

from tocsin.core.inventory.values import Item, ItemType, Requirement
from tocsin.core.kernel.value import Value


class ItemSpec(Value):
    """A declared item. Types that hang on power say so: ``feed`` (PDU), ``outlets`` (how many a PDU has),
    ``cords`` (outlets of a device, by key), ``cords_needed`` (how many of them must be live).
    """

    type: ItemType
    name: str = ""
    parent: str = ""
    region: str = ""
    aliases: tuple[str, ...] = ()
    supplier: str = ""
    feed: str = ""
    outlets: Annotated[int, Meta(ge=0, le=96)] = 0
    cords: tuple[str, ...] = ()
    cords_needed: int = 1
    attributes: dict[str, Any] = {}


def outlet_key(pdu: str, number: int) -> str:
    """``par1.s1.r07.pdu-a``, 12 -> ``par1.s1.r07.pdu-a.o12``."""
    return f"{pdu}.o{number:02d}"


def items_of(key: str, spec: ItemSpec) -> Iterator[Item]:
    """The item, and the outlets of a PDU (an outlet declared by itself takes the place of its namesake)."""
    yield Item(
        key=key,
        type=spec.type,
        name=spec.name or key,
        parent=spec.parent,
        region=spec.region,
        aliases=spec.aliases,
        supplier=spec.supplier,
        attributes=spec.attributes,
    )
    for number in range(1, spec.outlets + 1):
        yield _outlet(key, number)


def requirements_of(key: str, spec: ItemSpec) -> Iterator[Requirement]:
    """The power that the item needs. Its container is implied (values.Requirement)."""
    if spec.feed:
        yield Requirement(item=key, of=(spec.feed,), min_up=1, label="power")
    if spec.cords:
        yield Requirement(item=key, of=spec.cords, min_up=spec.cords_needed, label="power")


def _outlet(pdu: str, number: int) -> Item:
    return Item(
        key=outlet_key(pdu, number),
        type=ItemType.OUTLET,
        name=str(number),
        parent=pdu,
    )
