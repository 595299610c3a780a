"""Inventory checks: containment, power, requirements that can be met, and no loop."""

from collections.abc import Iterator
from typing import Any

from tocsin.core.inventory.spec import ItemSpec
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.loops import loops
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Need

_CONTAINERS: dict[ItemType, frozenset[ItemType]] = {
    ItemType.CIRCUIT: frozenset({ItemType.SITE, ItemType.ROOM}),
    ItemType.ROOM: frozenset({ItemType.SITE}),
    ItemType.COOLING_UNIT: frozenset({ItemType.SITE, ItemType.ROOM, ItemType.RACK}),
    ItemType.UPS: frozenset({ItemType.SITE, ItemType.ROOM, ItemType.RACK}),
    ItemType.RACK: frozenset({ItemType.ROOM}),
    ItemType.FEED: frozenset({ItemType.SITE, ItemType.ROOM, ItemType.RACK}),
    ItemType.PDU: frozenset({ItemType.RACK, ItemType.ROOM}),
    ItemType.OUTLET: frozenset({ItemType.PDU}),
    ItemType.DEVICE: frozenset({ItemType.SITE, ItemType.ROOM, ItemType.RACK, ItemType.DEVICE}),
    ItemType.CLUSTER: frozenset({ItemType.SITE, ItemType.ROOM}),
    ItemType.VIRTUAL_MACHINE: frozenset({ItemType.CLUSTER, ItemType.DEVICE}),
}
_SUPPLIES = (ItemType.FEED, ItemType.UPS)
_SUPPLIED = (ItemType.PDU, ItemType.FEED, ItemType.UPS, ItemType.COOLING_UNIT)


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that makes the inventory impossible."""
    for declared_object, spec in declared.of(Section.ITEM):
        yield from _place(declared, declared_object, spec)
        yield from _power(declared, declared_object, spec)
        yield from _line(declared, declared_object, spec)
        yield from _hosting(declared, declared_object, spec)
    yield from _observers(declared)
    yield from _namesakes(declared)
    yield from _outlets_used_twice(declared)
    yield from _impossible_needs(declared)
    yield from _loops(declared)


def _place(declared: Declarations, declared_object: Object, spec: ItemSpec) -> Iterator[Fault]:
    if spec.type == ItemType.APPLICATION:
        yield declared_object.fault("type", "fault.item.application")
    elif spec.type == ItemType.SITE:
        if spec.parent:
            yield declared_object.fault("parent", "fault.item.site")
    elif not spec.parent:
        yield declared_object.fault(
            "", "fault.item.nowhere", type=spec.type, item=declared_object.key, inside=_inside(spec.type)
        )
    elif spec.parent in declared.items:
        yield from _container(declared_object, spec, declared.items[spec.parent][1].type)


def _container(declared_object: Object, spec: ItemSpec, found: ItemType) -> Iterator[Fault]:
    if found not in _CONTAINERS[spec.type]:
        facts: dict[str, Any] = {"type": spec.type, "found": found, "inside": _inside(spec.type)}
        yield declared_object.fault("parent", "fault.item.container", **facts)


def _inside(type_: ItemType) -> list[ItemType]:
    return sorted(_CONTAINERS[type_])


def _power(declared: Declarations, declared_object: Object, spec: ItemSpec) -> Iterator[Fault]:
    yield from _typed(declared, declared_object, "feed", spec.feed, *_SUPPLIES)
    if spec.feed and spec.type not in _SUPPLIED:
        yield declared_object.fault("feed", "fault.item.not_fed", type=spec.type, fed=list(_SUPPLIED))
    for index, cord in enumerate(spec.cords):
        yield from _typed(declared, declared_object, f"cords[{index}]", cord, ItemType.OUTLET)
    if spec.outlets and spec.type != ItemType.PDU:
        yield declared_object.fault("outlets", "fault.item.outlets", type=spec.type)
    if spec.cords and not 1 <= spec.cords_needed <= len(spec.cords):
        facts: dict[str, Any] = {"needed": spec.cords_needed, "count": len(spec.cords)}
        yield declared_object.fault("cords_needed", "fault.item.cords_needed", **facts)


def _line(declared: Declarations, declared_object: Object, spec: ItemSpec) -> Iterator[Fault]:
    yield from _typed(declared, declared_object, "to", spec.to, ItemType.SITE, ItemType.ROOM)
    if spec.to and spec.type != ItemType.CIRCUIT:
        yield declared_object.fault("to", "fault.item.to", type=spec.type)


def _hosting(declared: Declarations, declared_object: Object, spec: ItemSpec) -> Iterator[Fault]:
    for index, host in enumerate(spec.hosts):
        yield from _typed(declared, declared_object, f"hosts[{index}]", host, ItemType.DEVICE)
    if spec.hosts and spec.type != ItemType.CLUSTER:
        yield declared_object.fault("hosts", "fault.item.hosts", type=spec.type)
    if spec.type == ItemType.CLUSTER and not spec.hosts:
        yield declared_object.fault("hosts", "fault.item.no_hosts", item=declared_object.key)
    if spec.hosts and not 1 <= spec.hosts_needed <= len(set(spec.hosts)):
        facts: dict[str, Any] = {"needed": spec.hosts_needed, "count": len(set(spec.hosts))}
        yield declared_object.fault("hosts_needed", "fault.item.hosts_needed", **facts)


def _observers(declared: Declarations) -> Iterator[Fault]:
    """A source watches from a machine of ours; without one, what it watches explains nothing."""
    for declared_object, source in declared.of(Section.SOURCE):
        yield from _typed(
            declared, declared_object, "observer", source.observer, ItemType.DEVICE, ItemType.VIRTUAL_MACHINE
        )
        if source.watches and not source.observer:
            yield declared_object.fault("watches", "fault.source.no_observer", source=declared_object.key)


def _typed(
    declared: Declarations, declared_object: Object, field: str, key: str, *wanted: ItemType
) -> Iterator[Fault]:
    if key in declared.items and declared.items[key][1].type not in wanted:
        found = declared.items[key][1].type
        yield declared_object.fault(field, "fault.item.type", item=key, found=found, wanted=list(wanted))


def _namesakes(declared: Declarations) -> Iterator[Fault]:
    for declared_object, _ in declared.of(Section.APPLICATION):
        if declared_object.key in declared.items:
            other = declared.items[declared_object.key][0]
            yield declared_object.fault(
                "", "fault.item.namesake", key=declared_object.key, where=f"{other.file}:{other.line}"
            )


def _outlets_used_twice(declared: Declarations) -> Iterator[Fault]:
    used: dict[str, Object] = {}
    for declared_object, spec in declared.of(Section.ITEM):
        for index, cord in enumerate(spec.cords):
            if cord in used:
                other = used[cord]
                where = f"{other.key} ({other.file}:{other.line})"
                yield declared_object.fault(
                    f"cords[{index}]", "fault.item.outlet_twice", outlet=cord, where=where
                )
            used.setdefault(cord, declared_object)


def _impossible_needs(declared: Declarations) -> Iterator[Fault]:
    seen: set[tuple[tuple[str, str], str]] = set()
    for declared_object, field, _, need in declared.needs():
        if (declared_object.identity, field) not in seen:
            seen.add((declared_object.identity, field))
            yield from _need(declared_object, field, need)


def _need(declared_object: Object, field: str, need: Need) -> Iterator[Fault]:
    ways = [way for way in (need.any, need.all, need.of) if way]
    if len(ways) != 1:
        yield declared_object.fault(field, "fault.need.several" if ways else "fault.need.nothing")
    elif bool(need.of) != bool(need.at_least):
        yield declared_object.fault(field, "fault.need.at_least")
    elif not 1 <= need.min_up <= len(set(need.members)):
        facts: dict[str, Any] = {"needed": need.min_up, "count": len(set(need.members))}
        yield declared_object.fault(f"{field}.at_least", "fault.need.count", **facts)


def _loops(declared: Declarations) -> Iterator[Fault]:
    """A need that only degrades is left out: a room may need the cooling units that stand in it."""
    parents = {
        key: [spec.parent, spec.feed, *spec.cords, *spec.hosts] for key, (_, spec) in declared.items.items()
    }
    for _, _, item, need in declared.needs():
        parents.setdefault(item, []).extend(() if need.degrades else need.members)
    for loop in loops(parents):
        declared_object = (declared.items.get(loop[0]) or declared.applications[loop[0]])[0]
        chain = " -> ".join([*loop, loop[0]])
        yield declared_object.fault("", "fault.item.loop", item=loop[0], chain=chain)
