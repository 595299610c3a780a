"""ItemSpec: an item as it is declared, and the items and requirements that it stands for."""

from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Meta

from tocsin.core.inventory.values import Item, ItemType, Requirement
from tocsin.core.kernel.value import Value


class ItemSpec(Value):
    """A declared item, and what it depends on besides its container.

    ``feed``: the feed or UPS that supplies a PDU, a feed, a UPS or a cooling unit. ``outlets``: how many a PDU
    has. ``cords``: outlets of a device, by key; ``cords_needed`` of them must be live. ``hosts``: the devices
    of a cluster; ``hosts_needed`` of them carry all its virtual machines. ``to``: the site at a circuit's
    other end (its parent is the site that it serves).
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
    hosts: tuple[str, ...] = ()
    hosts_needed: int = 1
    to: str = ""
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
        attributes=spec.attributes | ({"to": spec.to} if spec.to else {}),
    )
    for number in range(1, spec.outlets + 1):
        yield _outlet(key, number)


def requirements_of(key: str, spec: ItemSpec) -> Iterator[Requirement]:
    """The power and the hosts that the item needs. Its container is implied (values.Requirement)."""
    if spec.feed:
        yield Requirement(item=key, of=(spec.feed,), min_up=1, label="power")
    if spec.cords:
        yield Requirement(item=key, of=spec.cords, min_up=spec.cords_needed, label="power")
    if spec.hosts:
        yield Requirement(item=key, of=spec.hosts, min_up=spec.hosts_needed, label="hosting")


def _outlet(pdu: str, number: int) -> Item:
    return Item(
        key=outlet_key(pdu, number),
        type=ItemType.OUTLET,
        name=str(number),
        parent=pdu,
    )
