"""References: every key by which one object names another is declared."""

from collections.abc import Iterator
from typing import Any

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.mistakes import near
from tocsin.core.organisation.objects import Object, Section

_REFERENCES: dict[Section, dict[str, Section]] = {
    Section.REGION: {"calendar": Section.CALENDAR, "manager": Section.PERSON},
    Section.TEAM: {
        "region": Section.REGION,
        "supplier": Section.SUPPLIER,
        "members": Section.PERSON,
        "calendar": Section.CALENDAR,
    },
    Section.PERSON: {
        "team": Section.TEAM,
        "region": Section.REGION,
        "manager": Section.PERSON,
        "calendar": Section.CALENDAR,
    },
    Section.ROTATION: {"team": Section.TEAM, "members": Section.PERSON, "calendar": Section.CALENDAR},
    Section.SUPPLIER: {"calendar": Section.CALENDAR},
    Section.COMMITMENT: {
        "supplier": Section.SUPPLIER,
        "calendar": Section.CALENDAR,
        "period_calendar": Section.CALENDAR,
        "applications": Section.APPLICATION,
        "items": Section.ITEM,
        "kinds": Section.KIND,
    },
    Section.SOURCE: {
        "formats": Section.FORMAT,
        "region": Section.REGION,
        "supplier": Section.SUPPLIER,
        "observer": Section.ITEM,
        "watches": Section.ITEM,
        "witness_of": Section.SOURCE,
    },
    Section.CORRESPONDENCE: {"format": Section.FORMAT},
    Section.ALIAS: {"item": Section.ITEM, "source": Section.SOURCE},
    Section.ITEM: {
        "parent": Section.ITEM,
        "region": Section.REGION,
        "supplier": Section.SUPPLIER,
        "feed": Section.ITEM,
        "cords": Section.ITEM,
        "hosts": Section.ITEM,
        "to": Section.ITEM,
    },
    Section.APPLICATION: {"region": Section.REGION, "supplier": Section.SUPPLIER},
    Section.REQUIREMENT: {"items": Section.ITEM},
    Section.ROUTING: {
        "team": Section.TEAM,
        "regions": Section.REGION,
        "suppliers": Section.SUPPLIER,
        "kinds": Section.KIND,
    },
    Section.MAJOR: {"regions": Section.REGION, "team": Section.TEAM},
    Section.STATUS_PAGE: {"region": Section.REGION},
}


_KEPT_IN = {Section.ITEM: {Section.ITEM, Section.APPLICATION}}  # an application may be needed like an item


def faults(declared: Declarations) -> Iterator[Fault]:
    """Unknown references, with what may have been meant."""
    for section, fields in _REFERENCES.items():
        for declared_object, value in declared.of(section):
            for field, target in fields.items():
                for path, key in _keys(field, getattr(value, field)):
                    yield from known(declared, declared_object, path, target, key)
    yield from _needs(declared)
    yield from _guarantees(declared)
    yield from _suppliers(declared)
    yield from _words(declared)


def _keys(field: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value:
            yield field, value
    else:
        yield from ((f"{field}[{index}]", key) for index, key in enumerate(value) if key)


def known(
    declared: Declarations, declared_object: Object, field: str, target: Section, key: str
) -> Iterator[Fault]:
    """The fault where ``key`` is none of the section's, with what may have been meant."""
    keys = declared.item_keys if target == Section.ITEM else declared.keys[target]
    if key not in keys and not declared.unread & _KEPT_IN.get(target, {target}):
        yield declared_object.fault(
            field, "fault.unknown", near(key, _neighbours(key, keys)), what=target.value, key=key
        )


def _guarantees(declared: Declarations) -> Iterator[Fault]:
    """A guarantee that no item has: the promise would never apply to anything."""
    for declared_object, spec in declared.of(Section.COMMITMENT):
        yield from guaranteed(declared, declared_object, "guarantee", spec.guarantee)


def guaranteed(
    declared: Declarations, declared_object: Object, field: str, guarantee: str
) -> Iterator[Fault]:
    """The fault where no item has the guarantee."""
    if guarantee and guarantee not in declared.guarantees and Section.ITEM not in declared.unread:
        meant = near(guarantee, declared.guarantees)
        yield declared_object.fault(field, "fault.unknown", meant, what="guarantee", key=guarantee)


def _neighbours(key: str, keys: set[str]) -> list[str]:
    """Candidates for a did-you-mean, few enough to compare: of about the same length and beginning."""
    return [known for known in keys if abs(len(known) - len(key)) <= 2 and known[:2] == key[:2]][:2000] or (
        sorted(keys) if len(keys) <= 500 else []
    )


def _needs(declared: Declarations) -> Iterator[Fault]:
    seen: set[tuple[tuple[str, str], str]] = set()
    for declared_object, field, _, need in declared.needs():
        if (declared_object.identity, field) not in seen:
            seen.add((declared_object.identity, field))
            for index, key in enumerate(need.members):
                way = "any" if need.any else "all" if need.all else "of"
                yield from known(declared, declared_object, f"{field}.{way}[{index}]", Section.ITEM, key)


def _suppliers(declared: Declarations) -> Iterator[Fault]:
    for declared_object, supplier in declared.of(Section.SUPPLIER):
        for index, contact in enumerate(supplier.contacts):
            if contact.calendar:
                field = f"contacts[{index}].calendar"
                yield from known(declared, declared_object, field, Section.CALENDAR, contact.calendar)
        for index, channel in enumerate(supplier.channels):
            if channel.calendar:
                field = f"channels[{index}].calendar"
                yield from known(declared, declared_object, field, Section.CALENDAR, channel.calendar)
        for index, contract in enumerate(supplier.contracts):
            for field, key in _keys(f"contracts[{index}].items", contract.items):
                yield from known(declared, declared_object, field, Section.ITEM, key)


def _words(declared: Declarations) -> Iterator[Fault]:
    """Our side of a correspondence must be one of our words, in the tables whose words are fixed."""
    ours = {"kind": declared.keys[Section.KIND], "criticality": {level.value for level in Criticality}}
    for declared_object, value in declared.of(Section.CORRESPONDENCE):
        words = ours.get(value.table)
        if words is not None and value.ours not in words:
            yield declared_object.fault(
                "ours", "fault.unknown", near(value.ours, words), what=value.table, key=value.ours
            )
