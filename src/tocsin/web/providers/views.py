"""The pages of the providers: all of them in short, and one with its channels, what lies with it, and its mails."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

import tocsin.flow.sentences  # noqa: F401  declares every reason that is read here
from tocsin.core.exchange import filtering
from tocsin.core.exchange.channels import ChannelState
from tocsin.core.exchange.comparing import Comparison, render_comparison
from tocsin.core.exchange.cost import cost_read, money
from tocsin.core.exchange.filtering import Criterion
from tocsin.core.exchange.reaching import contact_of_the_hour, opens
from tocsin.core.exchange.speed import ENOUGH, Speed
from tocsin.core.exchange.spending import Spending
from tocsin.core.exchange.values import Reach
from tocsin.core.exchange.watch import BudgetLine, SupplierWatch, WatchedChannel
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_hours, render_named
from tocsin.core.organisation.values import Contact, Supplier, SupplierChannel
from tocsin.core.sla.durations import span
from tocsin.flow import access, clock, organisation, supplier_channels, suppliers
from tocsin.flow.access import Permission
from tocsin.store import tmf
from tocsin.store.read import exchanges
from tocsin.store.read import suppliers as read
from tocsin.store.read.exchanges import LyingIncident
from tocsin.store.read.interventions import InterventionRow
from tocsin.web import clocks
from tocsin.web.clocks import ClockView
from tocsin.web.incident.provider import tel
from tocsin.web.interventions.views import state_of
from tocsin.web.names import Names
from tocsin.web.providers.drawing import Span, percent_left, timeline
from tocsin.web.request import Request, language
from tocsin.web.words import CRITICALITIES, HEALTHS, HOLDERS, TICKET_STATES, Word, in_both_words

CHANNEL_STATES = {
    ChannelState.OPEN: Word(_("In order"), "circle-check", "ok"),
    ChannelState.CUT: Word(_("Cut"), "wifi-off", "down"),
    ChannelState.SILENT: Word(_("Silent"), "volume-x", "degraded"),
    ChannelState.AWAITED: Word(_("Nothing yet"), "circle-dashed", "neutral"),
    ChannelState.UNWATCHED: Word(_("Used by people"), "user-round", "neutral"),
}
_CHANNEL_WORDS = {
    "mail": (_("Mail"), "mail"),
    "api": (_("API"), "cable"),
    "desk": (_("Ticket desk"), "ticket"),
    "phone": (_("Phone"), "phone"),
    "web": (_("Portal"), "globe"),
}
_ADVICE = {
    "keep": Word(_("Keep as it is"), "circle-check", "neutral"),
    "stop": Word(_("Do without"), "circle-minus", "info"),
    "start": Word(_("Have it mailed"), "mail-plus", "degraded"),
}


class LineView(NamedTuple):
    """A line of a contract, and how much of it is left in per cent."""

    line: BudgetLine
    percent: str


class SpeedView(NamedTuple):
    """A speed in the reader's language; ``median`` empty: too few measured."""

    speed: Speed
    median: str
    p90: str


class ChannelView(NamedTuple):
    """A channel in the reader's words, drawn over the last days."""

    channel: WatchedChannel
    name: str | Promise
    drawn: str
    state: Word
    source: str
    cost: str
    hours: str
    speed: SpeedView
    tel: str
    budget: list[LineView]
    spans: list[Span]
    interrupted: list[tuple[Word, datetime, datetime | None, str]]

    @property
    def takes_reports(self) -> bool:
        """Whether tickets or calls go there, so that their speed is of interest."""
        return self.channel.word in ("desk", "mail", "phone")


class LyingView(NamedTuple):
    """What lies with this provider: an incident, and its exchange in the reader's words."""

    row: LyingIncident
    holder: Word
    references: list[str]
    channel: str | Promise
    state: str
    health: Word | None
    clock: ClockView | None


class ChoiceView(NamedTuple):
    """By which channel they are reached best now, and why not by the others."""

    label: str | Promise
    channel: str | Promise
    drawn: str
    why: str
    passed: list[str]


class ContactView(NamedTuple):
    """A contact, and whether it works now."""

    contact: Contact
    tel: str
    hours: str
    open: bool
    opens_at: datetime | None


class SpentView(NamedTuple):
    """What the month has cost, channel by channel: name, uses, amount."""

    lines: list[tuple[str | Promise, int, str]]
    total: str
    spared: int
    spared_cost: str
    call_price: str


class CriterionView(NamedTuple):
    """A setting of the mail filter in the reader's words."""

    criterion: Criterion
    criticality: str | Promise
    room: str
    advice: Word


class TicketView(NamedTuple):
    """A ticket of theirs at ours that belongs to no incident yet. ``number`` is theirs, where they gave one."""

    name: str
    number: str
    text: str
    created_at: datetime


class Short(NamedTuple):
    """A provider in the list."""

    supplier: Supplier
    channels: list[ChannelView]
    open: int


@require_GET
def providers(request: Request) -> HttpResponse:
    """All providers, those with a channel in trouble first."""
    counts = read.open_counts()
    shown = [
        Short(
            supplier=supplier,
            channels=list(_channels(supplier_channels.channels(supplier, request.organisation), request)),
            open=counts.get(supplier.key, 0),
        )
        for supplier in request.organisation.suppliers.values()
    ]
    shown.sort(key=lambda short: (not _troubled(short), short.supplier.name.casefold()))
    return render(request, "providers/providers.html", {"section": "providers", "providers": shown})


@require_GET
def provider(request: Request, key: str) -> HttpResponse:
    """One provider."""
    return render(request, "providers/provider.html", shown(request, key))


def shown(request: Request, key: str) -> dict[str, Any]:
    """All that the page of a provider shows. Raises Http404."""
    supplier = request.organisation.suppliers.get(key)
    if supplier is None:
        raise Http404
    here, reader, now = organisation.company(), language(request), clock.now()
    found = suppliers.watched(supplier, here)
    mail = supplier_channels.mail_source(supplier_channels.sources_of(key, here.organisation))
    reach = contact_of_the_hour(supplier, here.organisation.calendars, now)
    return {
        "section": "providers",
        "supplier": supplier,
        "unplaced": [_unplaced(row) for row in tmf.unplaced(key, most=50)],
        "may_act": access.may(request.user, Permission.ACT),
        "deaf": tmf.deaf(key),
        "reach": reach,
        "reach_why": render_named(reach.why, here.organisation, reader) if reach else "",
        "reach_tel": tel(_number(reach, supplier)),
        "channels": list(_channels(found.channels, request)),
        "choices": list(_choices(found, here.organisation, reader)),
        "contacts": [
            _contact(contact, supplier, here.organisation, reader, now) for contact in supplier.contacts
        ],
        "lying": [_lying(row, now, request) for row in exchanges.lying(key)],
        "works": list(_works(key, now, request.organisation)),
        "witnesses": list(_witnesses(found, request.organisation, reader)),
        "criteria": [_criterion(criterion, request.organisation) for criterion in found.criteria],
        "request": filtering.request(found.criteria, supplier, here, mail),
        "spent": _spent(found.spending, reader),
        "month": found.month,
        "enough": ENOUGH,
        "drawn_days": supplier_channels.DRAWN.days,
        "compared_days": filtering.DAYS,
    }


def _unplaced(row: tmf.Row) -> TicketView:
    text = row.value.get("name") or row.value.get("description", "")
    return TicketView(row.name, row.external, " ".join(text.split())[:200], row.created_at)


def _spent(spent: Spending, reader: Language) -> SpentView:
    names = {**_CHANNEL_WORDS, "api": _CHANNEL_WORDS["desk"]}
    return SpentView(
        lines=[(names[line.channel][0], line.uses, money(line.cost, reader)) for line in spent.channels],
        total=money(spent.cost, reader),
        spared=spent.spared,
        spared_cost=money(spent.spared_cost, reader),
        call_price=money(spent.call_price, reader),
    )


def _choices(found: SupplierWatch, known: Organisation, reader: Language) -> Iterator[ChoiceView]:
    for label, choice in ((_("When it is urgent"), found.urgent), (_("When it can wait"), found.ordinary)):
        if choice.why:
            name, drawn = _CHANNEL_WORDS["desk" if choice.channel == "api" else choice.channel]
            why = render_named(choice.why, known, reader)
            yield ChoiceView(
                label, name, drawn, why, [render_named(passed, known, reader) for passed in choice.passed]
            )


def _contact(
    contact: Contact, supplier: Supplier, known: Organisation, reader: Language, now: datetime
) -> ContactView:
    calendar = contact.calendar or supplier.calendar
    begins = opens(known.calendars.get(calendar), now)
    hours = render_hours(calendar, known, reader)
    return ContactView(contact, tel(contact.phone), hours, begins == now, begins)


def _troubled(short: Short) -> bool:
    return any(view.channel.state in (ChannelState.CUT, ChannelState.SILENT) for view in short.channels)


def _number(reach: Reach | None, supplier: Supplier) -> str:
    phones = (channel.address for channel in supplier.channels if channel.name == "phone")
    return (reach.phone if reach else "") or next(phones, "")


def _channels(found: Iterable[WatchedChannel], request: Request) -> Iterator[ChannelView]:
    names, reader, now = Names(request.organisation), language(request), clock.now()
    for channel in found:
        name, drawn = _CHANNEL_WORDS[channel.word]
        yield ChannelView(
            channel=channel, name=name, drawn=drawn, state=CHANNEL_STATES[channel.state],
            source=names.source(channel.key) if channel.key else "",
            cost=_cost(channel, reader), hours=render_hours(channel.hours, request.organisation, reader),
            speed=_speed(channel.speed, reader), tel=tel(channel.address) if channel.word == "phone" else "",
            budget=[LineView(line, percent_left(line)) for line in channel.budget],
            spans=timeline(channel.interruptions, now, supplier_channels.DRAWN),
            interrupted=[
                (CHANNEL_STATES[cut.state], cut.start, cut.end, span(((cut.end or now) - cut.start).total_seconds(), reader))
                for cut in channel.interruptions
            ],
        )  # fmt: skip


def _speed(speed: Speed, reader: Language) -> SpeedView:
    longer = f"> {span(speed.longest_s, reader)}" if speed.enough else ""
    return SpeedView(
        speed=speed,
        median=longer if speed.median_s is None else span(speed.median_s, reader),
        p90=longer if speed.p90_s is None else span(speed.p90_s, reader),
    )


def _cost(channel: WatchedChannel, reader: Language) -> str:
    priced = SupplierChannel(
        name="phone", address=channel.address, cost=channel.cost, cost_minute=channel.cost_minute
    )
    return cost_read(priced, reader)


def _lying(row: LyingIncident, now: datetime, request: Request) -> LyingView:
    theirs = next((known for known in row.clocks if known.side == "supplier"), None)
    drawn = clocks.shown(theirs, now, request.organisation, language(request)) if theirs else None
    exchange = row.exchange
    given = [reference["text"] for reference in row.references]
    if exchange and exchange.their_reference:
        given.insert(0, exchange.their_reference)
    ours = TICKET_STATES.get(exchange.state.value, "") if exchange and exchange.state else ""
    return LyingView(
        row=row,
        holder=HOLDERS[row.acting.value],
        references=list(dict.fromkeys(given)),
        channel=_CHANNEL_WORDS["desk" if exchange.channel == "api" else exchange.channel][0]
        if exchange
        else "",
        state=in_both_words(exchange.theirs if exchange else "", str(ours)),
        health=HEALTHS[exchange.health.value] if exchange else None,
        clock=drawn,
    )


def _works(
    supplier: str, now: datetime, known: Organisation
) -> Iterator[tuple[InterventionRow, Word, list[str]]]:
    names = Names(known)
    for row in suppliers.works(supplier, known):
        yield row, state_of(row, now), [names.placed(key) for key in row.scope]


def _witnesses(
    found: SupplierWatch, known: Organisation, reader: Language
) -> Iterator[tuple[Comparison, str, str, list[str]]]:
    names = Names(known)
    for pair in found.comparisons:
        yield (
            pair,
            names.source(pair.first),
            names.source(pair.second),
            render_comparison(pair, known, reader),
        )


def _criterion(criterion: Criterion, known: Organisation) -> CriterionView:
    return CriterionView(
        criterion,
        CRITICALITIES[criterion.criticality.value],
        Names(known).placed(criterion.room),
        _ADVICE[criterion.advice],
    )
