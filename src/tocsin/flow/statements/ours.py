"""Ours: the incidents of a month and what contracts measure of them, read for the check of a statement."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from tocsin.core.kernel.errors import NotFound
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CalendarSpec, Supplier
from tocsin.core.sla.calendar import Calendar, calendar_of
from tocsin.core.sla.measures import Span, Trouble
from tocsin.core.statement import incidents as beside
from tocsin.core.statement.check import BESIDE, Basis, Checked, checked, lengths_by
from tocsin.core.statement.decisions import InForce
from tocsin.core.statement.reading import Month
from tocsin.core.statement.values import Known, Statement
from tocsin.flow import clock
from tocsin.store import incidents, outcomes, statements


def check(
    statement: Statement, supplier: str, month: Month, organisation: Organisation, settled: InForce
) -> Checked:
    """The statement beside the incidents as they are now. Raises NotFound for an unknown supplier."""
    now = clock.now()
    basis = basis_of(supplier_of(supplier, organisation), month, organisation)
    calendars = calendars_of(basis, organisation)
    known, troubles = of_month(supplier, basis, calendars, organisation, now)
    return checked(statement, known, troubles, basis, calendars, settled, now=now)


def supplier_of(key: str, organisation: Organisation) -> Supplier:
    """The supplier. Raises NotFound."""
    if key not in organisation.suppliers:
        raise NotFound("statement.no_supplier", supplier=key)
    return organisation.suppliers[key]


def basis_of(supplier: Supplier, month: Month, organisation: Organisation) -> Basis:
    """Its contracts, the zones it may write in, and the month, which begins and ends in its own zone."""
    zone = ZoneInfo(supplier.zone)
    first, after = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (month.first, month.next))
    return Basis(
        contracts=supplier.contracts,
        zones=(supplier.zone, organisation.settings.zone, "UTC"),
        month=(first, after),
        names=(organisation.settings.name, *(contract.number for contract in supplier.contracts)),
    )


def calendars_of(basis: Basis, organisation: Organisation) -> dict[str, Calendar]:
    """The calendars that the contracts count in, by key; ``""`` runs day and night."""
    keys = {measure.calendar for contract in basis.contracts for measure in contract.measures} - {""}
    specs: dict[str, CalendarSpec] = {key: organisation.calendars[key] for key in keys}
    always = Calendar([], basis.month[0], basis.month[1], always=True)
    return {"": always} | {key: calendar_of(spec, *basis.month) for key, spec in specs.items()}


def of_month(
    supplier: str, basis: Basis, calendars: Mapping[str, Calendar], organisation: Organisation, now: datetime
) -> tuple[list[Known], dict[int, Trouble]]:
    """The incidents that a statement of the month may mean, and as contracts measure them."""
    found = incidents.lasting(*_span(basis))
    last = outcomes.last([incident.id for incident in found])
    lengths = lengths_by(calendars, basis)
    known = [
        beside.known(
            incident, organisation, supplier, last.get(incident.id, {}).get("supplier"), lengths, now=now
        )
        for incident in found
    ]
    troubles = {incident.id: beside.trouble(incident, organisation, now=now) for incident in found}
    return known, troubles


def incidents_of(kept: statements.Kept, organisation: Organisation) -> set[int]:
    """The incidents that a decision about this statement may name."""
    basis = basis_of(supplier_of(kept.supplier, organisation), Month.of(kept.month), organisation)
    return {incident.id for incident in incidents.lasting(*_span(basis))}


def _span(basis: Basis) -> Span:
    return basis.month[0] - BESIDE, basis.month[1] + BESIDE
