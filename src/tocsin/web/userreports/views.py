"""The pages of the users' reports: the list, the short form of a call, one report, and what is written to users."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.api.problem import status_of
from tocsin.core.incident.gathering import gathered
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.subject import SubjectKind, subject_in
from tocsin.core.userreport.values import UserReport
from tocsin.flow import access
from tocsin.flow.userreports import records
from tocsin.store import incidents, userreports
from tocsin.store.read.mails import mails
from tocsin.store.read.timeline import timeline as entries
from tocsin.web.incident import timeline
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.place_field import chosen_item
from tocsin.web.request import Request, fields, language
from tocsin.web.words import NOTICE_STATES


class Offer(NamedTuple):
    """An open incident that a report may be about, as it is offered: why, and whether it is certain."""

    number: int
    title: str
    reasons: list[str]
    certain: bool


@require_GET
def listed(request: Request) -> HttpResponse:
    """The latest reports, those that wait for an incident first."""
    return render(request, "userreports/list.html", _list(request))


def _list(request: Request) -> dict[str, Any]:
    known = userreports.latest()
    return {
        "section": "user-reports",
        "waiting": [report for report in known if report.incident is None and not report.settled_by],
        "settled": [report for report in known if report.incident is not None or report.settled_by],
        "may_report": access.may_report(request.user),
    }


@require_http_methods(["GET", "POST"])
def call(request: Request) -> HttpResponse:
    """The short form of a call, with its fault, or the report that it became."""
    if not access.may_report(request.user):
        context = {"section": "user-reports", "asked": {}}
        return render(
            request, "userreports/call.html", context, status=403 if request.method == "POST" else 200
        )
    if request.method == "GET":
        return render(request, "userreports/call.html", _form({"key": uuid4().hex}))
    asked = fields(request.POST)
    try:
        made = records.record(request.user, _call(request, asked))
    except TocsinError as refused:
        context = _form(asked) | {
            "refused": refused.sentence(language(request)),
            "offers": _offers(request, asked),
        }
        return render(request, "userreports/call.html", context, status=status_of(refused, conditional=False))
    messages.success(request, _("The report is recorded."))
    return redirect("user-report", made.id)


def _form(asked: dict[str, str]) -> dict[str, Any]:
    return {"section": "user-reports", "asked": asked, "may_report": True, "choice": asked.get("about", "")}


def _call(request: Request, asked: dict[str, str]) -> records.Call:
    about = asked.get("about", "")
    return records.Call(
        text=asked.get("text", "")[:4000],
        caller=asked.get("caller", "")[:200],
        key=asked.get("key", "")[:64] or uuid4().hex,
        item=chosen_item(request, asked),
        incident=_incident(about) if about not in ("", "new") else None,
        opens=about == "new",
    )


@require_GET
def probable(request: Request) -> HttpResponse:
    """The open incidents that the call may be about, while it is written."""
    asked = fields(request.GET)
    return render(
        request,
        "userreports/probable.html",
        {"offers": _offers(request, asked), "choice": asked.get("about", "")},
    )


def _offers(request: Request, asked: dict[str, str]) -> list[Offer]:
    reader = language(request)
    found = records.probable(
        asked.get("text", "")[:4000], asked.get("caller", "")[:200], chosen_item(request, asked)
    )
    return [
        Offer(
            number=incident.id,
            title=incident.title.fr if reader == "fr" else incident.title.en,
            reasons=[render_why(why, reader) for why in judged.reasons],
            certain=judged.certain,
        )
        for judged, incident in found
    ]


@require_GET
def report(request: Request, number: int) -> HttpResponse:
    """One report: what was said, which incident it is about and why, what the user was mailed."""
    return render(request, "userreports/report.html", _context(request, number))


@require_POST
def move(request: Request, number: int) -> HttpResponse:
    """A person says which incident it is about, or none; a refusal is explained on the page."""
    about = request.POST.get("about", "").strip()

    def moved() -> None:
        incident = _incident(about) if about else None
        records.move(request.user, number, incident, seen=number_in(request.POST, "seen"))

    return _done(request, number, moved, {"about": about})


@require_POST
def answer(request: Request, number: int) -> HttpResponse:
    """What a person writes to this user is mailed; a refusal is explained on the page."""
    note = request.POST.get("note", "")
    return _done(request, number, lambda: records.answer(request.user, number, note), {"note": note})


def _done(request: Request, number: int, act: Callable[[], object], typed: dict[str, str]) -> HttpResponse:
    """The report after the act; where that is refused, with the reason and what was typed."""
    if not access.may_report(request.user):
        raise PermissionDenied
    try:
        act()
    except TocsinError as refused:
        context = _context(request, number) | {"refused": refused.sentence(language(request)), **typed}
        status = status_of(refused, conditional=False)
        return render(request, "userreports/report.html", context, status=status)
    messages.success(request, _("Done."))
    return redirect("user-report", number)


@require_POST
def inform(request: Request) -> HttpResponse:
    """From an incident's page: what its users can do meanwhile is mailed to them."""
    incident = number_in(request.POST, "incident")
    if incident is None:
        raise Http404
    written = records.inform(request.user, incident, request.POST.get("note", ""))
    done = ngettext("One user is informed.", "%(count)s users are informed.", written) % {"count": written}
    messages.success(request, done)
    return redirect("incident", incident)


def _incident(text: str) -> int:
    """The incident that a person names: ``INC-3`` or ``3``. Raises NotFound for what is no incident."""
    subject = subject_in(text if text.upper().startswith("INC-") else f"INC-{text}")
    if subject is None or subject.kind is not SubjectKind.INCIDENT:
        raise NotFound("problem.refused.incident", text=text)
    return subject.id


def _context(request: Request, number: int) -> dict[str, Any]:
    known = userreports.load(number)
    if known is None:
        raise Http404
    reader, names = language(request), Names(request.organisation)
    judged = known.judgement
    wanted = (known.incident, judged.incident if judged else None)
    found = incidents.load({about for about in wanted if about is not None})
    part = entries(known.subject, before=number_in(request.GET, "entries"))
    return {
        "section": "user-reports",
        "known": known,
        "incident": found.get(known.incident) if known.incident else None,
        "likely": found.get(judged.incident) if judged and not known.incident else None,
        "reasons": [render_why(why, reader) for why in judged.reasons] if judged else [],
        "items": [names.placed(key) for key in known.items],
        "settled_by": names.person(known.settled_by),
        "may_report": access.may_report(request.user),
        "mails": [(mail, NOTICE_STATES[mail.state]) for mail in mails(known.subject)],
        "timeline": [
            timeline.entry_view(entry, request.organisation, reader) for entry in gathered(part.rows)
        ],
        "older_entries": part.older,
    }


def of_incident(number: int, *, may: bool) -> dict[str, Any]:
    """What the page of an incident shows of its users: their reports, and how many users they are of."""
    known: list[UserReport] = userreports.about([number])
    return {
        "user_reports": known[-10:],
        "reporters": len({report.reporter for report in known}),
        "may_inform": may and any(report.address for report in known),
    }
