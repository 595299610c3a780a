"""A supplier as it stands now: its channels, what its two witnesses reported, and how to set its mail filter."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from tocsin.connectors.kit.calls import Terms
from tocsin.core.calls import budget
from tocsin.core.company import Company
from tocsin.core.exchange import filtering
from tocsin.core.exchange.comparing import ChannelEvent, compare, noted, troubles
from tocsin.core.exchange.watch import (
    BudgetLine,
    Change,
    ChannelState,
    SupplierWatch,
    WatchedChannel,
    interruptions,
)  # fmt: skip
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Source, Supplier, SupplierChannel
from tocsin.flow import clock
from tocsin.flow.channels import CHANNELS
from tocsin.flow.sources.lines import settings_of
from tocsin.store import calls
from tocsin.store import sources as health
from tocsin.store.read import suppliers as rows
from tocsin.store.read.suppliers import ChannelEventRow
from tocsin.store.sources import Health

DRAWN = timedelta(days=7)  # of the channels' past
_COMPARED = timedelta(days=filtering.DAYS)
_BY_MAIL = ("imap", "smtp")
_STATES = {"source.silent": ChannelState.SILENT, "source.unreachable": ChannelState.CUT}


def watched(supplier: Supplier, here: Company) -> SupplierWatch:
    """The supplier now."""
    now, sources = clock.now(), sources_of(supplier.key, here.organisation)
    reported = rows.events_of([source.key for source in sources], now - _COMPARED)
    alarms = [_as_event(row, here.organisation) for row in reported if not row.information]
    found = troubles(alarms, now)
    notes = [noted(_as_event(row, here.organisation)) for row in reported if row.information]
    pairs = [(source.witness_of, source.key) for source in sources if source.witness_of]
    return SupplierWatch(
        supplier=supplier.key,
        channels=tuple(_channels(supplier, sources, now)),
        comparisons=tuple(compare(found, first, second) for first, second in pairs),
        criteria=tuple(filtering.criteria([*found, *notes], mail_source(sources))),
    )


def sources_of(supplier: str, organisation: Organisation) -> list[Source]:
    """The sources by which this supplier speaks to us."""
    return [source for source in organisation.sources.values() if source.supplier == supplier]


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


def mail_source(sources: list[Source]) -> str:
    """The source (key) of its mails: of several, the one that another source is a witness of; empty: none."""
    first = {source.witness_of for source in sources}
    mails = [source.key for source in sources if source.channel in _BY_MAIL]
    return next((key for key in mails if key in first), next(iter(mails), ""))


def channels(supplier: Supplier, organisation: Organisation) -> list[WatchedChannel]:
    """The supplier's channels now, without what they reported."""
    return list(_channels(supplier, sources_of(supplier.key, organisation), clock.now()))


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


def _channels(supplier: Supplier, sources: list[Source], now: datetime) -> Iterator[WatchedChannel]:
    known = health.all_health()
    past = rows.changes([source.key for source in sources], now - DRAWN)
    changes = {
        source.key: [
            Change(state=_STATES[row.kind], at=row.at, over=row.over)
            for row in past
            if row.source == source.key
        ]
        for source in sources
    }
    declared: dict[str, SupplierChannel] = {channel.name: channel for channel in supplier.channels}
    words = {source.key: "mail" if source.channel in _BY_MAIL else "api" for source in sources}
    for key, word in words.items():
        source = next(source for source in sources if source.key == key)
        yield _read_by(source, word, declared.get(word), known.get(key), changes[key], now)
    for channel in supplier.channels:
        if channel.name not in words.values():
            yield WatchedChannel(
                word=channel.name, state=ChannelState.UNWATCHED, address=channel.address,
                cost=channel.cost, cost_minute=channel.cost_minute,
            )  # fmt: skip


def _read_by(
    source: Source, word: str, declared: SupplierChannel | None, known: Health | None, changes: list[Change],
    now: datetime,
) -> WatchedChannel:  # fmt: skip
    terms = _terms(source)
    channel = WatchedChannel(
        word=word, key=source.key, state=_state(known), address=declared.address if declared else "",
        cost=declared.cost if declared else 0, cost_minute=declared.cost_minute if declared else 0,
        since=known.since if known and known.state != "ok" else None, reason=known.error if known else "",
        answered_at=known.heard_at if known else None, interruptions=interruptions(changes),
    )  # fmt: skip
    return _called(channel, terms, now) if terms else channel


def _state(known: Health | None) -> ChannelState:
    states = {"ok": ChannelState.OPEN, "silent": ChannelState.SILENT, "unreachable": ChannelState.CUT}
    return states.get(known.state, ChannelState.UNHEARD) if known else ChannelState.UNHEARD


def _terms(source: Source) -> Terms | None:
    """The contract of its calls; None: nothing is called, or its settings are no longer what its channel wants."""
    connector = CHANNELS.get(source.channel)
    if connector is None or connector.terms is None:
        return None
    try:
        return connector.terms(settings_of(source, connector, _unread))
    except msgspec.ValidationError:
        return None


def _unread(reference: str) -> str:
    """The terms of a contract hold no secret: none is looked up."""
    return reference


def _called(channel: WatchedChannel, terms: Terms, now: datetime) -> WatchedChannel:
    """A channel whose every call is counted: its breaker knows better than its heartbeat why it is cut."""
    account = calls.read(terms.account)
    left = budget.left(account.spent, terms.rates, margin=terms.margin, now=now)
    cut = account.breaker.is_cut
    answered = max(filter(None, (account.answered_at, channel.answered_at)), default=None)
    return msgspec.structs.replace(
        channel,
        state=ChannelState.CUT if cut else ChannelState.OPEN if answered else channel.state,
        since=account.breaker.cut_since if cut else None,
        reason=account.breaker.reason if cut else "",
        next_at=account.breaker.until if cut else None,
        answered_at=answered,
        account=terms.account,
        calls_today=account.calls,
        refused_today=account.refused,
        budget=tuple(_line(terms, number, left) for number in range(len(terms.rates))),
    )


def _line(terms: Terms, number: int, left: dict[str, int]) -> BudgetLine:
    rate = terms.rates[number]
    allowed = budget.allowance(rate, terms.margin)
    return BudgetLine(
        limit=rate.limit, interval_s=rate.interval_s, zone=rate.zone, usable=allowed.usable,
        burst=allowed.usable if rate.zone else allowed.burst, left=left[rate.name],
    )  # fmt: skip
