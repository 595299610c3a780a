"""Contract checks: each figure has its target, each penalty can be reached, and what is named is declared."""

import re
from collections.abc import Iterator
from itertools import pairwise

from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.checks import references
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.contracts import Contract, Measure, PenaltyStep
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Supplier

_CURRENCY = re.compile(r"[A-Z]{3}")


def faults(declared: Declarations, declared_object: Object, supplier: Supplier) -> Iterator[Fault]:
    """What would leave a figure without a meaning, or a penalty without a price."""
    for index, contract in enumerate(supplier.contracts):
        field = f"contracts[{index}]"
        if contract.fee < 0:
            yield declared_object.fault(f"{field}.fee", "fault.contract.negative")
        if not _CURRENCY.fullmatch(contract.currency):
            yield declared_object.fault(
                f"{field}.currency", "fault.contract.currency", currency=contract.currency
            )
        keys = [measure.key for measure in contract.measures]
        for place, measure in enumerate(contract.measures):
            path = f"{field}.measures[{place}]"
            if measure.key in keys[:place]:
                yield declared_object.fault(f"{path}.key", "fault.contract.twice", key=measure.key)
            yield from _target(declared_object, path, measure)
            yield from _names(declared, declared_object, path, measure)
            for at, step in enumerate(measure.penalties):
                yield from _step(declared_object, f"{path}.penalties[{at}]", measure, step, contract)
            yield from _order(declared_object, path, measure)
        for place, obligation in enumerate(contract.obligations):
            if obligation.before_s < 0 or obligation.every_s < 0:
                yield declared_object.fault(f"{field}.obligations[{place}]", "fault.contract.negative")


def _target(declared_object: Object, path: str, measure: Measure) -> Iterator[Fault]:
    of_month = measure.figure == "availability"
    if of_month and (not measure.availability or measure.target_s):
        yield declared_object.fault(f"{path}.availability", "fault.contract.percent", figure=measure.figure)
    if not of_month and not (measure.target_s > 0 and not measure.availability):
        yield declared_object.fault(f"{path}.target_s", "fault.contract.length", figure=measure.figure)


def _order(declared_object: Object, path: str, measure: Measure) -> Iterator[Fault]:
    """The last step that is reached counts, so the worst miss must be the last."""
    for at, (milder, step) in enumerate(pairwise(measure.penalties), 1):
        if step.over_s < milder.over_s or step.below > milder.below:
            yield declared_object.fault(f"{path}.penalties[{at}]", "fault.contract.order")


def _names(declared: Declarations, declared_object: Object, path: str, measure: Measure) -> Iterator[Fault]:
    if measure.calendar:
        field = f"{path}.calendar"
        yield from references.known(declared, declared_object, field, Section.CALENDAR, measure.calendar)
    for place, item in enumerate(measure.items):
        yield from references.known(declared, declared_object, f"{path}.items[{place}]", Section.ITEM, item)
    yield from references.guaranteed(declared, declared_object, f"{path}.guarantee", measure.guarantee)


def _step(
    declared_object: Object, path: str, measure: Measure, step: PenaltyStep, contract: Contract
) -> Iterator[Fault]:
    of_month = measure.figure == "availability"
    if bool(step.below) != of_month or (of_month and (step.over_s or step.every_s)):
        yield declared_object.fault(path, "fault.contract.step", figure=measure.figure)
    if bool(step.percent) == bool(step.amount) or min(step.amount, step.every_s, step.over_s) < 0:
        yield declared_object.fault(path, "fault.contract.price")
    if step.percent and not contract.fee:
        yield declared_object.fault(f"{path}.percent", "fault.contract.no_fee", number=contract.number)
