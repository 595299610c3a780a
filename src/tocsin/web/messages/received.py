"""The pages of the messages received: the list with its filters, one message beside its translation, its bytes."""

from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import channels
from tocsin.store.read import messages as read
from tocsin.store.read.events import EventDetail
from tocsin.store.read.messages import Filters, Message
from tocsin.web import verbatim
from tocsin.web.messages.places import Guess, full_name, place_of
from tocsin.web.messages.words import MESSAGE_STATES, OUTCOMES
from tocsin.web.names import Names
from tocsin.web.pages import address, number_in
from tocsin.web.request import Request, language
from tocsin.web.words import CRITICALITIES, EVENT_STATES

_UNSAFE_NAME = {"message/rfc822": "eml", "application/json": "json"}


class EventView(NamedTuple):
    """One event as a person reads it."""

    row: EventDetail
    kind: Any
    state: Any
    criticality: Any
    item: str
    place: Guess
    outcome: Any
    judged: str
    works: Subject | None


@require_GET
def messages(request: Request) -> HttpResponse:
    """Everything received, newest first."""
    filters = _filters(request)
    before = number_in(request.GET, "before")
    page = read.received(filters, before)
    names = Names(request.organisation)
    context = {
        "section": "messages",
        "page": page,
        "rows": [(row, names.source(row.source), _reason(row, request)) for row in page.rows],
        "older": address(request, before=page.older) if page.older else "",
        "newest": address(request, before=None) if before else "",
        "asked": request.GET,
        "filtered": bool(filters.source or filters.statuses or filters.text or filters.since),
        "states": MESSAGE_STATES.items(),
        "sources": sorted(((key, source.label) for key, source in request.organisation.sources.items()), key=itemgetter(1)),
        "live": not before,
    }  # fmt: skip
    return render(request, "messages/messages.html", context)


def _reason(row: read.Row, request: Request) -> str:
    """Why a message was not fully understood, in a line."""
    if row.status == "translated" or not row.why:
        return ""
    return render_named(row.why[-1], request.organisation, language(request))


def _filters(request: Request) -> Filters:
    status = request.GET.get("status", "")
    day = _day(request.GET.get("day", ""))
    zone = ZoneInfo(request.organisation.settings.zone)
    since, until = read.day_of(day, zone) if day else (None, None)
    return Filters(
        source=request.GET.get("source", ""),
        statuses=(status,) if status in MESSAGE_STATES else (),
        text=request.GET.get("text", "").strip()[:100],
        since=since,
        until=until,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@require_GET
def message(request: Request, id: int) -> HttpResponse:
    """One message: its content, verbatim, beside what we understood."""
    found = _message_or_404(id)
    content = verbatim.readable(found.body, found.row.media_type)
    context = {
        "section": "messages",
        "message": found,
        "row": found.row,
        "source": Names(request.organisation).source(found.row.source),
        "channel": channels.label(found.row.channel),
        "content": content,
        "text": content.text or verbatim.text_of(content.html),
        "headers": verbatim.all_headers(found.body) if found.row.media_type == "message/rfc822" else [],
        "envelope": sorted(found.envelope.items()),
        "why": [render_named(reason, request.organisation, language(request)) for reason in found.row.why],
        "events": [_event(event, request) for event in found.events],
    }
    return render(request, "messages/message.html", context)


@require_GET
def raw(request: Request, id: int) -> HttpResponse:
    """The bytes as they came in, to be kept as a file: never shown by the browser."""
    found = read.raw(id)
    if found is None:
        raise Http404
    body, media_type = found
    ending = _UNSAFE_NAME.get(media_type, "txt")
    response = HttpResponse(body, content_type="application/octet-stream")
    response["content-disposition"] = f'attachment; filename="tocsin-{id}.{ending}"'
    return response


def _message_or_404(id: int) -> Message:
    found = read.message(id)
    if found is None:
        raise Http404
    return found


def _event(row: EventDetail, request: Request) -> EventView:
    organisation = request.organisation
    kind = organisation.kinds.get(row.kind)
    return EventView(
        row=row,
        kind=kind.label if kind else {"fr": row.kind, "en": row.kind},
        state=EVENT_STATES.get(row.state, row.state),
        criticality=CRITICALITIES.get(row.criticality, row.criticality),
        item=full_name(row.item, organisation) if row.item else "",
        place=place_of(row.data, row.confidence, organisation, language(request)),
        outcome=OUTCOMES.get(row.outcome, row.outcome),
        judged=_judged(row, request),
        works=Subject.intervention(works) if (works := row.data.get("intervention")) else None,
    )


def _judged(row: EventDetail, request: Request) -> str:
    """The reason that correlation gave for this event alone: why it has no effect, or why its alert flaps."""
    why = row.data.get("judged")
    return render_named(msgspec.convert(why, Why), request.organisation, language(request)) if why else ""
