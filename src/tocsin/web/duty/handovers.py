"""The page of hand-overs: what waits for an answer, the latest changes of shift; and the form that answers."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tocsin.core.duty.handing import accept_due, next_step
from tocsin.core.incident.commands import Accept, SendBack
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotFound, Refused, TocsinError
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import access, clock, duty
from tocsin.flow.incidents.commands import ask
from tocsin.store import incidents, shifts
from tocsin.store.read import handovers as read
from tocsin.store.shifts import ShiftRow
from tocsin.web.names import Names
from tocsin.web.request import Request, language

_SHIFTS_SHOWN = timedelta(days=3)
_PERIODS = ("7", "30", "90")  # days
_SPANS_SHOWN = 20
_LONGEST = 200  # of a line that a person writes


class Waiting(NamedTuple):
    """A hand-over that waits for an answer, with names."""

    incident: Incident
    title: str
    giver: str
    to: str
    due_at: datetime | None
    note: str
    step: str


class ShiftView(NamedTuple):
    """A change of shift: what went over, what of it is not accepted, and what nobody had taken."""

    team: str
    at: datetime
    outgoing: str
    incoming: str
    incidents: tuple[int, ...]
    unanswered: int
    waiting: tuple[int, ...]


@require_GET
def handovers(request: Request) -> HttpResponse:
    """What waits for this person's answer, what waits for others', and the latest changes of shift."""
    known = list(incidents.load(incidents.asked()).values())
    notes = read.notes([incident.id for incident in known])
    waiting = [_waiting(request, incident, notes.get(incident.id, "")) for incident in known]
    me = access.actor(request.user)
    asked = {incident.id for incident in known}
    context = {
        "section": "duty",
        "mine": [handover for handover in waiting if handover.incident.asked_of == me],
        "others": [handover for handover in waiting if handover.incident.asked_of != me],
        **_unowned(request),
        "shifts": [_shift(request, row, asked) for row in shifts.since(clock.now() - _SHIFTS_SHOWN)],
    }
    return render(request, "duty/handovers.html", context)


@require_POST
def answer(request: Request) -> HttpResponse:
    """One line for each incident: accept one, accept all that have a line, or send one back."""
    chosen, back = request.POST.get("accept", ""), request.POST.get("back", "")
    if back:
        _send_back(request, _number(back))
    elif chosen == "all":
        _accept_all(request)
    else:
        ask(
            request.user,
            _number(chosen),
            Accept(step=_line(request, f"step-{chosen}", "duty.refused.no_step")),
        )
        messages.success(request, _("Hand-over accepted."))
    return redirect("handovers")


def _accept_all(request: Request) -> None:
    """Each by itself: what somebody else has taken meanwhile is left out, and why is said."""
    names = [name for name, text in request.POST.items() if name.startswith("step-") and str(text).strip()]
    refused: list[TocsinError] = []
    for name in names:
        try:
            number = _number(name.removeprefix("step-"))
            ask(request.user, number, Accept(step=_line(request, name, "duty.refused.no_step")))
        except (Refused, NotFound) as error:
            refused.append(error)
    accepted = len(names) - len(refused)
    text = ngettext("%(n)s hand-over accepted.", "%(n)s hand-overs accepted.", accepted) % {"n": accepted}
    messages.success(request, " ".join([text, *(error.sentence(language(request)) for error in refused)]))


def _send_back(request: Request, number: int) -> None:
    reason = _line(request, f"reason-{number}", "duty.refused.no_reason")
    ask(request.user, number, SendBack(reason=reason))
    messages.success(request, _("Sent back, with the reason."))


def _line(request: Request, name: str, empty: str) -> str:
    """The line of a field; Refused, with the code ``empty``, where nothing is in it."""
    text = request.POST.get(name, "").strip()[:_LONGEST]
    if not text:
        raise Refused(empty)
    return text


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _waiting(request: Request, incident: Incident, note: str) -> Waiting:
    organisation, names, reader = request.organisation, Names(request.organisation), language(request)
    return Waiting(
        incident=incident,
        title=getattr(incident.title, reader),
        giver=names.person(incident.handover.giver if incident.handover else ""),
        to=names.person(incident.asked_of),
        due_at=accept_due(incident, organisation),
        note=note,
        step=next_step(incident, organisation, reader),
    )


def _unowned(request: Request) -> dict[str, Any]:
    """The minutes in which an open incident had nobody, of as many days as are asked for."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in _PERIODS else int(_PERIODS[0])
    now, organisation, reader = clock.now(), request.organisation, language(request)
    found = duty.unowned_between(now - timedelta(days=days), now)
    spans = [(span, render_named(span.why, organisation, reader)) for span in found[:_SPANS_SHOWN]]
    return {
        "days": days,
        "periods": [int(period) for period in _PERIODS],
        "unowned_minutes": duty.minutes(found),
        "unowned": spans,
        "more_unowned": len(found[_SPANS_SHOWN:]),
    }


def _shift(request: Request, row: ShiftRow, asked: set[int]) -> ShiftView:
    names = Names(request.organisation)
    return ShiftView(
        team=names.team(row.team),
        at=row.at,
        outgoing=names.person(row.outgoing),
        incoming=names.person(row.incoming),
        incidents=row.incidents,
        unanswered=len(asked & set(row.incidents)),
        waiting=row.waiting,
    )
