"""Check: every mistake of an organisation at once, with its file, line, field and remedy."""

import re
from collections.abc import Collection, Iterable, Iterator

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.channels import Channels
from tocsin.core.organisation.checks import (
    calendars,
    commitments,
    doubts,
    escalation,
    gateways,
    inventory,
    majors,
    people,
    references,
    sites,
    sources,
    suppliers,
)
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.decoding import faults_of
from tocsin.core.organisation.objects import Object, Section

_KEY = re.compile(r"[a-z0-9][a-z0-9._@+-]*")
_FREE_KEYS = frozenset({Section.ALIAS, Section.CORRESPONDENCE})


def check(
    objects: Iterable[Object], channels: Channels, unread: Collection[str] = ()
) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """(faults, warnings), in the order of the files. With no fault, ``Organisation.of`` succeeds.

    ``channels`` are those that a source may name.
    ``unread`` are sections of which something could not be read: a key that is missing there is not reported as unknown.
    """
    declared = Declarations(objects, frozenset(unread))
    faults = [
        *_duplicates(declared.objects),
        *(
            fault
            for declared_object in declared.objects
            for fault in (*_key_faults(declared_object), *faults_of(declared_object))
        ),
        *references.faults(declared),
        *inventory.faults(declared),
        *calendars.faults(declared),
        *commitments.faults(declared),
        *people.faults(declared),
        *escalation.faults(declared),
        *sources.faults(declared, channels),
        *gateways.faults(declared, channels),
        *suppliers.faults(declared, channels),
        *sites.faults(declared),
        *majors.faults(declared),
    ]
    return _ordered(faults), _ordered(
        (*doubts.warnings(declared), *escalation.doubts(declared), *sources.doubts(declared, channels))
    )


def _duplicates(objects: tuple[Object, ...]) -> Iterator[Fault]:
    first: dict[tuple[str, str], Object] = {}
    for declared_object in objects:
        other = first.setdefault(declared_object.identity, declared_object)
        if other is not declared_object:
            where = f"{other.file}:{other.line}" if other.file else Why(code="fault.already")
            yield declared_object.fault(
                "", "fault.twice", what=declared_object.section, key=declared_object.key, where=where
            )


def _key_faults(declared_object: Object) -> Iterator[Fault]:
    if declared_object.section not in _FREE_KEYS and not _KEY.fullmatch(declared_object.key):
        yield declared_object.fault("", "fault.key", key=declared_object.key)


def _ordered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.field)))
