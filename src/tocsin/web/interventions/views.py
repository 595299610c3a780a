"""The pages of the interventions: the list, and one with what it explains and its timeline."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

import tocsin.flow.sentences  # noqa: F401  declares every reason that is read here
from tocsin.core.correlation.interventions import CANCELLED, TENTATIVE
from tocsin.core.incident.gathering import gathered
from tocsin.flow import clock
from tocsin.store.read import interventions as read
from tocsin.store.read.interventions import InterventionRow
from tocsin.web.incident import timeline
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.request import Request, language
from tocsin.web.words import Word

_CANCELLED = Word(_("Cancelled"), "calendar-off", "neutral")
_TENTATIVE = Word(_("Not confirmed"), "calendar", "neutral")
_OVER = Word(_("Over"), "check-check", "neutral")
_ON = Word(_("Under way"), "traffic-cone", "degraded")
_COMING = Word(_("To come"), "calendar", "info")


@require_GET
def interventions(request: Request) -> HttpResponse:
    """Those under way and to come, then the latest that are over."""
    now, names = clock.now(), Names(request.organisation)
    rows = [
        (row, state_of(row, now), names.source(row.source), [names.placed(key) for key in row.scope])
        for row in read.listed()
    ]
    return render(
        request, "interventions/interventions.html", {"section": "interventions", "interventions": rows}
    )


@require_GET
def intervention(request: Request, number: int) -> HttpResponse:
    """One intervention."""
    found = read.read(number, entries_before=number_in(request.GET, "entries"))
    if found is None:
        raise Http404
    names, reader = Names(request.organisation), language(request)
    kinds = request.organisation.kinds
    context = {
        "section": "interventions",
        "works": found.row,
        "state": state_of(found.row, clock.now()),
        "source": names.source(found.row.source),
        "scope": [names.placed(key) for key in found.row.scope],
        "muted": [(row, names.placed(row.item), kinds.get(row.kind)) for row in found.muted],
        "timeline": [
            timeline.entry_view(entry, request.organisation, reader)
            for entry in gathered(found.timeline.rows)
        ],
        "older_entries": found.timeline.older,
    }
    return render(request, "interventions/intervention.html", context)


def state_of(row: InterventionRow, now: datetime) -> Word:
    """Where it stands: by its notice's status first, else by its window."""
    if row.status == CANCELLED:
        return _CANCELLED
    if row.ended or (row.ends_at and row.ends_at <= now):
        return _OVER
    if row.status == TENTATIVE:
        return _TENTATIVE
    return _ON if row.starts_at <= now else _COMING
