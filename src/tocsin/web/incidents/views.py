"""The page of all incidents, and the same list as an exported table."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow import clock
from tocsin.store.read import listing
from tocsin.store.read.listing import Listed
from tocsin.web import pages
from tocsin.web.incidents import export
from tocsin.web.incidents.asking import STATES as ASKED_STATES
from tocsin.web.incidents.asking import asked, filter_of
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import KINDS, STATES, Word

PAGE_SIZE = 50
_MOST = 50_000  # rows of an exported table
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SORTS = {
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "priority": _("Most urgent first"),
    "longest": _("Longest first"),
    "due": _("Due soonest first"),
}
OVERRUNS = {
    "ours": _("Ours was overrun"),
    "supplier": _("The provider’s was overrun"),
    "any": _("Either was overrun"),
    "none": _("None was overrun"),
}


class Row(NamedTuple):
    """One incident as a line of the list."""

    listed: Listed
    kind: Word
    state: Word
    cause: str
    team: str
    owner: str
    supplier: str
    applications: list[str]
    ended: bool
    lasts_s: float


@require_GET
def incidents(request: Request) -> HttpResponse:
    """The incidents that the address asks for, a page of them."""
    organisation, wanted = request.organisation, asked(request.GET, request.organisation)
    number = pages.asked(request)
    found, count = listing.page(filter_of(wanted, organisation), wanted.sort, number=number, size=PAGE_SIZE)
    now, names = clock.now(), Names(organisation)
    context = {
        "section": "incidents",
        "asked": wanted,
        "rows": [_row(listed, names, now) for listed in found],
        "count": min(count, listing.MOST),
        "more": count > listing.MOST,
        "pager": pages.pager(request, number, PAGE_SIZE, min(count, listing.MOST)),
        "query": request.GET.urlencode(),
        "item": names.placed(wanted.item) if wanted.item else "",
        "choices": _choices(organisation),
    }
    return render(request, "incidents/incidents.html", context)


@require_GET
def as_csv(request: Request) -> StreamingHttpResponse:
    """The same incidents, all pages, as CSV."""
    table = export.Table(request.organisation, language(request))
    answer = StreamingHttpResponse(
        export.as_csv(table, _all(request)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="incidents.csv"'
    return answer


@require_GET
def as_xlsx(request: Request) -> HttpResponse:
    """The same incidents, all pages, as a workbook."""
    table = export.Table(request.organisation, language(request))
    answer = HttpResponse(export.as_xlsx(table, _all(request)), content_type=_XLSX)
    answer["Content-Disposition"] = 'attachment; filename="incidents.xlsx"'
    return answer


def _all(request: Request) -> Iterator[Listed]:
    wanted = asked(request.GET, request.organisation)
    return iter(listing.all_of(filter_of(wanted, request.organisation), wanted.sort, most=_MOST))


def _row(listed: Listed, names: Names, now: datetime) -> Row:
    ended = listed.resolved_at or listed.closed_at
    return Row(
        listed=listed,
        kind=KINDS[listed.kind],
        state=STATES[listed.state],
        cause=names.placed(listed.cause),
        team=names.team(listed.owner_team),
        owner=names.person(listed.owner) if listed.owner else "",
        supplier=names.supplier(listed.supplier) if listed.supplier else "",
        applications=[names.item(key) for key in listed.applications if key != listed.cause],
        ended=ended is not None,
        lasts_s=((ended or now) - listed.since).total_seconds(),
    )


Choice = tuple[str, str | Promise]


def _choices(organisation: Organisation) -> dict[str, list[Choice]]:
    """What each select offers: value and words."""
    states: dict[str, Any] = {"open": _("Open"), **{key: STATES[key].text for key in ASKED_STATES[1:]}}
    return {
        "state": list(states.items()),
        "priority": [(priority.value, priority.value.upper()) for priority in Priority],
        "region": [
            ("", _("Group services")),
            *((key, region.name) for key, region in organisation.regions.items()),
        ],
        "supplier": [(key, supplier.name) for key, supplier in organisation.suppliers.items()],
        "application": sorted(
            ((key, application.name) for key, application in organisation.applications.items()),
            key=lambda choice: choice[1].casefold(),
        ),
        "team": [(key, team.name) for key, team in organisation.teams.items()],
        "owner": sorted(
            ((key, person.name) for key, person in organisation.persons.items()), key=lambda choice: choice[1]
        ),
        "overrun": list(OVERRUNS.items()),
        "sort": list(SORTS.items()),
    }
