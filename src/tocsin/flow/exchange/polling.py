"""Polling: what has changed at desks since the last look. A change only says which ticket to read."""

from datetime import timedelta

from tocsin.connectors.kit.desk import Unsent
from tocsin.core.organisation.desks import Desk
from tocsin.flow import clock
from tocsin.flow.exchange import desks
from tocsin.flow.exchange.bonds import desk_of
from tocsin.flow.organisation import company
from tocsin.store import bonds, locks


def due() -> list[str]:
    """The suppliers (keys) whose desks are to be looked at now: something is exchanged there."""
    return [supplier for supplier in bonds.live_suppliers() if _is_due(supplier)]


def poll(supplier: str) -> None:
    """Look at the desk of this supplier (key), as often as it wants, one worker at a time."""
    with locks.locked(f"desk {supplier}") as mine:
        desk = desk_of(company(), supplier)
        if mine and desk and _is_due(supplier):
            _poll(supplier, desk)


def _is_due(supplier: str) -> bool:
    desk = desk_of(company(), supplier)
    if desk is None:
        return False
    reading, now = bonds.desk(supplier), clock.now()
    if reading.wait_until is not None:
        return now >= reading.wait_until
    return reading.looked_at is None or now - reading.looked_at >= timedelta(seconds=desk.poll_s)


def _poll(supplier: str, desk: Desk) -> None:
    """A look that fails is made again later, from where the last one ended: nothing in between is lost.

    One that our own budget holds back is made as soon as the budget allows it.
    """
    position, now = bonds.desk(supplier).position, clock.now()
    try:
        with desks.opened(desk, supplier, urgent=False) as there:
            changes = there.changed(position)
    except Unsent as unsent:
        if unsent.away:
            bonds.desk_read(supplier, position, now)
        else:
            bonds.desk_waits(supplier, now + timedelta(seconds=unsent.wait_s))
        return
    bonds.desk_read(supplier, position if changes.position is None else changes.position, now)
    bonds.wake(supplier, changes.tickets, now)
