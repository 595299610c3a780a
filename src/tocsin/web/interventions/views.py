"""The pages of the interventions: the calendar and the list, and one with what it meets, explains, and its timeline."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

import tocsin.flow.sentences  # noqa: F401  declares every reason that is read here
from tocsin.core.correlation.interventions import CANCELLED, TENTATIVE
from tocsin.core.incident.gathering import gathered
from tocsin.core.intervention import decide
from tocsin.core.intervention.values import Finding, PlannedIntervention, PlanState, Severity
from tocsin.core.kernel.errors import TocsinError
from tocsin.core.kernel.subject import Subject
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import access, clock
from tocsin.flow.sites import feeds
from tocsin.flow.sites import interventions as flow
from tocsin.store import authorisations as store
from tocsin.store.read import interventions as read
from tocsin.store.read.interventions import InterventionRow
from tocsin.store.read.mails import mails
from tocsin.web.incident import timeline
from tocsin.web.interventions import drawing
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.request import Request, language
from tocsin.web.sites.calling import call_view
from tocsin.web.sites.words import PLAN_STATES, SEVERITIES
from tocsin.web.words import NOTICE_STATES, Word

_CANCELLED = Word(_("Cancelled"), "calendar-off", "neutral")
_TENTATIVE = Word(_("Not confirmed"), "calendar", "neutral")
_OVER = Word(_("Over"), "check-check", "neutral")
_ON = Word(_("Under way"), "traffic-cone", "degraded")
_COMING = Word(_("To come"), "calendar", "info")
_WEEKS = 8


@require_GET
def interventions(request: Request) -> HttpResponse:
    """The weeks to come, drawn; those under way and to come in words, then the latest that are over."""
    now, names = clock.now(), Names(request.organisation)
    ours = {known.id: known.plan.places for known in store.planned_open()}
    rows = [
        (
            row,
            state_of(row, now),
            declared_by(row, request),
            [names.placed(key) for key in row.scope or ours.get(row.id, ())],
            _rendered(row.findings, request),
        )
        for row in read.listed()
    ]
    context = {
        "section": "interventions",
        "interventions": rows,
        "weeks": drawing.weeks(_windows(now, request), request.organisation, now=now, count=_WEEKS),
        "may": access.may_sites(request.user),
        "feed": feeds.address_of(request.user),
    }
    return render(request, "interventions/interventions.html", context)


def _windows(now: datetime, request: Request) -> list[drawing.Window]:
    zone = ZoneInfo(request.organisation.settings.zone)
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    policy = request.organisation.policies
    planned = {known.id: known for known in store.planned_around(monday, monday + timedelta(weeks=_WEEKS))}
    windows = []
    for row in read.between(monday, monday + timedelta(weeks=_WEEKS)):
        if row.status == CANCELLED:
            continue
        ours = planned.get(row.id)
        windows.append(
            drawing.Window(
                id=row.id,
                title=row.title or row.reference,
                start=row.starts_at,
                end=row.ends_at or row.starts_at + timedelta(seconds=policy.intervention_s),
                items=ours.plan.places if ours else row.scope,
                tone="draft" if row.status == TENTATIVE else "ours" if ours else "theirs",
                ours=ours is not None,
                collides=bool(row.findings),
            )
        )
    return windows


@require_GET
def intervention(request: Request, number: int) -> HttpResponse:
    """One intervention."""
    return render(request, "interventions/intervention.html", page(request, number))


def page(request: Request, number: int) -> dict[str, Any]:
    """All that the page of an intervention shows."""
    found = read.read(number, entries_before=number_in(request.GET, "entries"))
    if found is None:
        raise Http404
    names, reader = Names(request.organisation), language(request)
    kinds = request.organisation.kinds
    planned = store.planned(number)
    return {
        "section": "interventions",
        "works": found.row,
        "state": state_of(found.row, clock.now()),
        "source": declared_by(found.row, request),
        "scope": [names.placed(key) for key in found.row.scope],
        "muted": [(row, names.placed(row.item), kinds.get(row.kind)) for row in found.muted],
        "meets": _rendered(found.row.findings, request),
        "mails": [(mail, NOTICE_STATES[mail.state]) for mail in mails(found.row.subject)],
        "timeline": [
            timeline.entry_view(entry, request.organisation, reader)
            for entry in gathered(found.timeline.rows)
        ],
        "older_entries": found.timeline.older,
        "answer": timeline.last_answer(found.timeline.rows),
        **(_ours(request, planned) if planned else {}),
    }


def _ours(request: Request, planned: PlannedIntervention) -> dict[str, Any]:
    """What is known of an intervention of ours, the check of a draft, and what may be done now."""
    names, plan, now = Names(request.organisation), planned.plan, clock.now()
    found, refused = _checked(planned, request)
    severities = {finding.severity for finding in found}
    return {
        "call": call_view(decide.asking(planned, request.organisation, now=clock.now())),
        "planned": planned,
        "plan_state": PLAN_STATES[planned.state.value],
        "supplier": names.supplier(planned.supplier),
        "places": [names.placed(key) for key in plan.places],
        "mutes": [names.placed(key) for key in plan.mutes],
        "findings": findings_read(found, request),
        "check_refused": refused,
        "stopped": Severity.STOP in severities or bool(refused),
        "risky": Severity.RISK in severities,
        "may": access.may_sites(request.user),
        "begun": plan.start <= now,
        "sent": planned.state in (PlanState.DECLARED, PlanState.ACKNOWLEDGED),
        "new_end": f"{plan.end.astimezone(ZoneInfo(request.organisation.settings.zone)):%Y-%m-%dT%H:%M}",
    }


def findings_read(found: Iterable[Finding], request: Request) -> list[tuple[Word, str, Subject | None]]:
    """What a check found, in the reader's words: how bad it is, the sentence, and what it is about."""
    organisation, reader = request.organisation, language(request)
    return [
        (SEVERITIES[finding.severity.value], render_named(finding.why, organisation, reader), finding.meets)
        for finding in found
    ]


def _checked(planned: PlannedIntervention, request: Request) -> tuple[tuple[Finding, ...], str]:
    """The check of what is not sent yet; or why it can't be checked."""
    if planned.state is not PlanState.DRAFT:
        return (), ""
    try:
        return flow.checked(planned.plan, planned.id), ""
    except TocsinError as refused:
        return (), refused.sentence(language(request))


def _rendered(findings: list[Finding], request: Request) -> list[tuple[str, Any]]:
    reader = language(request)
    return [(render_named(finding.why, request.organisation, reader), finding.meets) for finding in findings]


def declared_by(row: InterventionRow, request: Request) -> str:
    """The source of a notice; ours are the company's."""
    return (
        Names(request.organisation).source(row.source) if row.source else request.organisation.settings.name
    )


def state_of(row: InterventionRow, now: datetime) -> Word:
    """Its state: by its notice's status, else by its window."""
    if row.status == CANCELLED:
        return _CANCELLED
    if row.ended or (row.ends_at and row.ends_at <= now):
        return _OVER
    if row.status == TENTATIVE:
        return _TENTATIVE
    return _ON if row.starts_at <= now else _COMING
