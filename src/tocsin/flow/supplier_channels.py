"""A supplier's channels as they stand now: sources, accounts of calls, hours, and how fast they are acknowledged."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from tocsin.connectors.kit.calls import Terms
from tocsin.core.calls import breaker, budget
from tocsin.core.exchange.channels import ChannelHealth, ChannelState, Healths
from tocsin.core.exchange.choosing import channel_opens
from tocsin.core.exchange.speed import speed_of
from tocsin.core.exchange.watch import BudgetLine, Change, WatchedChannel, interruptions
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.secrets import with_secrets
from tocsin.core.organisation.values import Source, Supplier, SupplierChannel
from tocsin.core.tmf.tickets import HOSTED
from tocsin.flow import clock
from tocsin.flow.channels import CHANNELS
from tocsin.flow.sources.lines import settings_of
from tocsin.store import calls
from tocsin.store import sources as health
from tocsin.store.read import exchanges
from tocsin.store.read import suppliers as rows
from tocsin.store.sources import Health

DRAWN = timedelta(days=7)  # of the channels' past
_MEASURED = timedelta(days=90)  # of the times to acknowledgement
_BY_MAIL = ("imap", "smtp")
_STATES = {"source.silent": ChannelState.SILENT, "source.unreachable": ChannelState.CUT}
_REPORTS_BY = {"desk": "api"}  # the supplier's channel that a row of ours is, where their names differ


def channels(supplier: Supplier, organisation: Organisation, *, past: bool = True) -> list[WatchedChannel]:
    """The supplier's channels now, without what they reported; ``past``: with their interruptions."""
    now = clock.now()
    theirs = sources_of(supplier.key, organisation)
    sources = [source for source in theirs if source.channel != HOSTED.channel]  # by the others, they call us
    known, changes = health.all_health(), _changes(sources, now) if past else {}
    found = [
        _read_by(source, supplier, known.get(source.key), changes.get(source.key, []), now)
        for source in sources
    ]
    found += _desk(supplier, {channel.account for channel in found}, now)
    words = {channel.word for channel in found}
    found += [_by_people(channel) for channel in supplier.channels if channel.name not in words]
    waits, refused = exchanges.waits(supplier.key, now - _MEASURED, now), _mail_refused(supplier)
    whole = (_with_terms(_with_refusal(channel, refused), supplier, organisation, now) for channel in found)
    return [replace(channel, speed=speed_of(waits.get(_way(channel, supplier), ()))) for channel in whole]


def healths(supplier: Supplier, organisation: Organisation) -> Healths:
    """How each channel by which the supplier takes reports is now."""
    return healths_of(channels(supplier, organisation, past=False))


def healths_of(found: Iterable[WatchedChannel]) -> Healths:
    """The same, of channels that were read already: tickets go to the desk, not to the API that reports alarms."""
    states: dict[str, ChannelHealth] = {}
    for channel in found:
        name = _REPORTS_BY.get(channel.word, channel.word)
        known = ChannelHealth(state=channel.state, reason=channel.reason, speed=channel.speed)
        if name not in states or channel.word == "desk":
            states[name] = known
    return states


def sources_of(supplier: str, organisation: Organisation) -> list[Source]:
    """The sources by which this supplier speaks to us."""
    return [source for source in organisation.sources.values() if source.supplier == supplier]


def mail_source(sources: list[Source]) -> str:
    """The source (key) of its mails: of several, the one that another source is a witness of; empty: none."""
    first = {source.witness_of for source in sources}
    mails = [source.key for source in sources if source.channel in _BY_MAIL]
    return next((key for key in mails if key in first), next(iter(mails), ""))


def _changes(sources: list[Source], now: datetime) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for row in rows.changes([source.key for source in sources], now - DRAWN):
        change = Change(state=_STATES[row.kind], at=row.at, over=row.over)
        found.setdefault(row.source, []).append(change)
    return found


def _way(channel: WatchedChannel, supplier: Supplier) -> str:
    """As what its uses are counted; the API that reports alarms takes none where there is a desk."""
    return "" if channel.word == "api" and supplier.desk else _REPORTS_BY.get(channel.word, channel.word)


def _declared(word: str, supplier: Supplier) -> SupplierChannel | None:
    name = _REPORTS_BY.get(word, word)
    return next((channel for channel in supplier.channels if channel.name == name), None)


def _with_terms(
    channel: WatchedChannel, supplier: Supplier, organisation: Organisation, now: datetime
) -> WatchedChannel:
    """With the hours, the languages and the price of the channel that the supplier declares."""
    declared = _declared(channel.word, supplier)
    if declared is None:
        return channel
    opens_at = channel_opens(declared, supplier, organisation.calendars, now)
    return replace(
        channel,
        address=declared.address if channel.word != "desk" else channel.address,
        cost=declared.cost,
        cost_minute=declared.cost_minute,
        hours=declared.calendar or ("" if declared.name == "phone" else supplier.calendar),
        open=opens_at == now,
        opens_at=opens_at,
        languages=declared.languages or supplier.languages,
        urgent=declared.urgent,
    )


def _mail_refused(supplier: Supplier) -> exchanges.MailRefused | None:
    declared = _declared("mail", supplier)
    return exchanges.mail_refused(declared.address) if declared else None


def _with_refusal(channel: WatchedChannel, refused: exchanges.MailRefused | None) -> WatchedChannel:
    """A mailbox that took our last mail with an error is no way to reach them."""
    if channel.word != "mail" or refused is None:
        return channel
    return replace(channel, state=ChannelState.CUT, since=refused.at, reason=refused.reason)


def _by_people(channel: SupplierChannel) -> WatchedChannel:
    return WatchedChannel(word=channel.name, state=ChannelState.UNWATCHED, address=channel.address)


def _read_by(
    source: Source, supplier: Supplier, known: Health | None, changes: list[Change], now: datetime
) -> WatchedChannel:
    word = "mail" if source.channel in _BY_MAIL else "api"
    channel = WatchedChannel(
        word=word,
        key=source.key,
        state=_state(known),
        since=known.since if known and known.state != "ok" else None,
        reason=known.error if known else "",
        answered_at=known.last_message_at if known else None,
        interruptions=interruptions(changes),
    )
    terms = _terms(source)
    return _called(channel, terms, breaker.source_channel(source.key), now) if terms else channel


def _desk(supplier: Supplier, shown: set[str], now: datetime) -> Iterator[WatchedChannel]:
    """The ticket desk, whose calls are counted as the API's are; a budget that both share is shown once."""
    desk = supplier.desk
    connector = CHANNELS.get(desk.channel) if desk else None
    if desk is None or connector is None or connector.desk_settings is None or connector.desk_terms is None:
        return
    try:
        settings = msgspec.convert(with_secrets(desk.settings, _unread), connector.desk_settings)
    except msgspec.ValidationError:
        return
    terms = connector.desk_terms(settings)
    channel = _called(WatchedChannel(word="desk", state=ChannelState.AWAITED), terms, breaker.DESK, now)
    yield replace(channel, budget=()) if terms.account in shown else channel


def _state(known: Health | None) -> ChannelState:
    states = {"ok": ChannelState.OPEN, "silent": ChannelState.SILENT, "unreachable": ChannelState.CUT}
    return states.get(known.state, ChannelState.AWAITED) if known else ChannelState.AWAITED


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


def _called(channel: WatchedChannel, terms: Terms, name: str, now: datetime) -> WatchedChannel:
    """A channel whose every call is counted: its breaker knows better than its heartbeat why it is cut. ``name``: as the
    breaker knows it."""
    account = calls.read(terms.account)
    left = budget.left(account.spent, terms.rates, margin=terms.margin, now=now)
    seen = breaker.shown(breaker.of_channel(account.breaker, name, now), now)
    answered = max(filter(None, (account.answered_at, channel.answered_at)), default=None)
    return msgspec.structs.replace(
        channel,
        state=ChannelState.CUT if seen.is_cut else ChannelState.OPEN if answered else channel.state,
        since=seen.cut_since,
        reason=seen.reason if seen.is_cut else "",
        next_at=seen.until,
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
