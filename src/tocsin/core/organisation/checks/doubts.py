"""Doubts: what is allowed, and probably a mistake: mis-cabled devices, rules that never hold. Warnings, not errors."""

from collections import defaultdict
from collections.abc import Iterator

from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Application, CommitmentSpec, RoutingRule

_PLACES = (ItemType.SITE, ItemType.ROOM, ItemType.RACK)
_COMFORT = (ItemType.COOLING_UNIT, ItemType.CIRCUIT)


def warnings(declared: Declarations) -> Iterator[Fault]:
    """Everything doubtful, each with what to look at."""
    yield from _miscabled(declared)
    yield from _single_corded(declared)
    yield from _unpromised(declared)
    yield from _crowded(declared)
    yield from _shared_aliases(declared)
    yield from _hard_needs(declared)
    yield from _useless(declared)
    yield from _no_operator(declared)
    yield from _watching_nothing(declared)
    yield from _no_last_rule(declared)


def _miscabled(declared: Declarations) -> Iterator[Fault]:
    for declared_object, spec in declared.of(Section.ITEM):
        lines = declared.lines_of(spec)
        if len(lines) == len(spec.cords) > 1 and (shared := [key for key in lines[0] if _in_all(key, lines)]):
            yield declared_object.fault(
                "cords", "fault.doubt.miscabled", device=declared_object.key, supply=shared[0]
            )


def _in_all(key: str, lines: list[tuple[str, ...]]) -> bool:
    return all(key in line for line in lines)


def _single_corded(declared: Declarations) -> Iterator[Fault]:
    members: dict[str, set[str]] = defaultdict(set)
    for _, _, item, need in declared.needs():
        members[item].update(need.members)
    above: dict[str, list[str]] = defaultdict(list)
    for declared_object, application in declared.of(Section.APPLICATION):
        if application.criticality == Criticality.CRITICAL:
            for key in _devices_under(declared, members, declared_object.key):
                above[key].append(declared_object.key)
    for key, applications in above.items():
        device, spec = declared.items[key]
        if len(spec.cords) == 1:
            yield device.fault("cords", "fault.doubt.single_cord", device=key, applications=applications)


def _devices_under(declared: Declarations, members: dict[str, set[str]], application: str) -> set[str]:
    seen, queue = {application}, [application]
    while queue:
        fresh = members[queue.pop()] - seen
        seen |= fresh
        queue.extend(fresh)
    return {key for key in seen if key in declared.items and declared.items[key][1].type == ItemType.DEVICE}


def _unpromised(declared: Declarations) -> Iterator[Fault]:
    ours = [spec for _, spec in declared.of(Section.COMMITMENT) if spec.party == "ours"]
    for declared_object, application in declared.of(Section.APPLICATION):
        if not any(_covers(spec, application) for spec in ours):
            yield declared_object.fault("", "fault.doubt.unpromised", application=declared_object.key)


def _covers(spec: CommitmentSpec, application: Application) -> bool:
    named = not spec.applications or application.key in spec.applications
    rated = not spec.criticalities or application.criticality in spec.criticalities
    return named and rated and not (spec.items or spec.guarantee or spec.kinds)


def _crowded(declared: Declarations) -> Iterator[Fault]:
    taken: dict[tuple[str, int], Object] = {}
    for declared_object, spec in declared.of(Section.ITEM):
        bottom, height = spec.attributes.get("u"), spec.attributes.get("height", 1)
        if spec.type != ItemType.DEVICE or not isinstance(bottom, int) or not isinstance(height, int):
            continue
        for unit in range(bottom, bottom + min(height, 60)):
            other = taken.setdefault((spec.parent, unit), declared_object)
            if other is not declared_object:
                yield declared_object.fault(
                    "u", "fault.doubt.crowded", other=other.key, unit=unit, rack=spec.parent
                )
                break


def _shared_aliases(declared: Declarations) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for section in (Section.ITEM, Section.APPLICATION):
        for declared_object, value in declared.of(section):
            for index, alias in enumerate(value.aliases):
                other = owners.setdefault(alias.casefold(), declared_object.key)
                if other != declared_object.key:
                    yield declared_object.fault(
                        f"aliases[{index}]", "fault.doubt.alias", alias=alias, other=other
                    )


def _hard_needs(declared: Declarations) -> Iterator[Fault]:
    """A place without cooling gets hot, and a place without lines cannot be reached; neither is switched off."""
    for declared_object, field, item, need in declared.needs():
        if not need.degrades and _type_of(declared, item) in _PLACES:
            comfort = [key for key in need.members if _type_of(declared, key) in _COMFORT]
            if comfort:
                yield declared_object.fault(
                    field, "fault.doubt.hard_need", item=item, need=need.label or comfort[0]
                )


def _useless(declared: Declarations) -> Iterator[Fault]:
    needed = {key for _, _, _, need in declared.needs() for key in need.members}
    needed |= {spec.feed for _, spec in declared.of(Section.ITEM)}
    for declared_object, spec in declared.of(Section.ITEM):
        if spec.type in (*_COMFORT, ItemType.UPS) and declared_object.key not in needed:
            yield declared_object.fault("", "fault.doubt.useless", item=declared_object.key, type=spec.type)


def _no_operator(declared: Declarations) -> Iterator[Fault]:
    """The site's supplier answers for its rooms, not for the lines of an operator."""
    for declared_object, spec in declared.of(Section.ITEM):
        if spec.type == ItemType.CIRCUIT and not spec.supplier:
            yield declared_object.fault("supplier", "fault.doubt.no_operator", item=declared_object.key)


def _watching_nothing(declared: Declarations) -> Iterator[Fault]:
    for declared_object, source in declared.of(Section.SOURCE):
        if source.observer and not source.watches:
            yield declared_object.fault(
                "watches", "fault.doubt.watches_nothing", source=declared_object.key, observer=source.observer
            )


def _type_of(declared: Declarations, key: str) -> ItemType | None:
    return declared.items[key][1].type if key in declared.items else None


def _no_last_rule(declared: Declarations) -> Iterator[Fault]:
    rules = declared.of(Section.ROUTING)
    if not any(_always(rule) for _, rule in rules):
        yield fault("fault.doubt.no_last_rule")


def _always(rule: RoutingRule) -> bool:
    return not (
        rule.scope or rule.regions or rule.domains or rule.kinds or rule.criticalities or rule.suppliers
    )
