"""The pages of the authorisations: who may enter where, what the supplier owes us an answer for, and one with its proofs."""

from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.api.problem import status_of
from tocsin.core.authorisation import decide
from tocsin.core.authorisation import values as v
from tocsin.core.authorisation.rule import authorisable, places
from tocsin.core.authorisation.values import Asked, Authorisation, AuthorisationState, Command
from tocsin.core.incident.gathering import gathered
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow import access, clock
from tocsin.flow.sites import authorisations as flow
from tocsin.store import authorisations as store
from tocsin.store.read.mails import mails
from tocsin.store.read.timeline import timeline as entries
from tocsin.web.incident import timeline
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.request import Request, language
from tocsin.web.sites.calling import call_view, called
from tocsin.web.sites.words import STATES
from tocsin.web.words import NOTICE_STATES, Word


class Row(NamedTuple):
    """An authorisation as the list shows it. ``days``: until its last day."""

    authorisation: Authorisation
    place: str
    supplier: str
    state: Word
    days: int
    ends_soon: bool
    expired: bool


@require_http_methods(["GET", "POST"])
def listed(request: Request) -> HttpResponse:
    """Who may enter; the form that asks for one more."""
    if request.method == "GET":
        return render(request, "sites/authorisations.html", _list(request))
    asked = {name: str(text).strip() for name, text in request.POST.items()}
    try:
        access.require_sites(request.user)
        made = flow.ask_for(request.user, _asked(asked))
    except (TocsinError, ValueError) as refused:
        text, status = _refusal(request, refused)
        context = _list(request) | {"asked": asked, "refused": text}
        return render(request, "sites/authorisations.html", context, status=status)
    messages.success(request, _("Asked of the supplier."))
    return redirect("authorisation", made.id)


def _refusal(request: Request, refused: TocsinError | ValueError) -> tuple[str, int]:
    """Why something was not done, and the status of that answer; a day that is none is a ValueError."""
    if isinstance(refused, TocsinError):
        return refused.sentence(language(request)), status_of(refused, conditional=False)
    return _("A day is missing."), 422


def _asked(asked: dict[str, str]) -> Asked:
    return Asked(
        person=asked.get("person", ""),
        place=asked.get("place", ""),
        since=date.fromisoformat(asked.get("since", "")),
        until=date.fromisoformat(asked.get("until", "")),
        badge=asked.get("badge", "")[:60],
    )


def _list(request: Request) -> dict[str, Any]:
    organisation = request.organisation
    rows = [_row(known, organisation) for known in store.standing()]
    removing = AuthorisationState.REMOVAL_REQUESTED
    return {
        "section": "authorisations",
        "removals": [row for row in rows if row.authorisation.state is removing],
        "waiting": [
            row for row in rows if row.authorisation.waiting and row.authorisation.state is not removing
        ],
        "entering": sorted(
            (row for row in rows if not row.authorisation.waiting),
            key=lambda row: (row.days, row.authorisation.name),
        ),
        "past": [_row(known, organisation) for known in store.past(50)],
        "may": access.may_sites(request.user),
        "choices": _choices(organisation),
        "today": clock.now().date().isoformat(),
        "asked": {},
    }


def _choices(organisation: Organisation) -> list[tuple[str, list[Any], list[tuple[str, str]]]]:
    """For each supplier whose rooms are entered: who may be asked for, and the places."""
    names = Names(organisation)
    return [
        (
            supplier.name,
            authorisable(organisation, supplier),
            [(key, names.placed(key)) for key in places(organisation, supplier.key)],
        )
        for supplier in organisation.suppliers.values()
        if supplier.site_access
    ]


def _row(known: Authorisation, organisation: Organisation) -> Row:
    names = Names(organisation)
    supplier = organisation.suppliers.get(known.supplier)
    warn_s = supplier.site_access.warn_s if supplier and supplier.site_access else 0
    days = (known.until - clock.now().date()).days
    expired = known.expired(clock.now(), supplier.zone if supplier else "UTC")
    state = (
        STATES["expired"]
        if expired and known.state is AuthorisationState.CONFIRMED
        else STATES[known.state.value]
    )
    return Row(
        authorisation=known,
        place=names.placed(known.place),
        supplier=names.supplier(known.supplier),
        state=state,
        days=days,
        ends_soon=not expired and days * 86_400 <= warn_s,
        expired=expired,
    )


@require_GET
def shown(request: Request, number: int) -> HttpResponse:
    """One authorisation: its facts, its history, and every mail with the proof of its delivery."""
    return render(request, "sites/authorisation.html", _context(request, number))


def _context(request: Request, number: int) -> dict[str, Any]:
    known = store.load(number)
    if known is None:
        raise Http404
    reader = language(request)
    part = entries(known.subject, before=number_in(request.GET, "entries"))
    return {
        "section": "authorisations",
        "row": _row(known, request.organisation),
        "known": known,
        "may": access.may_sites(request.user),
        "mails": [(mail, NOTICE_STATES[mail.state]) for mail in mails(known.subject)],
        "timeline": [
            timeline.entry_view(entry, request.organisation, reader) for entry in gathered(part.rows)
        ],
        "older_entries": part.older,
        "answer": timeline.last_answer(part.rows),
        "call": call_view(decide.asking(known, request.organisation, now=clock.now())),
    }


@require_POST
def do(request: Request, number: int, verb: str) -> HttpResponse:
    """Carry out what was asked; a refusal is explained beside what it is about."""
    if not access.may_sites(request.user):
        raise PermissionDenied
    try:
        command = _command(verb, {name: str(text).strip() for name, text in request.POST.items()})
        flow.ask(request.user, number, command, seen=number_in(request.POST, "seen"))
    except NotFound as unknown:
        raise Http404 from unknown
    except (TocsinError, ValueError) as refused:
        text, status = _refusal(request, refused)
        context = _context(request, number) | {"refused": text}
        return render(request, "sites/authorisation.html", context, status=status)
    messages.success(request, _("Done."))
    return redirect("authorisation", number)


def _command(verb: str, typed: dict[str, str]) -> Command:
    match verb:
        case "extend":
            return v.Extend(until=date.fromisoformat(typed.get("until", "")))
        case "remove":
            return v.Remove(note=typed.get("note", "")[:1000])
        case "confirm":
            return v.Confirm(proof=typed.get("proof", "")[:2000], badge=typed.get("badge", "")[:60])
        case "refuse":
            return v.Refuse(proof=typed.get("proof", "")[:2000])
        case "remind":
            return v.Remind()
        case "call":
            return called(typed, v.Called)
    raise NotFound()
