"""A supplier as it stands now: its channels, what its two witnesses reported, its costs, and how to set its mail filter."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.company import Company
from tocsin.core.exchange import filtering
from tocsin.core.exchange.bond import Kind
from tocsin.core.exchange.choosing import choose
from tocsin.core.exchange.comparing import ChannelEvent, compare, noted, troubles
from tocsin.core.exchange.spending import NO_INCIDENT, Spending, Use, spending
from tocsin.core.exchange.watch import SupplierWatch
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Supplier
from tocsin.flow import clock
from tocsin.flow.supplier_channels import channels, healths_of, mail_source, sources_of
from tocsin.store import authorisations
from tocsin.store.read import exchanges, interventions
from tocsin.store.read import suppliers as rows
from tocsin.store.read.interventions import InterventionRow
from tocsin.store.read.suppliers import ChannelEventRow

_COMPARED = timedelta(days=filtering.DAYS)
_PRICED = timedelta(days=365)  # of calls, to know what a usual one costs


def watched(supplier: Supplier, here: Company) -> SupplierWatch:
    """The supplier now."""
    now, sources = clock.now(), sources_of(supplier.key, here.organisation)
    states, month = channels(supplier, here.organisation), month_of(now, here.organisation)
    healths, calendars = healths_of(states), here.organisation.calendars
    reported = rows.events_of(supplier.key, [source.key for source in sources], now - _COMPARED)
    alarms = [_as_event(row, here.organisation) for row in reported if not row.information]
    found = troubles(alarms, now)
    notes = [noted(_as_event(row, here.organisation)) for row in reported if row.information]
    pairs = [(source.witness_of, source.key) for source in sources if source.witness_of]
    return SupplierWatch(
        supplier=supplier.key,
        channels=tuple(states),
        month=month,
        spending=spent(supplier, month, now),
        urgent=choose(supplier, Priority.P1, healths, calendars, now=now),
        ordinary=choose(supplier, Priority.P4, healths, calendars, now=now),
        comparisons=tuple(compare(found, first, second) for first, second in pairs),
        criteria=tuple(filtering.criteria([*found, *notes], mail_source(sources))),
    )


def month_of(now: datetime, organisation: Organisation) -> datetime:
    """When this month began, by the group's calendar."""
    local = now.astimezone(ZoneInfo(organisation.settings.zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def spent(supplier: Supplier, since: datetime, now: datetime) -> Spending:
    """What the supplier's channels cost since then, and what was spared. Calls about its sites count like the others."""
    before = now - _PRICED
    about_sites = exchanges.site_calls(supplier.key, before)
    calls = [
        Use(incident=NO_INCIDENT, channel="phone", kind=Kind.CALL, cost=cost)
        for at, cost in about_sites
        if at >= since
    ]
    priced = [*exchanges.call_costs(supplier.key, before), *(cost for _, cost in about_sites)]
    return spending([*exchanges.uses(supplier.key, since), *calls], supplier, priced)


def works(supplier: str, organisation: Organisation) -> list[InterventionRow]:
    """Works that are not over: those that the supplier announced, and ours in its rooms, the next first."""
    theirs = {source.key for source in sources_of(supplier, organisation)}
    ours = {planned.id for planned in authorisations.planned_open() if planned.supplier == supplier}
    found = interventions.listed()
    return [row for row in found if not row.ended and (row.source in theirs or row.id in ours)]


def witnesses(incident: int, supplier: str, organisation: Organisation) -> list[tuple[str, datetime | None]]:
    """Each source (key) of the supplier's witnesses, and when it first reported the incident, the earliest first.

    None: it has not. Empty where no source of theirs is another one's witness.
    """
    pairs = [source for source in sources_of(supplier, organisation) if source.witness_of]
    keys = dict.fromkeys(key for source in pairs for key in (source.witness_of, source.key))
    reported = rows.first_reported(incident, keys) if keys else {}
    return sorted(
        ((key, reported.get(key)) for key in keys), key=lambda pair: (pair[1] is None, pair[1] or clock.now())
    )


def _as_event(row: ChannelEventRow, organisation: Organisation) -> ChannelEvent:
    return ChannelEvent(
        source=row.source,
        fingerprint=row.fingerprint,
        received_at=row.received_at,
        reference=row.reference,
        over=row.over,
        kind=row.kind,
        criticality=Criticality(row.criticality),
        room=_room(row.item, organisation),
        useful=row.useful,
    )


def _room(item: str, organisation: Organisation) -> str:
    path = organisation.path(item) if item in organisation.items else ()
    return next((above.key for above in path if above.type is ItemType.ROOM), "")
