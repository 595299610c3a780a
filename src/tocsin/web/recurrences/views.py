"""The page of what recurs: how often, how often it would be expected, when, and at what cost."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tocsin.core.kernel.why import Why
from tocsin.core.organisation.rendering import render_named
from tocsin.core.problem.values import Family, Recurrence
from tocsin.flow import problems
from tocsin.store.recurrences import Standing, begun
from tocsin.web.names import Names
from tocsin.web.request import Request, language

FAMILIES: Mapping[Family, str | Promise] = {
    Family.ITEM: gettext_lazy("Same cause"),
    Family.PLACE: gettext_lazy("Same place"),
    Family.KIND: gettext_lazy("Same kind"),
    Family.APPLICATION: gettext_lazy("Same application"),
}
_LISTED = 12  # incidents named one by one


class Incident(NamedTuple):
    """An incident of the evidence; ``x`` is where it lies in the bar, in per cent of the window."""

    id: int
    began: datetime
    x: str


class Finding(NamedTuple):
    """A recurrence as the page shows it."""

    standing: Standing
    family: str | Promise
    name: str
    item: str  # key, where the list of incidents can be asked for it
    sentence: str
    dots: list[Incident]
    latest: list[Incident]
    more: int


@require_GET
def recurrences(request: Request) -> HttpResponse:
    """What recurs these days, the least likely first."""
    standing = problems.standing()
    began = begun({number for each in standing for number in each.found.incidents})
    context = {
        "section": "recurrences",
        "findings": [_finding(request, each, began) for each in standing],
        "may_decide": problems.may_decide(request.user),
    }
    return render(request, "recurrences/recurrences.html", context)


@require_POST
def dismiss(request: Request, number: int) -> HttpResponse:
    """It is no problem, for a reason."""
    problems.dismiss(request.user, number, request.POST.get("reason", "").replace("\x00", "")[:500])
    messages.success(request, _("Dismissed. It returns when there are twice as many incidents."))
    return redirect("recurrences")


def _finding(request: Request, standing: Standing, began: Mapping[int, datetime]) -> Finding:
    found = standing.found
    facts = {
        "count": found.count,
        "total": found.total,
        "days": found.days,
        "expected": number_format(found.expected, 1),
    }
    dots = _dots(found, began)
    return Finding(
        standing=standing,
        family=FAMILIES[found.family],
        name=_name(request, found),
        item=found.key if found.key in request.organisation.items else "",
        sentence=render_named(
            Why(code="problem.recurs", facts=facts), request.organisation, language(request)
        ),
        dots=dots,
        latest=dots[-_LISTED:][::-1],
        more=max(0, len(dots) - _LISTED),
    )


def _name(request: Request, found: Recurrence) -> str:
    kind = request.organisation.kinds.get(found.key)
    if found.family is Family.KIND and kind:
        return str(getattr(kind.label, language(request)))
    return Names(request.organisation).placed(found.key)


def _dots(found: Recurrence, began: Mapping[int, datetime]) -> list[Incident]:
    """The incidents in order of time, from the beginning of the window at the left to its end."""
    dots = []
    for number in found.incidents:
        if number in began:
            days = (found.day - began[number].date()).days
            share = (found.days - days) / (found.days + 1) * 100
            dots.append(Incident(number, began[number], f"{min(max(share, 1), 99):.1f}"))
    return sorted(dots, key=lambda dot: dot.began)
