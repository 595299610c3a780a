"""The pages of the providers: all of them in short, and one with its channels, what lies with it, and its mails."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

import tocsin.flow.sentences  # noqa: F401  declares every reason that is read here
from tocsin.core.exchange import filtering
from tocsin.core.exchange.comparing import Comparison, render_comparison
from tocsin.core.exchange.cost import cost_read, money
from tocsin.core.exchange.filtering import Criterion
from tocsin.core.exchange.reaching import contact_of_the_hour
from tocsin.core.exchange.values import Reach
from tocsin.core.exchange.watch import BudgetLine, ChannelState, SupplierWatch, WatchedChannel
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.organisation.values import Supplier, SupplierChannel
from tocsin.core.sla.durations import span
from tocsin.flow import clock, organisation, suppliers
from tocsin.store.read import interventions
from tocsin.store.read import suppliers as read
from tocsin.store.read.interventions import InterventionRow
from tocsin.store.read.suppliers import LyingIncident
from tocsin.web import clocks
from tocsin.web.clocks import ClockView
from tocsin.web.incident.provider import tel
from tocsin.web.interventions.views import state_of
from tocsin.web.names import Names
from tocsin.web.providers.drawing import Span, percent_left, timeline
from tocsin.web.request import Request, language
from tocsin.web.words import CRITICALITIES, HOLDERS, Word

CHANNEL_STATES = {
    ChannelState.OPEN: Word(_("In order"), "circle-check", "ok"),
    ChannelState.CUT: Word(_("Cut"), "wifi-off", "down"),
    ChannelState.SILENT: Word(_("Silent"), "volume-x", "degraded"),
    ChannelState.UNHEARD: Word(_("Nothing yet"), "circle-dashed", "neutral"),
    ChannelState.UNWATCHED: Word(_("Used by people"), "user-round", "neutral"),
}
_CHANNEL_WORDS = {
    "mail": (_("Mail"), "mail"),
    "api": (_("API"), "cable"),
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


class ChannelView(NamedTuple):
    """A channel in the reader's words, drawn over the last days."""

    channel: WatchedChannel
    name: str | Promise
    drawn: str
    state: Word
    source: str
    cost: str
    tel: str
    budget: list[LineView]
    spans: list[Span]
    interrupted: list[tuple[Word, datetime, datetime | None, str]]


class LyingView(NamedTuple):
    """An open incident with this provider."""

    row: LyingIncident
    holder: Word
    references: list[str]
    clock: ClockView | None


class CriterionView(NamedTuple):
    """A setting of the mail filter in the reader's words."""

    criterion: Criterion
    criticality: str | Promise
    room: str
    advice: Word


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
            channels=list(_channels(suppliers.channels(supplier, request.organisation), request)),
            open=counts.get(supplier.key, 0),
        )
        for supplier in request.organisation.suppliers.values()
    ]
    shown.sort(key=lambda short: (not _troubled(short), short.supplier.name.casefold()))
    return render(request, "providers/providers.html", {"section": "providers", "providers": shown})


@require_GET
def provider(request: Request, key: str) -> HttpResponse:
    """One provider."""
    supplier = request.organisation.suppliers.get(key)
    if supplier is None:
        raise Http404
    here, reader, now = organisation.company(), language(request), clock.now()
    found = suppliers.watched(supplier, here)
    theirs = suppliers.sources_of(key, here.organisation)
    mail = suppliers.mail_source(theirs)
    reach = contact_of_the_hour(supplier, here.organisation.calendars, now)
    context = {
        "section": "providers",
        "supplier": supplier,
        "reach": reach,
        "reach_why": render_named(reach.why, here.organisation, reader) if reach else "",
        "reach_tel": tel(_number(reach, supplier)),
        "channels": list(_channels(found.channels, request)),
        "lying": [_lying(row, now, request) for row in read.lying(key)],
        "works": list(_works({source.key for source in theirs}, now, request.organisation)),
        "witnesses": list(_witnesses(found, request.organisation, reader)),
        "criteria": [_criterion(criterion, request.organisation) for criterion in found.criteria],
        "request": filtering.request(found.criteria, supplier, here, mail),
        "spent": _spent(key, now, here.organisation, reader),
        "drawn_days": suppliers.DRAWN.days,
        "compared_days": filtering.DAYS,
    }
    return render(request, "providers/provider.html", context)


def _spent(key: str, now: datetime, known: Organisation, reader: Language) -> tuple[int, str]:
    """The phone calls of this month, by the group's calendar, and what they cost."""
    local = now.astimezone(ZoneInfo(known.settings.zone))
    month = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    calls, cents = read.calls_logged(key, month)
    return calls, money(cents, reader)


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
            cost=_cost(channel, reader), tel=tel(channel.address) if channel.word == "phone" else "",
            budget=[LineView(line, percent_left(line)) for line in channel.budget],
            spans=timeline(channel.interruptions, now, suppliers.DRAWN),
            interrupted=[
                (CHANNEL_STATES[cut.state], cut.start, cut.end, span(((cut.end or now) - cut.start).total_seconds(), reader))
                for cut in channel.interruptions
            ],
        )  # fmt: skip


def _cost(channel: WatchedChannel, reader: Language) -> str:
    priced = SupplierChannel(
        name="phone", address=channel.address, cost=channel.cost, cost_minute=channel.cost_minute
    )
    return cost_read(priced, reader)


def _lying(row: LyingIncident, now: datetime, request: Request) -> LyingView:
    theirs = next((known for known in row.clocks if known.side == "supplier"), None)
    drawn = clocks.shown(theirs, now, request.organisation, language(request)) if theirs else None
    references = list(dict.fromkeys(given["text"] for given in row.references))
    return LyingView(row, HOLDERS[row.holder], references, drawn)


def _works(
    sources: set[str], now: datetime, known: Organisation
) -> Iterator[tuple[InterventionRow, Word, list[str]]]:
    names = Names(known)
    for row in interventions.listed():
        if row.source in sources and not row.ended:
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
