"""The page of a person's work: its lists, and the form that acts on several incidents. Decides nothing."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.api.problem import status_of
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.incident.values import number_of
from tocsin.core.kernel.errors import BadInput, NotFound
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.rendering import render_named
from tocsin.core.work.concern import teams_of
from tocsin.core.work.values import LISTS, Task, WorkList
from tocsin.flow import access, clock
from tocsin.flow import work as flow
from tocsin.flow.access import Permission
from tocsin.flow.work import Chosen, Done
from tocsin.store import incidents
from tocsin.web import clocks, refusals
from tocsin.web.clocks import ClockView
from tocsin.web.incident.actions import instants, people, refusal
from tocsin.web.mistakes import by_label
from tocsin.web.names import Names
from tocsin.web.request import Request, language
from tocsin.web.words import HOLDERS, KINDS, STATES, Word

WORDS: dict[WorkList, Word] = {
    "mine": Word(_("Mine"), "circle-user", "info"),
    "team": Word(_("My team’s"), "users", "neutral"),
    "waiting": Word(_("Waiting for others"), "hourglass", "redundancy"),
    "risk": Word(_("At risk"), "alarm-clock", "down"),
}
_SHOWN = 100  # rows of a list; the others are counted
_DONE = "done_together"  # in the session, until the page shows it once


class Row(NamedTuple):
    """One incident of the list, in words. ``late``: what runs out first was due already."""

    task: Task
    kind: Word
    state: Word
    holder: Word
    team: str
    owner: str
    mine: bool
    asked: bool
    first: str
    late: bool
    clocks: dict[str, ClockView]


class Outcome(NamedTuple):
    """What became of one of the chosen incidents. ``refused`` empty: it was done."""

    incident: int
    number: str
    title: str
    refused: str


@require_GET
def work(request: Request) -> HttpResponse:
    """One of the lists of the person; htmx gets the part that changes."""
    shown = _context(request, request.GET)
    return render(request, "work/live.html" if request.htmx else "work/work.html", shown)


@require_POST
@refusals.shown
def together(request: Request) -> HttpResponse:
    """The same action on all that were chosen; the page then says of each what became of it."""
    access.require_acting(request.user)
    verb = request.POST.get("verb", "")
    fields = {
        name.removeprefix(f"{verb}-"): str(text).replace("\r\n", "\n") for name, text in request.POST.items()
    }
    try:
        done = flow.together(request.user, verb, fields, _chosen(request.POST))
    except NotFound as unknown:
        raise Http404 from unknown
    except BadInput as wrong:
        shown = _context(request, request.POST) | {"refused": _mistakes(wrong, verb, request)}
        return render(request, "work/work.html", shown, status=status_of(wrong, conditional=False))
    request.session[_DONE] = {"verb": verb, "done": msgspec.to_builtins(done)}
    return redirect(f"/work?list={_list(request.POST, ())}")


def _mistakes(wrong: BadInput, verb: str, request: Request) -> str:
    """What is wrong with the fields, or with what was chosen."""
    if any(fault.field == "incidents" for fault in wrong.faults):
        return " ".join(by_label(wrong.faults, {"incidents": str(_("Incidents"))}, language(request)))
    return refusal(wrong, verb, request.organisation, language(request))


def _chosen(form: QueryDict) -> list[Chosen]:
    """``incident`` is ``42:7``: the incident, and the revision that the person looked at."""
    pairs = [str(text).partition(":") for text in form.getlist("incident")]
    return [Chosen(incident=int(number), seen=int(seen)) for number, _colon, seen in pairs
            if number.isdecimal() and seen.isdecimal() and len(number) < 16 and len(seen) < 16]  # fmt: skip


def _context(request: Request, asked: QueryDict) -> dict[str, Any]:
    person, now = access.actor(request.user), clock.now()
    tasks = flow.work_of(person)
    shown: WorkList = _list(asked, tasks)
    rows = [task for task in tasks if shown in task.lists]
    may_act = access.may(request.user, Permission.ACT)
    names = Names(request.organisation)
    return {
        "section": "work",
        "now": now,
        "list": shown,
        "lists": [
            (name, WORDS[name], sum(name in task.lists for task in tasks), f"/work?list={name}")
            for name in LISTS
        ],
        "teams": [names.team(key) for key in teams_of(person, request.organisation)],
        "rows": [_row(task, person, now, request) for task in rows[:_SHOWN]],
        "more": len(rows[_SHOWN:]),
        "may_act": may_act,
        **(_choices(request) if may_act and rows else {}),
        **_last(request),
    }


def _list(asked: QueryDict, tasks: tuple[Task, ...]) -> WorkList:
    """The list that the address asks for; without any: one's own, or the team's where nothing is one's own."""
    chosen = next((name for name in LISTS if name == asked.get("list")), None)
    return chosen or ("team" if tasks and not any("mine" in task.lists for task in tasks) else "mine")


def _choices(request: Request) -> dict[str, Any]:
    """What the forms offer: people, teams, and until when."""
    organisation = request.organisation
    person = organisation.persons.get(request.user.person)
    return {
        "people": people(organisation, first=person.team if person else "", without=""),
        "all_teams": sorted((team.name, team.key) for team in organisation.teams.values()),
        "instants": instants(clock.now()),
        "actions": {verb.replace("-", "_"): ACTIONS[verb] for verb in flow.TOGETHER},
    }


def _row(task: Task, person: str, now: datetime, request: Request) -> Row:
    organisation, incident, first = request.organisation, task.incident, task.first
    reader = language(request)
    names = Names(organisation)
    drawn = [clocks.shown(running, now, organisation, reader) for running in task.clocks]
    return Row(
        task=task,
        kind=KINDS[incident.kind.value],
        state=STATES[incident.state.value],
        holder=HOLDERS[incident.holder.value],
        team=names.team(incident.owner_team),
        owner=names.person(incident.owner),
        mine=bool(person) and incident.owner == person,
        asked=bool(person) and incident.asked_of == person,
        first=render_named(first.why, organisation, reader) if first else "",
        late=first is not None and first.at <= now,
        clocks={clock_view.side: clock_view for clock_view in drawn},
    )


def _last(request: Request) -> dict[str, Any]:
    """What was done to several incidents just before, shown once."""
    last = request.session.pop(_DONE, None) if request.method == "GET" and not request.htmx else None
    if last is None:
        return {}
    found = msgspec.convert(last["done"], tuple[Done, ...])
    known = incidents.load(done.incident for done in found)
    outcomes = [
        Outcome(
            incident=done.incident,
            number=number_of(done.incident),
            title=getattr(known[done.incident].title, language(request)) if done.incident in known else "",
            refused=_reason(done.refused, request),
        )
        for done in found
    ]
    return {
        "outcomes": sorted(outcomes, key=lambda outcome: not outcome.refused),
        "done_label": ACTIONS[last["verb"]].label,
        "done_count": sum(not outcome.refused for outcome in outcomes),
        "refused_count": sum(bool(outcome.refused) for outcome in outcomes),
    }


def _reason(refused: Why | None, request: Request) -> str:
    return render_named(refused, request.organisation, language(request)) if refused else ""
