"""Decoding: a declared object's spec becomes its value, or the list of all that is wrong with it."""

from difflib import get_close_matches
from typing import Any

import msgspec

from tocsin.core.inventory.spec import ItemSpec
from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
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
        return [
            declared.fault("", f"unknown section {declared.section!r}", near(declared.section, list(Section)))
        ]
    try:
        decode(declared)
    except msgspec.ValidationError:
        return field_faults(declared, _whole(declared), TYPES[declared.section])
    return []


def field_faults(declared: Object, spec: dict[str, Any], type_: type[Value], under: str = "") -> list[Fault]:
    """What keeps ``spec``, which the object holds in its field ``under``, from being a ``type_``."""
    fields = {field.name: field for field in msgspec.structs.fields(type_)}
    place = f"{under}." if under else ""
    faults = [
        declared.fault(place + name, f"unknown field {name!r}", near(name, fields) or _known(fields))
        for name in spec
        if name not in fields
    ]
    for name, field in fields.items():
        if name not in spec:
            if field.required:
                faults.append(declared.fault(under, f"{name} is missing", f"add {name}"))
        elif fault := _value_fault(declared, place + name, spec[name], field.type):
            faults.append(fault)
    return faults


def near(word: str, known: Any) -> str:
    """``did you mean crm?``, or nothing when nothing comes near."""
    found = get_close_matches(str(word), [str(one) for one in known], n=1)
    return f"did you mean {found[0]}?" if found else ""


def _whole(declared: Object) -> dict[str, Any]:
    if declared.section not in _KEYED:
        return declared.spec
    return {**declared.spec, "key": declared.key}


def _known(fields: Any) -> str:
    return f"known: {', '.join(fields)}" if fields else "none is known here"


def _value_fault(declared: Object, name: str, value: Any, type_: Any) -> Fault | None:
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        return declared.fault(name + path.rstrip("`"), message, f"found {_shown(value)}")
    return None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
