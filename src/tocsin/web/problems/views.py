"""The pages of the problems: the list, a new one by hand, and one with all that is known of it."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.api.problem import status_of
from tocsin.core.incident.gathering import gathered
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.core.kernel.subject import SubjectKind, subject_in
from tocsin.core.problem.asking import command_of
from tocsin.core.problem.record import Problem, ProblemState
from tocsin.flow import clock
from tocsin.flow.problems import offering, records
from tocsin.store import problems as store
from tocsin.store.problems import Use
from tocsin.store.read.mails import mails
from tocsin.store.read.timeline import timeline as entries
from tocsin.web.incident import timeline
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.problems import drawing
from tocsin.web.problems.words import STATES
from tocsin.web.request import Request, fields, language
from tocsin.web.words import NOTICE_STATES, Word


class Row(NamedTuple):
    """A problem as the list shows it. ``overdue``: how many of its actions are."""

    problem: Problem
    state: Word
    owner: str
    overdue: int
    use: Use


@require_GET
def listed(request: Request) -> HttpResponse:
    """All that are not closed, then the latest that are."""
    current, past = store.current(), store.closed(50)
    uses = store.uses([known.id for known in (*current, *past)])
    context = {
        "section": "problems",
        "rows": [_row(request, known, uses) for known in current],
        "past": [_row(request, known, uses) for known in past],
        "may": records.may_decide(request.user),
    }
    return render(request, "problems/problems.html", context)


def _row(request: Request, known: Problem, uses: Any) -> Row:
    today = clock.now().date()
    return Row(
        problem=known,
        state=STATES[known.state.value],
        owner=Names(request.organisation).person(known.owner),
        overdue=sum(action.overdue(today) for action in known.actions) if known.open else 0,
        use=uses.get(known.id, Use()),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The form of a problem by hand: its title, and the incidents by their numbers."""
    if request.method == "GET" and not records.may_decide(request.user):
        return redirect("problems")
    if request.method == "GET":
        asked = {name: request.GET.get(name, "")[:200] for name in ("title", "incidents")}
        return render(request, "problems/new.html", {"section": "problems", "asked": asked})
    if not records.may_decide(request.user):
        raise PermissionDenied
    asked = fields(request.POST)
    try:
        made = records.start(request.user, asked.get("title", ""), _incidents(asked.get("incidents", "")))
    except TocsinError as refused:
        context = {"section": "problems", "asked": asked, "refused": refused.sentence(language(request))}
        return render(request, "problems/new.html", context, status=status_of(refused, conditional=False))
    messages.success(request, _("The problem is open."))
    return redirect("problem", made.id)


def _incidents(text: str) -> list[int]:
    """The incidents that a person names: ``INC-3, 47``. Raises NotFound for what is no incident."""
    found = [(word, subject_in(word)) for word in text.replace(",", " ").replace(";", " ").split()]
    for word, subject in found:
        if subject is None or subject.kind is not SubjectKind.INCIDENT:
            raise NotFound("problem.refused.incident", text=word)
    return [subject.id for _word, subject in found if subject]


@require_POST
def link(request: Request) -> HttpResponse:
    """From an incident's page: it belongs to the problem that was chosen."""
    if not records.may_decide(request.user):
        raise PermissionDenied
    incident, number = number_in(request.POST, "incident"), number_in(request.POST, "problem")
    if incident is None or number is None:
        raise Http404
    try:
        records.link(request.user, number, [incident])
    except NotFound as unknown:
        raise Http404 from unknown
    messages.success(request, _("Linked."))
    return redirect("incident", incident)


@require_POST
def answer(request: Request, number: int, said: str) -> HttpResponse:
    """From an incident's page: whether the known error helped, or is none there."""
    incident = number_in(request.POST, "incident")
    if incident is None or said not in ("helped", "rejected"):
        raise Http404
    offering.answer(request.user, number, incident, "helped" if said == "helped" else "rejected")
    messages.success(request, _("Noted."))
    return redirect("incident", incident)


@require_GET
def shown(request: Request, number: int) -> HttpResponse:
    """One problem."""
    return render(request, "problems/problem.html", _context(request, number))


@require_POST
def do(request: Request, number: int, verb: str) -> HttpResponse:
    """Carry out what was asked; a refusal is explained on the page."""
    if not records.may_decide(request.user):
        raise PermissionDenied
    typed = fields(request.POST)
    try:
        if verb == "link":
            records.link(request.user, number, _incidents(typed.get("incidents", "")))
        else:
            command = command_of(verb, typed)
            records.ask(request.user, number, command, seen=number_in(request.POST, "seen"))
    except TocsinError as refused:
        if isinstance(refused, NotFound) and verb != "link":
            raise Http404 from refused
        context = _context(request, number) | {
            "refused": refused.sentence(language(request)),
            "typed": typed,
            "verb": verb,
        }
        return render(request, "problems/problem.html", context, status=status_of(refused, conditional=False))
    messages.success(request, _("Done."))
    return redirect("problem", number)


def _context(request: Request, number: int) -> dict[str, Any]:
    known = store.load(number)
    if known is None:
        raise Http404
    reader, names = language(request), Names(request.organisation)
    part = entries(known.subject, before=number_in(request.GET, "entries"))
    now = clock.now()
    return {
        "section": "problems",
        "known": known,
        "state": STATES[known.state.value],
        "owner": names.person(known.owner),
        "team": names.team(known.team),
        "causes": drawing.tree(known.causes),
        "actions": [
            (action, names.person(action.owner), action.overdue(now.date())) for action in known.actions
        ],
        "change": drawing.change(known.change, names),
        **drawing.members(known, request.organisation, reader),
        "use": store.uses([number]).get(number, Use()),
        "may": records.may_decide(request.user),
        "quiet_until": _quiet_until(known),
        "people": sorted(request.organisation.persons.values(), key=lambda person: person.name),
        "suppliers": request.organisation.suppliers.values(),
        "today": now.date().isoformat(),
        "mails": [(mail, NOTICE_STATES[mail.state]) for mail in mails(known.subject)],
        "timeline": [
            timeline.entry_view(entry, request.organisation, reader) for entry in gathered(part.rows)
        ],
        "older_entries": part.older,
        "typed": {},
    }


def _quiet_until(known: Problem) -> Any:
    """The instant at which it will be closed, if it does not recur; None unless it is resolved."""
    if known.state is not ProblemState.RESOLVED or known.resolved_at is None:
        return None
    last = max(filter(None, (known.resolved_at, known.last_incident_at)))
    return last + timedelta(days=known.quiet_days)
