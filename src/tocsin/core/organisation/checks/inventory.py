"""Inventory checks: places that contain, power that flows, needs that can be met, no loop."""

from collections.abc import Iterator

from tocsin.core.inventory.spec import ItemSpec
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.loops import loops
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Need

_CONTAINERS: dict[ItemType, frozenset[ItemType]] = {
    ItemType.ROOM: frozenset({ItemType.SITE}),
    ItemType.RACK: frozenset({ItemType.ROOM}),
    ItemType.FEED: frozenset({ItemType.SITE, ItemType.ROOM, ItemType.RACK}),
    ItemType.PDU: frozenset({ItemType.RACK, ItemType.ROOM}),
    ItemType.OUTLET: frozenset({ItemType.PDU}),
    ItemType.DEVICE: frozenset({ItemType.SITE, ItemType.ROOM, ItemType.RACK, ItemType.DEVICE}),
}


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that makes the inventory impossible."""
    for one, spec in declared.of(Section.ITEM):
        yield from _place(declared, one, spec)
        yield from _power(declared, one, spec)
    yield from _namesakes(declared)
    yield from _outlets_used_twice(declared)
    yield from _impossible_needs(declared)
    yield from _loops(declared)


def _place(declared: Declarations, one: Object, spec: ItemSpec) -> Iterator[Fault]:
    if spec.type == ItemType.APPLICATION:
        yield one.fault("type", "an application is declared in its own section", "move it to applications")
    elif spec.type == ItemType.SITE:
        if spec.parent:
            yield one.fault("parent", "a site stands in nothing", "remove parent")
    elif not spec.parent:
        inside = " or ".join(sorted(_CONTAINERS[spec.type]))
        yield one.fault("", f"the {spec.type} {one.key} stands nowhere", f"give it a parent: a {inside}")
    elif spec.parent in declared.items:
        yield from _container(one, spec, declared.items[spec.parent][1].type)


def _container(one: Object, spec: ItemSpec, found: ItemType) -> Iterator[Fault]:
    if found not in _CONTAINERS[spec.type]:
        inside = " or ".join(sorted(_CONTAINERS[spec.type]))
        yield one.fault("parent", f"a {spec.type} can't stand in a {found}", f"it stands in a {inside}")


def _power(declared: Declarations, one: Object, spec: ItemSpec) -> Iterator[Fault]:
    yield from _typed(declared, one, "feed", spec.feed, ItemType.FEED)
    for index, cord in enumerate(spec.cords):
        yield from _typed(declared, one, f"cords[{index}]", cord, ItemType.OUTLET)
    if spec.outlets and spec.type != ItemType.PDU:
        yield one.fault("outlets", f"a {spec.type} has no outlets", "only a PDU has")
    if spec.cords and not 1 <= spec.cords_needed <= len(spec.cords):
        yield one.fault(
            "cords_needed",
            f"{spec.cords_needed} of {len(spec.cords)} cords",
            "at least 1, at most all of them",
        )


def _typed(declared: Declarations, one: Object, field: str, key: str, wanted: ItemType) -> Iterator[Fault]:
    if key in declared.items and declared.items[key][1].type != wanted:
        yield one.fault(field, f"{key} is a {declared.items[key][1].type}", f"name a {wanted}")


def _namesakes(declared: Declarations) -> Iterator[Fault]:
    for one, _ in declared.of(Section.APPLICATION):
        if one.key in declared.items:
            other = declared.items[one.key][0]
            yield one.fault("", f"{one.key!r} is also an item ({other.file}:{other.line})", "rename one")


def _outlets_used_twice(declared: Declarations) -> Iterator[Fault]:
    used: dict[str, Object] = {}
    for one, spec in declared.of(Section.ITEM):
        for index, cord in enumerate(spec.cords):
            if cord in used:
                other = used[cord]
                where = f"{other.key} ({other.file}:{other.line})"
                yield one.fault(f"cords[{index}]", f"outlet {cord} already feeds {where}", "correct one cord")
            used.setdefault(cord, one)


def _impossible_needs(declared: Declarations) -> Iterator[Fault]:
    seen: set[tuple[tuple[str, str], str]] = set()
    for one, field, _, need in declared.needs():
        if (one.identity, field) not in seen:
            seen.add((one.identity, field))
            yield from _need(one, field, need)


def _need(one: Object, field: str, need: Need) -> Iterator[Fault]:
    ways = [way for way in (need.any, need.all, need.of) if way]
    if len(ways) != 1:
        said = "nothing" if not ways else "several things"
        yield one.fault(field, f"the need says {said}", "one of: any, all, at_least with of")
    elif bool(need.of) != bool(need.at_least):
        yield one.fault(field, "at_least and of go together", "at_least: 2, of: [...]")
    elif not 1 <= need.min_up <= len(set(need.members)):
        remedy = f"between 1 and {len(set(need.members))}"
        yield one.fault(f"{field}.at_least", f"{need.min_up} of {len(set(need.members))} needed", remedy)


def _loops(declared: Declarations) -> Iterator[Fault]:
    parents = {key: [spec.parent, spec.feed, *spec.cords] for key, (_, spec) in declared.items.items()}
    for _, _, item, need in declared.needs():
        parents.setdefault(item, []).extend(need.members)
    for loop in loops(parents):
        one = (declared.items.get(loop[0]) or declared.applications[loop[0]])[0]
        chain = " -> ".join([*loop, loop[0]])
        yield one.fault("", f"{loop[0]} ends up needing itself: {chain}", "cut one of these links")
