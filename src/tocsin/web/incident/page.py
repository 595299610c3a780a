"""The page of an incident: read once, rendered in the reader's language, and its actions."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

import tocsin.flow.sentences  # noqa: F401  declares every reason that is read here
from tocsin.api.problem import status_of
from tocsin.core.duty.handing import accept_due, next_step
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.incident.actions import ACTIONS, action_of
from tocsin.core.incident.asking import command_of
from tocsin.core.incident.gathering import gathered
from tocsin.core.incident.values import Incident
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import NotFound, TocsinError
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import access, clock, duty
from tocsin.flow.incidents.commands import ask
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.incidents.provider import card_of
from tocsin.flow.organisation import company
from tocsin.flow.sites.interventions import judged
from tocsin.flow.suppliers import witnesses
from tocsin.store import alerts
from tocsin.store.read.beside import Beside, beside
from tocsin.store.read.events import EventSummary
from tocsin.store.read.incident import HitRow, IncidentRead, MessageRow, NoticeRow, read
from tocsin.web import verbatim
from tocsin.web.incident import (
    actions,
    clockwork,
    drawing,
    escalating,
    exchange,
    known,
    provider,
    regrouping,
    sentence,
    timeline,
)
from tocsin.web.majors import of_incident
from tocsin.web.names import Names
from tocsin.web.pages import number_in
from tocsin.web.request import Request, language
from tocsin.web.sites.words import COUNTS
from tocsin.web.userreports import views as users
from tocsin.web.words import (
    EFFECTS,
    EVENT_STATES,
    HOLDERS,
    ITEM_TYPES,
    KINDS,
    NOTICE_KINDS,
    NOTICE_STATES,
    PAUSES,
    STATES,
    Word,
)

_LISTED = 12  # items of a type named in the text of the impact before the others are counted
_PLACES_LISTED = 6  # the same for places and power
_SERVING = ("application", "device", "virtual_machine", "cluster")
_TYPES = (*_SERVING, "rack", "room", "site", "circuit", "cooling_unit", "ups", "feed", "pdu", "outlet")


@require_GET
def incident(request: Request, number: int) -> HttpResponse:
    """One incident; htmx gets the part that changes, or the older part of a list that it asks for."""
    shown = context(request, number) | {"joined": _joined(request, number)}
    return render(request, "incident/live.html" if request.htmx else "incident/page.html", shown)


def _joined(request: Request, number: int) -> str:
    """The alert of the report that this person made last, where it joined this incident and still is in it; else empty."""
    last = request.session.get("joined", {})
    if last.get("incident") != number:
        return ""
    alert = alerts.load([last["alert"]]).get(last["alert"])
    return alert.fingerprint if alert and alert.incident == number else ""


@require_POST
def do(request: Request, number: int, verb: str) -> HttpResponse:
    """Carry out an action; a refusal is explained in its form."""
    try:
        command = command_of(verb, actions.texts(request.POST), request.organisation)
        after = ask(request.user, number, command, seen=number_in(request.POST, "seen"))
    except NotFound as unknown:
        raise Http404 from unknown
    except TocsinError as refused:
        if ACTIONS[verb].own_page:
            return regrouping.refused(request, number, verb, refused)
        shown = context(request, number, typed=actions.Typed(verb, request.POST))
        shown["refused"] = actions.refusal(refused, verb, request.organisation, language(request))
        template = "incident/live.html" if request.htmx else "incident/page.html"
        return render(request, template, shown, status=status_of(refused, conditional=False))
    messages.success(request, getattr(action_of(command).done, language(request)))
    if request.htmx:
        return render(request, "incident/live.html", context(request, number) | {"swapped": True})
    return redirect("incident", after.id)


def context(request: Request, number: int, typed: actions.Typed | None = None) -> dict[str, Any]:
    """All that the page of an incident shows."""
    found = read(
        number,
        entries_before=number_in(request.GET, "entries"),
        messages_before=number_in(request.GET, "messages"),
    )
    if found is None:
        raise Http404
    incident, organisation, names = found.incident, request.organisation, Names(request.organisation)
    may = access.may_act(request.user, incident, organisation)
    others = beside(incident) if may and incident.open else []
    return {
        **_state(incident, names),
        **_clocks(request, incident),
        **_impact(found, organisation),
        **_suppliers_part(request, incident, may=may),
        **_history(found, organisation, language(request)),
        "sentence": sentence.summary(found, names),
        "unplaced": sentence.is_unplaced(incident),
        "priority_why": _priority_why(found, organisation, language(request)),
        **known.view(request, number),
        **users.of_incident(number, may=may),
        **of_incident.view(request, incident, may=may),
        "section": "board",
        "incident": incident,
        "firing": found.firing_count,
        "lasted": _lasted(incident),
        **_escalation(request, incident),
        "may_declare": incident.open and access.may_declare(request.user, incident.owner, organisation),
        "asked_of": names.person(incident.asked_of),
        "accept_due": accept_due(incident, organisation),
        "here": reverse("incident", args=[number]),
        "may_act": may,
        **_offered(_actions(request, incident, typed, others) if may else []),
        "corrections": [_correction(incident, other, language(request)) for other in others if other.linked],
    }


def _suppliers_part(request: Request, incident: Incident, *, may: bool) -> dict[str, Any]:
    """Whom to reach at the supplier, the exchange with it, and what its own works change."""
    organisation, here, known = request.organisation, company(), language(request)
    card, names = card_of(incident, here), Names(organisation)
    found = witnesses(incident.id, incident.supplier, organisation)
    return {
        "witnesses": [(names.source(key), at) for key, at in found],
        "provider": provider.card_view(card, organisation, known),
        "exchange": exchange.view(incident, card, organisation, known, may=may),
        "judged": [
            (COUNTS[judgement.counts], render_named(judgement.why, organisation, known), judgement.meets)
            for judgement in judged(incident, here)
        ],
    }


def _history(found: IncidentRead, organisation: Organisation, known: Language) -> dict[str, Any]:
    """What happened: the timeline, the messages, the incidents folded into it, and the notices."""
    return {
        "timeline": [
            timeline.entry_view(entry, organisation, known) for entry in gathered(found.timeline.rows)
        ],
        "older_entries": found.timeline.older,
        "received": [_message_view(row, organisation, Names(organisation)) for row in found.messages.rows],
        "older_messages": found.messages.older,
        "children": found.children,
        "child_count": found.child_count,
        "notices": [_notice(notice, organisation, known) for notice in found.notices],
    }


def _offered(views: list[actions.ActionView]) -> dict[str, Any]:
    """The buttons; their number is noted on the provider's card."""
    noting = next((view for view in views if view.row.verb == "reference"), None)
    return {"actions": [view for view in views if view is not noting], "note_reference": noting}


def _actions(
    request: Request, incident: Incident, typed: actions.Typed | None, others: Sequence[Beside]
) -> list[actions.ActionView]:
    actor, reader = access.actor(request.user), language(request)
    named = [(f"INC-{other.id}", f"INC-{other.id} · {_titled(other, reader)}") for other in others]
    step = next_step(incident, request.organisation, reader) if incident.asked_of else ""
    views = actions.views(incident, request.organisation, actor=actor, typed=typed, others=named, step=step)
    gives = access.may_hand_over(request.user, incident, request.organisation)
    return [view for view in views if gives or not view.row.by_holder]


def _correction(incident: Incident, other: Beside, reader: Language) -> dict[str, Any]:
    """The hint that the provider reports both under one number or in one thread: the older place may be wrong."""
    wrong, right = sorted((incident.id, other.id))
    if other.reference:
        reason = _("The provider speaks of both under its number %(number)s.") % {"number": other.reference}
    else:
        reason = _("One mail of the provider answers the other.")
    return {"wrong": wrong, "right": right, "here": wrong == incident.id, "other": other.id,
            "title": _titled(other, reader), "reason": reason}  # fmt: skip


def _titled(other: Beside, reader: Language) -> str:
    return other.title.get(reader, "")


def _lasted(incident: Incident) -> float | None:
    """Seconds from the beginning of the trouble to its end; None while it lasts."""
    return (incident.resolved_at - incident.since).total_seconds() if incident.resolved_at else None


def _escalation(request: Request, incident: Incident) -> dict[str, Any]:
    """Who was asked and who comes next."""
    if not incident.open or incident.folded_into is not None:
        return {}
    now, organisation = clock.now(), request.organisation
    roster = duty.known(now)
    shown = escalating.view(incident, organisation, roster, clocks_of(incident, now), now, language(request))
    person = "" if incident.owner else on_duty(incident.owner_team, now, organisation, roster).person
    return {
        "now": now,
        "on_duty": organisation.persons.get(person),
        "escalation": shown,
        "untaken": escalating.untaken(incident, organisation, roster, now),
    }


def _state(incident: Incident, names: Names) -> dict[str, Any]:
    return {
        "kind": KINDS[incident.kind.value],
        "state": STATES[incident.state.value],
        "holder": HOLDERS[incident.holder.value],
        "pause": PAUSES[incident.pause.value] if incident.pause else "",
        "team": names.team(incident.owner_team),
        "owner": names.person(incident.owner),
        "supplier": names.supplier(incident.supplier),
        "cause": names.placed(incident.cause),
        "regions": [_region(key, names) for key in incident.regions],
        "owner_person": names.organisation.persons.get(incident.owner),
        "team_supplier": _supplier_of_team(incident.owner_team, names),
    }


def _region(key: str, names: Names) -> tuple[str, str, str]:
    """A region hit: its name, its country, and its hotline's number."""
    region = names.organisation.regions.get(key)
    if region is None:
        return key or _("Group services"), "", ""
    return region.name, region.country, region.phone


def _supplier_of_team(key: str, names: Names) -> str:
    """The supplier that a team follows up with; empty: none."""
    team = names.organisation.teams.get(key)
    return names.supplier(team.supplier) if team and team.supplier else ""


def _clocks(request: Request, incident: Incident) -> dict[str, Any]:
    full = clockwork.full_clocks(incident, request.organisation, clock.now(), language(request))
    return {"clocks": full, "attribution": clockwork.attribution(full)}


def _impact(found: IncidentRead, organisation: Organisation) -> dict[str, Any]:
    hits, cause, names = found.hits, found.incident.cause, Names(organisation)
    return {
        "wide": drawing.draw(hits, cause, organisation, drawing.WIDE),
        "narrow": drawing.draw(hits, cause, organisation, drawing.NARROW),
        "impact": [listed for type_ in _TYPES if (listed := _listed(hits, type_, names))],
    }


def _priority_why(found: IncidentRead, organisation: Organisation, reader: Language) -> str:
    entry = found.prioritised
    if entry is None:
        return ""
    shown = timeline.entry_view(entry, organisation, reader)
    return shown.why[0] if shown.why else f"{shown.text} ({shown.by})"


def _listed(hits: list[HitRow], type_: str, names: Names) -> dict[str, Any] | None:
    """The items of a type that are hit: how many, and the first of them by name with their effect."""
    rows = [hit for hit in hits if hit.type == type_]
    if not rows or type_ == ItemType.OUTLET.value:
        return None
    label, drawn = ITEM_TYPES[type_]
    listed = _LISTED if type_ in _SERVING else _PLACES_LISTED
    shown = [
        (hit.item, names.placed(hit.item), EFFECTS[hit.effect], _business(hit.item, names))
        for hit in rows[:listed]
    ]
    return {
        "label": label,
        "drawn": drawn,
        "total": rows[0].total,
        "rows": shown,
        "more": rows[0].total - len(shown),
    }


def _business(item: str, names: Names) -> str:
    """The contact for an application in the business; empty for other items."""
    application = names.organisation.applications.get(item)
    return application.owner if application else ""


def _notice(row: NoticeRow, organisation: Organisation, reader: Language) -> tuple[NoticeRow, Any, Word, str]:
    why = render_named(row.why, organisation, reader) if row.why else ""
    return row, NOTICE_KINDS.get(row.kind, row.kind), NOTICE_STATES[row.state], why


def _message_view(row: MessageRow, organisation: Organisation, names: Names) -> dict[str, Any]:
    return {
        "row": row,
        "source": names.source(row.source),
        "verbatim": verbatim.readable(row.body, row.media_type, size=row.size),
        "events": [_event(event, organisation, names) for event in row.events],
    }


def _event(row: EventSummary, organisation: Organisation, names: Names) -> dict[str, Any]:
    kind = organisation.kinds.get(row.kind)
    return {
        "row": row,
        "state": EVENT_STATES[row.state],
        "kind": kind.label if kind else {"fr": row.kind, "en": row.kind},
        "item": names.placed(row.item) if row.item else row.subject,
        "sure": round(row.confidence * 100),
        "guessed": row.confidence < organisation.policies.trust,
    }
