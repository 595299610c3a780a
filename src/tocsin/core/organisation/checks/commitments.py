"""Commitment checks: that targets are valid, and that a commitment holds whenever an incident may start."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import CommitmentSpec

Pair = tuple[Object, CommitmentSpec]


def faults(declared: Declarations) -> Iterator[Fault]:
    """Contradictions inside a commitment, and between those about the same things."""
    scopes: dict[tuple[str, ...], list[Pair]] = defaultdict(list)
    for declared_object, spec in declared.of(Section.COMMITMENT):
        yield from _alone(declared_object, spec)
        for scope in _scopes(spec):
            scopes[scope].append((declared_object, spec))
    reported: set[tuple[str, str]] = set()
    for pairs in scopes.values():
        for fault in _together(pairs):
            if (identity := (str(fault.why), fault.field)) not in reported:
                reported.add(identity)
                yield fault


def _alone(declared_object: Object, spec: CommitmentSpec) -> Iterator[Fault]:
    if (spec.party == "supplier") != bool(spec.supplier):
        code = "fault.commitment.no_supplier" if spec.party == "supplier" else "fault.commitment.supplier"
        yield declared_object.fault("supplier", code, party=spec.party, supplier=spec.supplier)
    if spec.target_s <= 0:
        yield declared_object.fault("target_s", "fault.commitment.target", target=spec.target_s)
    if (spec.period == "any") == bool(spec.period_calendar):
        code = "fault.commitment.calendar" if spec.period == "any" else "fault.commitment.no_calendar"
        yield declared_object.fault("period_calendar", code, period=spec.period)


def _scopes(spec: CommitmentSpec) -> Iterator[tuple[str, ...]]:
    """What the commitment is about, cut into the smallest pieces, so that two can be compared."""
    rest = (spec.party, spec.supplier, spec.guarantee)
    for criticality in spec.criticalities or ("",):
        for application in spec.applications or ("",):
            for item in spec.items or ("",):
                for kind in spec.kinds or ("",):
                    yield (*rest, str(criticality), application, item, kind)


def _together(pairs: list[Pair]) -> Iterator[Fault]:
    first, spec = pairs[0]
    calendars = {spec.period_calendar for _, spec in pairs if spec.period != "any"}
    if len(calendars) > 1:
        yield first.fault("period_calendar", "fault.commitment.calendars", names=_names(pairs))
        return
    for index, (declared_object, spec) in enumerate(pairs):
        for other, another in pairs[:index]:
            if "any" in (spec.period, another.period) or spec.period == another.period:
                facts: dict[str, Any] = {
                    "one": declared_object.key,
                    "other": other.key,
                    "period": spec.period,
                }
                yield declared_object.fault("period", "fault.commitment.same_time", **facts)
    periods = {spec.period for _, spec in pairs}
    if len(periods) == 1 and spec.period != "any":
        missing = "non_working" if spec.period == "working" else "working"
        yield first.fault("period", "fault.commitment.gap", names=_names(pairs), missing=missing)


def _names(pairs: list[Pair]) -> list[str]:
    return [declared_object.key for declared_object, _ in pairs]
