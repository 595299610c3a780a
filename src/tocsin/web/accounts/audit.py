"""The page of the security audit, for administrators: who did what, when, from where; the same as CSV."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.api.v1.cells import cell
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.why import Why
from tocsin.flow import access
from tocsin.flow.accounts.audit import Action
from tocsin.store.models import SecurityEntry
from tocsin.web.pages import address, number_in
from tocsin.web.request import Request, language

_SHOWN = 100
_MOST_EXPORTED = 100_000


class Line(NamedTuple):
    """One entry in the reader's language."""

    entry: SecurityEntry
    sentence: str
    facts: str


@require_GET
def entries(request: Request) -> HttpResponse:
    """The entries, newest first."""
    access.require_administrator(request.user)
    found = list(_wanted(request)[: _SHOWN + 1])
    context = {
        "section": "accounts",
        "lines": list(_lines(found[:_SHOWN], request)),
        "actions": [(action.value, _sentence(action, "…", request)) for action in Action],
        "asked": request.GET,
        "older": address(request, before=found[_SHOWN - 1].pk) if len(found) > _SHOWN else "",
        "query": request.GET.urlencode(),
    }
    return render(request, "accounts/audit.html", context)


@require_GET
def export(request: Request) -> HttpResponse:
    """The same entries as CSV, at most a hundred thousand; instants in UTC."""
    access.require_administrator(request.user)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["at", "actor", "action", "subject", "address", "facts"])
    for entry in _wanted(request)[:_MOST_EXPORTED].iterator(2_000):
        values = (entry.at, entry.actor, entry.action, entry.subject, entry.address, entry.facts)
        writer.writerow([cell(value) for value in values])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["content-disposition"] = 'attachment; filename="security.csv"'
    return response


def _wanted(request: Request) -> QuerySet[SecurityEntry]:
    found = SecurityEntry.objects.order_by("-id")
    if (action := request.GET.get("action", "")) in set(Action):
        found = found.filter(action=action)
    if actor := request.GET.get("actor", "").strip()[:150]:
        found = found.filter(actor=actor)
    before = number_in(request.GET, "before")
    return found if before is None else found.filter(id__lt=before)


def _lines(found: Iterable[SecurityEntry], request: Request) -> Iterable[Line]:
    for entry in found:
        facts = " · ".join(
            f"{name}: {value}" for name, value in entry.facts.items() if value not in ("", None)
        )
        yield Line(entry, _sentence(entry.action, entry.subject, request), facts)


def _sentence(action: str, subject: str, request: Request) -> str:
    return render_why(Why(code=f"audit.{action}", facts={"subject": subject}), language(request))
