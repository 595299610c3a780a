"""Declarations: the declared objects with their values, by section, as the checks want them."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import msgspec

from tocsin.core.inventory.spec import ItemSpec, items_of
from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.decoding import decode
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Application, Need

Pair = tuple[Object, Any]


class Declarations:
    """Objects that decode, with their values. What does not decode is known by its key only."""

    def __init__(self, objects: Iterable[Object], unread: frozenset[str] = frozenset()) -> None:
        self.unread = unread
        self.objects = tuple(objects)
        self._pairs: dict[str, list[Pair]] = {section.value: [] for section in Section}
        self.keys: dict[str, set[str]] = {section.value: set() for section in Section}
        for declared_object in self.objects:
            self._add(declared_object)

    def _add(self, declared_object: Object) -> None:
        if declared_object.section not in self._pairs:
            return
        self.keys[declared_object.section].add(declared_object.key)
        if declared_object.section != Section.FORMAT:
            try:
                self._pairs[declared_object.section].append((declared_object, decode(declared_object)))
            except msgspec.ValidationError:
                return

    def of(self, section: Section) -> list[Pair]:
        """The (object, value) pairs of a section."""
        return self._pairs[section.value]

    @cached_property
    def items(self) -> dict[str, tuple[Object, ItemSpec]]:
        """Every item, the outlets that a PDU stands for included."""
        found: dict[str, tuple[Object, ItemSpec]] = {}
        for declared_object, spec in self.of(Section.ITEM):
            for item in items_of(declared_object.key, spec):
                if item.key != declared_object.key:
                    outlet = ItemSpec(type=ItemType.OUTLET, name=item.name, parent=item.parent)
                    found.setdefault(item.key, (declared_object, outlet))
            found[declared_object.key] = (declared_object, spec)
        return found

    @cached_property
    def applications(self) -> dict[str, tuple[Object, Application]]:
        """Applications by key."""
        return {application.key: (application, value) for application, value in self.of(Section.APPLICATION)}

    @cached_property
    def guarantees(self) -> set[str]:
        """The guarantees that items have, by which commitments and contracts name those items."""
        specs = (spec for _, spec in self.items.values())
        return {str(spec.attributes["guarantee"]) for spec in specs if "guarantee" in spec.attributes}

    @cached_property
    def item_keys(self) -> set[str]:
        """Keys that a requirement may name: items, outlets, applications, and what does not decode."""
        known = self.keys[Section.ITEM] | self.keys[Section.APPLICATION]
        return known | self.items.keys()

    def needs(self) -> Iterator[tuple[Object, str, str, Need]]:
        """Every declared need: (object, field, item that needs, need)."""
        for declared_object, application in self.of(Section.APPLICATION):
            for index, need in enumerate(application.needs):
                yield declared_object, f"needs[{index}]", declared_object.key, need
        for declared_object, shared in self.of(Section.REQUIREMENT):
            for item in shared.items:
                yield declared_object, "need", item, shared.need

    def lines_of(self, device: ItemSpec) -> list[tuple[str, ...]]:
        """The feed, or else the PDU, behind each cord of the device that can be followed."""
        pdus = [self.items[cord][1].parent for cord in device.cords if cord in self.items]
        lines = [(self.items[pdu][1].feed, pdu) for pdu in pdus if pdu in self.items]
        return [tuple(key for key in line if key) for line in lines]
