"""The pages of the major incidents: the list, one with its commander, plan and updates; and what declares one."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.api.problem import status_of
from tocsin.core.incident.gathering import gathered
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.core.major.asking import command_of, incident_in
from tocsin.core.major.informing import DueUpdate, due_updates
from tocsin.core.major.values import Major
from tocsin.flow import access, clock
from tocsin.flow.access import Permission
from tocsin.flow.majors import records
from tocsin.store import incidents
from tocsin.store import majors as store
from tocsin.store.read.mails import mails
from tocsin.store.read.timeline import timeline as entries
from tocsin.web.incident import timeline
from tocsin.web.majors import reviews
from tocsin.web.majors.words import AUDIENCES, PHASES, STATES
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.request import Request, fields, language
from tocsin.web.words import NOTICE_STATES, Word
from tocsin.web.words import STATES as INCIDENT_STATES


class Row(NamedTuple):
    """A major incident as the list shows it. ``overdue``: how many planned updates are."""

    major: Major
    state: Word
    commander: str
    overdue: int


class UpdateView(NamedTuple):
    """An update with its words; ``by`` is a name."""

    update: Any
    phase: Word
    audience: Any
    by: str


@require_GET
def listed(request: Request) -> HttpResponse:
    """Those that are led now, then the latest that were."""
    context = {
        "section": "majors",
        "rows": [_row(request, known) for known in store.current()],
        "past": [_row(request, known) for known in store.past(50)],
        "pages": request.organisation.status_pages.values(),
    }
    return render(request, "majors/majors.html", context)


def _row(request: Request, known: Major) -> Row:
    now = clock.now()
    return Row(
        major=known,
        state=STATES[known.state.value],
        commander=Names(request.organisation).person(known.commander),
        overdue=sum(due.overdue(now) for due in due_updates(known)),
    )


@require_POST
def declare(request: Request) -> HttpResponse:
    """From an incident's page: it is a major incident, or part of the one that was chosen."""
    typed = fields(request.POST)
    number = incident_in(typed.get("incident", ""))
    if typed.get("into", "").isdigit():
        made = records.link(request.user, int(typed["into"]), number)
        messages.success(request, _("It is part of the major incident."))
    else:
        made = records.declare(request.user, [number], typed.get("note", ""), typed.get("person", ""))
        messages.success(request, _("The major incident is declared."))
    return redirect("major", made.id)


@require_POST
def dismiss(request: Request) -> HttpResponse:
    """From an incident's page: what was proposed is no major incident."""
    typed = fields(request.POST)
    number = incident_in(typed.get("incident", ""))
    records.dismiss(request.user, number, typed.get("note", ""))
    messages.success(request, _("Noted."))
    return redirect("incident", number)


@require_GET
def shown(request: Request, number: int) -> HttpResponse:
    """One major incident."""
    return render(request, "majors/major.html", _context(request, number))


@require_POST
def do(request: Request, number: int, verb: str) -> HttpResponse:
    """Carry out what was asked; a refusal is explained on the page."""
    if not access.may(request.user, Permission.ACT):
        raise PermissionDenied
    typed = fields(request.POST)
    try:
        if verb == "link":
            records.link(request.user, number, incident_in(typed.get("incident", "")))
        elif verb in reviews.VERBS:
            reviews.VERBS[verb](request.user, number, typed)
        else:
            command = command_of(verb, typed, request.POST.getlist("updates"))
            records.ask(request.user, number, command, seen=number_in(request.POST, "seen"))
    except TocsinError as refused:
        if isinstance(refused, NotFound):
            raise Http404 from refused
        context = _context(request, number) | {
            "refused": refused.sentence(language(request)),
            "typed": typed,
            "verb": verb,
        }
        return render(request, "majors/major.html", context, status=status_of(refused, conditional=False))
    messages.success(request, _("Done."))
    return redirect("major", number)


def _context(request: Request, number: int) -> dict[str, Any]:
    known = store.load(number)
    if known is None:
        raise Http404
    names, now = Names(request.organisation), clock.now()
    part = entries(known.subject, before=number_in(request.GET, "entries"))
    return {
        "section": "majors",
        "known": known,
        "state": STATES[known.state.value],
        **_command(request, known, names),
        **reviews.view(known, request.organisation, now),
        "due": [_due(due, now) for due in due_updates(known)],
        "updates": [_update(update, names) for update in reversed(known.updates)],
        "members": _members(known, request),
        "phases": PHASES.items(),
        "planned": [(planned, AUDIENCES[planned.audience]) for planned in known.plan.updates],
        "mails": [(mail, NOTICE_STATES[mail.state]) for mail in mails(known.subject)],
        "timeline": [
            timeline.entry_view(entry, request.organisation, language(request))
            for entry in gathered(part.rows)
        ],
        "older_entries": part.older,
        "typed": {},
    }


def _command(request: Request, known: Major, names: Names) -> dict[str, Any]:
    """Who commands it, who is asked, and what the reader may do about it."""
    me, organisation = access.actor(request.user), request.organisation
    may = access.may_act(request.user, known, organisation)
    commands = bool(known.commander) and known.commander == me
    here = records.here()
    there = known.commander and here.has(known.commander, clock.now())
    asked = known.asked.to if known.asked else ""
    return {
        "commander": names.person(known.commander),
        "asked": names.person(asked),
        "given": known.asked.given if known.asked else False,
        "may": may,
        "commands": may and commands,
        "names_another": may and (commands or access.may_hand_over(request.user, known, organisation)),
        "asked_me": records.is_asked(request.user, known),
        "takes": known.open and (records.is_asked(request.user, known) or (may and not there)),
        "people": sorted(
            (person for person in organisation.persons.values() if here.has(person.key, clock.now())),
            key=lambda person: person.name,
        ),
        "turns": [(turn.at, names.person(turn.person)) for turn in known.commanders],
    }


def _due(due: DueUpdate, now: Any) -> dict[str, Any]:
    return {"due": due, "overdue": due.overdue(now), "audience": AUDIENCES[due.planned.audience]}


def _update(update: Any, names: Names) -> UpdateView:
    return UpdateView(
        update=update,
        phase=PHASES[update.phase.value],
        audience=AUDIENCES[update.audience],
        by=names.person(update.by),
    )


def _members(known: Major, request: Request) -> list[dict[str, Any]]:
    found = incidents.load(known.incidents)
    return [
        {
            "incident": incident,
            "title": getattr(incident.title, language(request)),
            "state": INCIDENT_STATES[incident.state.value],
            "open": incident.open,
        }
        for incident in found.values()
    ]
