"""Reaching: the contact of the hour, by the hours that a supplier declares. Knows calendars, no incident."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.exchange.values import Reach
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import CalendarSpec, Contact, Supplier
from tocsin.core.sla.calendar import calendar_of

Calendars = Mapping[str, CalendarSpec]
_AHEAD = timedelta(days=30)


def contact_of_the_hour(supplier: Supplier, calendars: Calendars, now: datetime) -> Reach | None:
    """The first contact, in the order declared, who works now; outside all hours, the contact whose hours begin next.

    None where no contact is declared.
    """
    reaches = list(_reaches(supplier, calendars, now))
    at_work = next((reach for reach in reaches if reach.open), None)
    later = min(
        (reach for reach in reaches if reach.opens_at), key=lambda reach: reach.opens_at or now, default=None
    )
    return at_work or later or next(iter(reaches), None)


def _reaches(supplier: Supplier, calendars: Calendars, now: datetime) -> Iterator[Reach]:
    for contact in supplier.contacts:
        hours = calendars.get(contact.calendar or supplier.calendar)
        begins = opens(hours, now)
        yield Reach(
            name=contact.name,
            role=contact.role,
            phone=contact.phone,
            email=contact.email,
            open=begins == now,
            opens_at=begins,
            why=_why(contact, supplier, hours, begins, now),
        )


def opens(hours: CalendarSpec | None, now: datetime) -> datetime | None:
    """``now`` within these hours (None: always), else when they begin next; None: not in the coming month."""
    if hours is None:
        return now
    calendar = calendar_of(hours, now, now + _AHEAD)
    if calendar.is_working(now):
        return now
    after = calendar.due(now, 1)
    return after - timedelta(seconds=1) if after and after - now <= _AHEAD else None


def _why(
    contact: Contact, supplier: Supplier, hours: CalendarSpec | None, begins: datetime | None, now: datetime
) -> Why:
    facts = {
        "name": contact.name,
        "local": f"{now.astimezone(ZoneInfo(supplier.zone)):%H:%M}",
        "hours": hours.key if hours else "",
        "opens_at": begins.isoformat() if begins else "",
    }
    code = "always" if hours is None else "open" if begins == now else "later" if begins else "closed"
    return Why(code=f"exchange.reach.{code}", facts=facts)
