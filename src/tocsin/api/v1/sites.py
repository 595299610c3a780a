"""Suppliers' sites over the API: who may enter, and the interventions, ours and theirs."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest
from ninja import Path, Router, Status

from tocsin.api.v1.callers import caller
from tocsin.api.v1.problems import language_of
from tocsin.api.v1.sites_shapes import (
    AuthorisationDo,
    AuthorisationIn,
    AuthorisationOut,
    FindingOut,
    InterventionDo,
    InterventionIn,
    InterventionOut,
    PlannedOut,
)
from tocsin.core.authorisation import values as a
from tocsin.core.authorisation.values import Authorisation
from tocsin.core.intervention import values as i
from tocsin.core.intervention.values import Finding, Plan, PlannedIntervention
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import access
from tocsin.flow.organisation import snapshot
from tocsin.flow.sites import authorisations, interventions
from tocsin.store import authorisations as store
from tocsin.store.read import interventions as read
from tocsin.store.read.interventions import InterventionRow

router = Router(tags=["sites"])

AuthorisationVerb = Literal["extend", "remove", "confirm", "refuse", "remind", "call"]
InterventionVerb = Literal["declare", "acknowledge", "refuse", "prolong", "end", "cancel", "remind", "call"]


@router.get("/authorisations", response=list[AuthorisationOut], summary="Who may enter suppliers' rooms")
def authorised(request: HttpRequest) -> list[dict[str, Any]]:
    """All of which something may still come, by number."""
    return [_authorisation(known) for known in store.standing()]


@router.post("/authorisations", response={201: AuthorisationOut}, summary="Ask for somebody")
def ask_for(request: HttpRequest, asked: AuthorisationIn) -> Any:
    """The supplier is written to. 409 where a rule forbids it: who is no operational staff, a place of no supplier."""
    made = authorisations.ask_for(caller(request), a.Asked(**asked.model_dump()))
    return Status(201, _authorisation(made))


@router.get("/authorisations/{int:id}", response=AuthorisationOut, summary="One authorisation")
def authorisation(request: HttpRequest, id: int) -> dict[str, Any]:
    """Its history is at ``tocsin why AUT-n`` and on its page."""
    known = store.load(id)
    if known is None:
        raise NotFound("error.no_authorisation", number=id)
    return _authorisation(known)


@router.post("/authorisations/{int:id}/{verb}", response=AuthorisationOut, summary="Act on an authorisation")
def authorisation_do(
    request: HttpRequest, id: int, verb: Annotated[AuthorisationVerb, Path()], action: AuthorisationDo
) -> dict[str, Any]:
    """``confirm`` and ``refuse`` want the supplier's answer as ``proof``; ``extend`` wants ``until``."""
    return _authorisation(authorisations.ask(caller(request), id, _authorisation_command(verb, action)))


@router.get("/interventions", response=list[InterventionOut], summary="Interventions, ours and suppliers'")
def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that are not over, the next first; then the latest that are. ``collisions`` is what each meets."""
    return [_intervention(row, request) for row in read.listed()]


@router.post("/interventions", response={201: PlannedOut}, summary="Plan an intervention")
def plan(request: HttpRequest, planned: InterventionIn) -> Any:
    """A draft, and what the check says of it; nothing is sent yet."""
    made = interventions.plan(caller(request), _plan(planned))
    return Status(201, _planned(made, request))


@router.post("/interventions/check", response=list[FindingOut], summary="Check an intervention")
def check(request: HttpRequest, planned: InterventionIn) -> list[dict[str, Any]]:
    """What speaks against it now, the worst first; nothing is kept."""
    access.require_sites(caller(request))
    return [_finding(finding, request) for finding in interventions.checked(_plan(planned))]


@router.get("/interventions/{int:id}", response=PlannedOut, summary="One intervention of ours")
def intervention(request: HttpRequest, id: int) -> dict[str, Any]:
    """With the check of it as it would read now."""
    known = store.planned(id)
    if known is None:
        raise NotFound("error.no_intervention", number=id)
    return _planned(known, request)


@router.post("/interventions/{int:id}/{verb}", response=PlannedOut, summary="Act on an intervention of ours")
def intervention_do(
    request: HttpRequest, id: int, verb: Annotated[InterventionVerb, Path()], action: InterventionDo
) -> dict[str, Any]:
    """``declare`` and ``prolong`` are refused where the check forbids them, or shows risks that are not ``accepted``."""
    return _planned(interventions.ask(caller(request), id, _intervention_command(verb, action)), request)


def _authorisation_command(verb: AuthorisationVerb, action: AuthorisationDo) -> a.Command:
    match verb:
        case "extend":
            return a.Extend(until=action.until or date.min)
        case "remove":
            return a.Remove(note=action.note)
        case "confirm":
            return a.Confirm(proof=action.proof, badge=action.badge)
        case "refuse":
            return a.Refuse(proof=action.proof)
        case "remind":
            return a.Remind()
        case "call":
            return a.Called(minutes=action.minutes, cost=0, text=action.note)


def _intervention_command(verb: InterventionVerb, action: InterventionDo) -> i.Command:
    match verb:
        case "declare":
            return i.Declare(accepted=action.accepted)
        case "acknowledge":
            return i.Acknowledge(proof=action.proof, reference=action.reference)
        case "refuse":
            return i.Refuse(proof=action.proof)
        case "prolong":
            if action.end is None:
                raise Refused("intervention.refused.window")
            return i.Prolong(end=action.end, accepted=action.accepted)
        case "end":
            return i.End(note=action.note)
        case "cancel":
            return i.Cancel(note=action.note)
        case "remind":
            return i.Remind()
        case "call":
            return i.Called(minutes=action.minutes, cost=0, text=action.note)


def _plan(asked: InterventionIn) -> Plan:
    return Plan(
        what=asked.what,
        people=tuple(asked.people),
        places=tuple(asked.places),
        start=asked.start,
        end=asked.end,
        mutes=tuple(asked.mutes),
        clocks=asked.clocks,
    )


def _authorisation(known: Authorisation) -> dict[str, Any]:
    return {"number": known.subject.number, **msgspec.to_builtins(known, builtin_types=(date,))}


def _planned(known: PlannedIntervention, request: HttpRequest) -> dict[str, Any]:
    findings = () if known.over else _checked(known)
    return {
        "number": known.subject.number,
        "id": known.id,
        "supplier": known.supplier,
        "state": known.state.value,
        "reference": known.reference,
        "declared_at": known.declared_at,
        "acknowledged_at": known.acknowledged_at,
        "plan": msgspec.structs.asdict(known.plan),
        "findings": [_finding(finding, request) for finding in findings],
    }


def _checked(known: PlannedIntervention) -> tuple[Finding, ...]:
    """The check as it reads now; nothing, where its places or its supplier's terms are no longer declared."""
    try:
        return interventions.checked(known.plan, known.id)
    except Refused:
        return ()


def _intervention(row: InterventionRow, request: HttpRequest) -> dict[str, Any]:
    return {
        "number": row.subject.number,
        "id": row.id,
        "source": row.source,
        "reference": row.reference,
        "title": row.title,
        "status": row.status,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "items": row.scope,
        "ended": row.ended,
        "collisions": [_finding(finding, request) for finding in row.findings],
    }


def _finding(finding: Finding, request: HttpRequest) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "code": finding.why.code,
        "text": render_named(finding.why, snapshot(), language_of(request)),
        "meets": finding.meets.number if finding.meets else "",
    }
