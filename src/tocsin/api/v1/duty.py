"""Duty over the API: who is on duty, who is away, what waits to be accepted, and the time in which nobody was there."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import AwareDatetime

from tocsin.api.v1.callers import caller
from tocsin.api.v1.duty_shapes import (
    AbsenceIn,
    AbsenceOut,
    CoverIn,
    CoverOut,
    DeclaredOut,
    DutyOut,
    HandoverOut,
    UnownedOut,
)
from tocsin.api.v1.problems import language_of
from tocsin.core.duty.foreseen import foreseen
from tocsin.core.duty.handing import accept_due, next_step
from tocsin.core.duty.turns import turns
from tocsin.core.duty.values import Absence, Cover
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import clock
from tocsin.flow import duty as flow
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents

router = Router(tags=["duty"])


@router.get("/duty", response=DutyOut, summary="Who is on duty, and when nobody will be")
def duty(
    request: HttpRequest, start: AwareDatetime | None = None, days: Annotated[int, Query(ge=1, le=92)] = 14
) -> dict[str, Any]:
    """The turns of every team from ``start`` (now, if not given) on: one after the other, without a gap or an overlap."""
    since, organisation = start or clock.now(), snapshot()
    until, roster = since + timedelta(days=days), flow.known(since)
    teams = dict.fromkeys(rotation.team for rotation in organisation.rotations.values())
    return {
        "turns": [
            {
                "team": team, "person": turn.duty.person, "rotation": turn.duty.rotation, "start": turn.start,
                "end": turn.end, "why": _why(turn.duty.why, request),
            }
            for team in teams
            for turn in turns(team, since, until, organisation, roster)
        ],
        "foreseen": [
            {"start": trouble.start, "end": trouble.end, "why": _why(trouble.why, request)}
            for trouble in foreseen(since, until, organisation, roster)
        ],
    }  # fmt: skip


@router.get("/absences", response=list[AbsenceOut], summary="Who is away, or will be")
def absences(request: HttpRequest) -> list[Absence]:
    """All that are not over, in the order in which they were declared."""
    return list(flow.known().absences)


@router.post("/absences", response={201: DeclaredOut}, summary="Somebody is away")
def declare_absence(request: HttpRequest, absence: AbsenceIn) -> Any:
    """What the person owns is handed over at once if it has begun. 403 for people of another region."""
    start = absence.start or clock.now()
    declared = Absence(id=0, **(absence.model_dump() | {"start": start}))
    return Status(201, {"moved": flow.declare_absence(caller(request), declared)})


@router.post("/absences/{int:id}/end", response={204: None}, summary="Somebody is back, or does not leave")
def end_absence(request: HttpRequest, id: int) -> Any:
    """What was handed over stays where it is."""
    flow.end_absence(caller(request), id)
    return Status(204, None)


@router.get("/covers", response=list[CoverOut], summary="Who takes whose duty")
def covers(request: HttpRequest) -> list[Cover]:
    """All that are not over, in the order in which they were declared: of those that overlap, the last one holds."""
    return list(flow.known().covers)


@router.post("/covers", response={204: None}, summary="Somebody takes a duty for a time")
def declare_cover(request: HttpRequest, cover: CoverIn) -> Any:
    """When it begins and ends, the duty is handed over as at any change of shift."""
    flow.declare_cover(caller(request), Cover(id=0, **cover.model_dump()))
    return Status(204, None)


@router.post("/covers/{int:id}/end", response={204: None}, summary="The usual turn holds again")
def end_cover(request: HttpRequest, id: int) -> Any:
    """A cover to come is undone, one that has begun ends."""
    flow.end_cover(caller(request), id)
    return Status(204, None)


@router.get("/handovers", response=list[HandoverOut], summary="Hand-overs that wait for an answer")
def handovers(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer with ``POST /incidents/{id}/accept`` (``step``) or ``send-back`` (``reason``)."""
    return [_handover(incident, request) for incident in incidents.load(incidents.asked()).values()]


@router.get("/unowned", response=UnownedOut, summary="Unowned minutes")
def unowned(
    request: HttpRequest, start: AwareDatetime | None = None, end: AwareDatetime | None = None
) -> dict[str, Any]:
    """When open incidents had nobody who was there: no owner present, nobody on duty. By default the last 30 days."""
    until = min(end or clock.now(), clock.now())
    since: datetime = start or until - timedelta(days=30)
    found = flow.unowned_between(since, until) if since < until else []
    return {
        "minutes": flow.minutes(found),
        "spans": [
            {"incident": span.incident, "start": span.start, "end": span.end, "why": _why(span.why, request)}
            for span in found
        ],
    }


def _handover(incident: Incident, request: HttpRequest) -> dict[str, Any]:
    handover = incident.handover
    return {
        "incident": incident.id,
        "number": incident.number,
        "giver": handover.giver if handover else "",
        "to": incident.asked_of,
        "at": handover.at if handover else incident.last_at,
        "due_at": accept_due(incident, snapshot()),
        "asked": list(handover.asked) if handover else [],
        "step": next_step(incident, snapshot(), language_of(request)),
    }


def _why(why: Why, request: HttpRequest) -> str:
    return render_named(why, snapshot(), language_of(request))
