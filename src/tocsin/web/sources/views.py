"""The page of the sources: the heartbeat of each, beside its expected rhythm."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.core.event.message import OWN
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.values import Label, Source
from tocsin.flow import channels, clock
from tocsin.store.read import sources as read
from tocsin.store.read.sources import Health
from tocsin.web.request import Request, language
from tocsin.web.sources.sparkline import Bar, bars

_WORST_FIRST = ("unreachable", "silent", "ok", "awaited")


class SourceView(NamedTuple):
    """A source as it is now; ``source`` is None if it is no longer declared."""

    key: str
    label: str
    source: Source | None
    channel: Label
    health: Health
    bars: list[Bar]
    most: int
    refusal: str
    notice: str


@require_GET
def sources(request: Request) -> HttpResponse:
    """Every declared source, and those that sent without being declared; those in trouble first."""
    today = clock.now().date()
    known, declared = read.health(today), request.organisation.sources
    shown = [
        _view(key, declared.get(key), known.get(key) or read.awaited(key), language(request))
        for key in {**declared, **known}
    ]
    shown.sort(
        key=lambda source_view: (_WORST_FIRST.index(source_view.health.state), source_view.label.casefold())
    )
    context = {
        "section": "sources",
        "sources": shown,
        "troubled": [source_view for source_view in shown if source_view.health.state in _WORST_FIRST[:2]],
    }
    return render(request, "sources/sources.html", context)


def _view(key: str, source: Source | None, health: Health, reader: Language) -> SourceView:
    return SourceView(
        key=key, label=source.label if source else key, source=source, health=health,
        channel=channels.label(source.channel if source else OWN),
        bars=bars(health.days), most=max(health.days),
        refusal=health.refusal.sentence(reader) if health.refusal else "",
        notice=_notice(source, health, reader),
    )  # fmt: skip


def _notice(source: Source | None, health: Health, reader: Language) -> str:
    notice = channels.notice(source.channel, health.position) if source else None
    return notice.sentence(reader) if notice else ""
