"""The pages on which a person chooses what is the same trouble, and what is not."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.api.problem import status_of
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.kernel.errors import TocsinError
from tocsin.flow import access
from tocsin.store import incidents
from tocsin.store.read.regrouping import MOST, AlertRow, alerts_of, open_incidents
from tocsin.web.incident import actions
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import EVENT_STATES


@require_GET
def choose(request: Request, number: int, verb: str) -> HttpResponse:
    """What may be merged with the incident, or split off it; ``q`` narrows the list."""
    if verb not in ACTIONS or not ACTIONS[verb].own_page:
        raise Http404
    return render(request, f"incident/{verb}.html", _context(request, number, verb))


def refused(request: Request, number: int, verb: str, error: TocsinError) -> HttpResponse:
    """The page again, with the reason and what was typed."""
    why = actions.refusal(error, verb, request.organisation, language(request))
    context = _context(request, number, verb) | {"refused": why, "chosen": request.POST}
    status = status_of(error, conditional=False)
    return render(request, f"incident/{verb}.html", context, status=status)


def _context(request: Request, number: int, verb: str) -> dict[str, Any]:
    incident = incidents.load([number]).get(number)
    if incident is None:
        raise Http404
    text = request.GET.get("q", "").strip()[:200]
    rows: list[Any] = open_incidents(number, text) if verb == "merge" else _alerts(request, number, text)
    return {
        "section": "board",
        "incident": incident,
        "action": ACTIONS[verb],
        "may_act": access.may_act(request.user, incident, request.organisation),
        "rows": rows,
        "full": len(rows) == MOST,
        "q": text,
    }


def _alerts(request: Request, number: int, text: str) -> list[dict[str, Any]]:
    return [_alert(row, Names(request.organisation)) for row in alerts_of(number, text)]


def _alert(row: AlertRow, names: Names) -> dict[str, Any]:
    kind = names.organisation.kinds.get(row.kind)
    return {
        "row": row,
        "state": EVENT_STATES[row.state],
        "kind": kind.label if kind else {"fr": row.kind, "en": row.kind},
        "where": names.placed(row.item) if row.item else row.subject,
        "source": names.source(row.source),
    }
