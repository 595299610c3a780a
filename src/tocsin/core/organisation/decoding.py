"""Decoding: a declared object's spec becomes its value, or the list of all that is wrong with it."""

from typing import Any

import msgspec

from tocsin.core.inventory.spec import ItemSpec
from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.escalation import EscalationPolicy
from tocsin.core.organisation.gateways import Gateway
from tocsin.core.organisation.majors import MajorPlan, StatusPage
from tocsin.core.organisation.mistakes import mistakes, near
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import (
    Alias,
    Application,
    CalendarSpec,
    CommitmentSpec,
    Correspondence,
    Kind,
    Need,
    Person,
    PriorityRow,
    Region,
    Rotation,
    RoutingRule,
    Settings,
    Source,
    Supplier,
    Team,
)


class RequirementSpec(Value):
    """What several items need besides power and place: their network, a storage array ..."""

    items: tuple[str, ...]
    need: Need


TYPES: dict[str, type[Value]] = {
    Section.SETTINGS: Settings,
    Section.REGION: Region,
    Section.TEAM: Team,
    Section.PERSON: Person,
    Section.ROTATION: Rotation,
    Section.CALENDAR: CalendarSpec,
    Section.SUPPLIER: Supplier,
    Section.COMMITMENT: CommitmentSpec,
    Section.KIND: Kind,
    Section.SOURCE: Source,
    Section.CORRESPONDENCE: Correspondence,
    Section.ALIAS: Alias,
    Section.ITEM: ItemSpec,
    Section.APPLICATION: Application,
    Section.REQUIREMENT: RequirementSpec,
    Section.PRIORITY: PriorityRow,
    Section.ROUTING: RoutingRule,
    Section.ESCALATION: EscalationPolicy,
    Section.GATEWAY: Gateway,
    Section.MAJOR: MajorPlan,
    Section.STATUS_PAGE: StatusPage,
}

_KEYED = frozenset(name for name, type_ in TYPES.items() if "key" in type_.__struct_fields__)


def decode(declared: Object) -> Value:
    """The value that the object declares. Raises msgspec.ValidationError at its first mistake."""
    if declared.section not in TYPES:
        raise msgspec.ValidationError(f"unknown section {declared.section!r}")
    return msgspec.convert(_whole(declared), TYPES[declared.section])


def faults_of(declared: Object) -> list[Fault]:
    """Everything that keeps the object from being decoded, field by field. Empty: it decodes."""
    if declared.section == Section.FORMAT:
        return []  # compiled, and checked, by translation
    if declared.section not in TYPES:
        cure = near(declared.section, list(Section))
        return [declared.fault("", "fault.section", cure, section=declared.section)]
    try:
        decode(declared)
    except msgspec.ValidationError:
        return _field_faults(declared, TYPES[declared.section])
    return []


def _whole(declared: Object) -> dict[str, Any]:
    if declared.section not in _KEYED:
        return declared.spec
    return {**declared.spec, "key": declared.key}


def _field_faults(declared: Object, type_: type[Value]) -> list[Fault]:
    found = [declared.placed(mistake) for mistake in mistakes(_whole(declared), type_)]
    return found or [declared.fault("", "fault.unreadable")]
