"""Try a message: step by step what it would become. Nothing is stored."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render

import tocsin.web.messages.sentences  # noqa: F401  declares what is refused here
from tocsin.core.company import Company
from tocsin.core.event.values import Event
from tocsin.core.kernel.errors import TooLarge
from tocsin.core.kernel.sentences import render_why
from tocsin.core.translation.limits import MAX_BODY_BYTES
from tocsin.core.translation.translate import explain, translate
from tocsin.flow.intake import messages as flow
from tocsin.flow.organisation import company
from tocsin.web.messages.places import full_name, place_of
from tocsin.web.messages.words import MESSAGE_STATES
from tocsin.web.request import Request, language
from tocsin.web.words import CRITICALITIES, EVENT_STATES

_JSON, _MAIL = "application/json", "message/rfc822"


def trial(request: Request) -> HttpResponse:
    """The form, and after a POST what the message would become."""
    context: dict[str, Any] = {
        "section": "messages",
        "sources": request.organisation.sources.values(),
        "asked": request.POST,
        "tried": _tried(request) if request.method == "POST" else None,
    }
    return render(request, "messages/try.html", context)


def _tried(request: Request) -> dict[str, Any]:
    body, here = _body(request), company()
    source = request.POST.get("source", "")
    declared = here.organisation.sources.get(source)
    message = flow.example(body, _media_type(body), source)
    allowed = declared.formats if declared else ()
    relay = declared.trusted_authentication if declared else ""
    made = translate(message, here.formats, allowed=allowed, relay=relay)
    steps = explain(message, here.formats, allowed=allowed, relay=relay)
    return {
        "status": made.status.value,
        "state": MESSAGE_STATES[made.status.value],
        "format": made.format,
        "unknown": made.unknown,
        "steps": [render_why(step, language(request)) for step in steps],
        "events": [_event(event, source, here, request) for event in made.events],
        "why": [render_why(reason, language(request)) for reason in made.why],
    }


def _body(request: Request) -> bytes:
    """The file if one was sent, else the text that was pasted."""
    file = request.FILES.get("file")
    body = file.read(MAX_BODY_BYTES + 1) if file else request.POST.get("text", "").strip().encode()
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge((), "messages.too_long", limit=MAX_BODY_BYTES >> 20)
    return body


def _media_type(body: bytes) -> str:
    return _JSON if body.lstrip()[:1] in (b"{", b"[") else _MAIL


def _event(event: Event, source: str, here: Company, request: Request) -> dict[str, Any]:
    found = here.resolver.resolve(event.place, source=source, kind=event.kind)
    data = msgspec.to_builtins({"place": event.place, "why": found.why, "rivals": found.rivals})
    kind = here.organisation.kinds.get(event.kind)
    return {
        "event": event,
        "kind": kind.label if kind else {"fr": event.kind, "en": event.kind},
        "state": EVENT_STATES[event.state.value],
        "criticality": CRITICALITIES[event.criticality.value],
        "item": full_name(found.item, here.organisation) if found.item else "",
        "key": found.item,
        "place": place_of(data, found.confidence, here.organisation, language(request)),
    }
