"""Contract months: what each figure of the suppliers' contracts came to, this month and the last ones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.contracts import Contract, Measure
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Supplier
from tocsin.core.sla.measures import Measured
from tocsin.core.sla.months import of_month
from tocsin.core.statement import incidents as beside
from tocsin.core.statement.reading import Month
from tocsin.flow import clock
from tocsin.flow.statements import ours
from tocsin.store import incidents

MOST_MONTHS = 24


class FigureMonths(Value):
    """One figure of a contract, month by month (``2026-10``), this month first."""

    supplier: str
    contract: Contract
    measure: Measure
    months: dict[str, Measured]


def figures(organisation: Organisation, *, months: int = 4, supplier: str = "") -> list[FigureMonths]:
    """Every figure of every contract, or of one supplier's (key), over the last months. Raises BadInput, NotFound."""
    if not 1 <= months <= MOST_MONTHS:
        raise BadInput([fault("fault.months", field="months", months=months, most=MOST_MONTHS)])
    known = [ours.supplier_of(supplier, organisation)] if supplier else list(organisation.suppliers.values())
    now, recorded = clock.now(), incidents.recorded_since()
    return [
        found
        for each in known
        if any(contract.measures for contract in each.contracts)
        for found in _of_supplier(each, organisation, list(_last(each, months, now)), recorded, now)
    ]


def figures_of(organisation: Organisation, supplier: str, month: str) -> list[FigureMonths]:
    """Every figure of a supplier (key), of one of the last months (``2026-10``); none of another month. Raises NotFound."""
    known, now = ours.supplier_of(supplier, organisation), clock.now()
    asked = [found for found in _last(known, MOST_MONTHS, now) if str(found) == month]
    return list(_of_supplier(known, organisation, asked, incidents.recorded_since(), now)) if asked else []


def _of_supplier(
    supplier: Supplier,
    organisation: Organisation,
    months: list[Month],
    recorded: datetime | None,
    now: datetime,
) -> Iterator[FigureMonths]:
    bases = {str(month): ours.basis_of(supplier, month, organisation) for month in months}
    spans = [basis.month for basis in bases.values()]
    lasting = incidents.lasting(spans[-1][0], spans[0][1], supplier=supplier.key)
    troubles = [beside.trouble(incident, organisation, now=now) for incident in lasting]
    for contract in supplier.contracts:
        for measure in contract.measures:
            yield FigureMonths(
                supplier=supplier.key,
                contract=contract,
                measure=measure,
                months={
                    month: of_month(
                        contract,
                        measure,
                        troubles,
                        ours.calendars_of(basis, organisation)[measure.calendar],
                        basis.month,
                        recorded_since=recorded,
                        zone=supplier.zone,
                        now=now,
                    )
                    for month, basis in bases.items()
                },
            )


def _last(supplier: Supplier, months: int, now: datetime) -> Iterator[Month]:
    """This month in the supplier's zone, and those before it."""
    first = now.astimezone(ZoneInfo(supplier.zone)).date().replace(day=1)
    for _ in range(months):
        yield Month.of(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
