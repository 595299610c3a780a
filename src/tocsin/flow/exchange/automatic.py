"""Automatic: incidents whose cause a supplier answers for become tickets there, where its desk is declared so."""

from datetime import timedelta

from django.db import transaction

from tocsin.core.exchange.decide import is_automatic
from tocsin.core.incident.assessment import accountable
from tocsin.core.incident.values import TOCSIN
from tocsin.flow import clock
from tocsin.flow.exchange.asking import open_ticket
from tocsin.flow.organisation import company
from tocsin.store import bonds, incidents, locks
from tocsin.store.read.incidents import open_since


def watch() -> int:
    """Open the tickets that are due; how many."""
    if not any(known.desk and known.desk.automatic for known in company().organisation.suppliers.values()):
        return 0
    return sum(_open(number) for number in open_since(clock.now() - timedelta(days=1)))


def _open(number: int) -> bool:
    organisation, now = company().organisation, clock.now()
    incident = incidents.load([number]).get(number)
    supplier = (incident.supplier or accountable(organisation, incident.cause)) if incident else ""
    known = organisation.suppliers.get(supplier)
    if incident is None or known is None or known.desk is None or bonds.exchanged(number, supplier):
        return False
    if not is_automatic(incident, known.desk, now):
        return False
    with transaction.atomic():
        locks.incidents()
        fresh = incidents.load([number]).get(number)
        if fresh is None or not is_automatic(fresh, known.desk, now) or bonds.exchanged(number, supplier):
            return False
        open_ticket(fresh, supplier, TOCSIN)
    return True
