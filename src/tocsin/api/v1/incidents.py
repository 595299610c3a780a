"""Incidents over the API: the list, a single incident, its explanation, and what may be done to it."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router, Status
from pydantic import BeforeValidator

from tocsin.api.v1.callers import caller
from tocsin.api.v1.cells import cell
from tocsin.api.v1.columns import COLUMNS
from tocsin.api.v1.problems import language_of
from tocsin.api.v1.shapes import ActionIn, IncidentsOut, IncidentWhole, ReportIn, StepOut
from tocsin.core.incident.actions import ACTIONS
from tocsin.core.incident.asking import command_of
from tocsin.core.incident.values import Incident, TimelineEntry
from tocsin.core.kernel.errors import NotFound, Unavailable
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.rendering import render_named
from tocsin.core.sla.values import Clock, ClockState
from tocsin.flow import clock
from tocsin.flow.incidents import keeping, reporting, why
from tocsin.flow.incidents.commands import ask
from tocsin.flow.incidents.provider import card_of
from tocsin.flow.organisation import company
from tocsin.store.read import incident as read
from tocsin.store.read import listing, regrouping
from tocsin.store.read.listing import Filter, Listed, Overrun, Sort
from tocsin.store.read.searching import wanted, within

router = Router(tags=["incidents"])


def _day_or_instant(text: object) -> object:
    """A text that names a day is a day, and no instant at its beginning."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == _DAY else text
    except ValueError:
        return text


_DAY = len("2026-11-28")
DayOrInstant = Annotated[datetime | date, BeforeValidator(_day_or_instant)]
State = Literal["open", "new", "in_progress", "pending", "resolved", "closed"]
if TYPE_CHECKING:
    Verb = str
else:
    Verb = Literal[tuple(ACTIONS)]


@router.get("", response=IncidentsOut, summary="Incidents, in an order of your choice", openapi_extra={
    "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
})  # fmt: skip
def incidents(
    request: HttpRequest,
    state: Annotated[list[State], Query()] = [],  # noqa: B006  ninja copies it
    priority: Annotated[list[str], Query()] = [],  # noqa: B006
    region: str | None = None,
    supplier: str = "",
    application: str = "",
    team: str = "",
    owner: str = "",
    overrun: Overrun = "",
    item: str = "",
    text: Annotated[str, Query(max_length=200)] = "",
    opened_from: DayOrInstant | None = None,
    opened_to: DayOrInstant | None = None,
    sort: Sort = "newest",
    before: int | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    format: Literal["json", "csv"] = "json",
) -> Any:
    """``region`` empty is the group; ``state=open`` are the open ones that are nobody's symptom.

    ``item`` (key): it, or what it contains, is the cause or is hit. ``text``: words of titles, references, people, teams,
    applications and items, of which each must be found. ``opened_from`` and ``opened_to`` are days of the group, both
    included, or instants (UTC where they name no zone), the second excluded. ``sort``: ``longest`` begins with those that
    are open, ``due`` goes by our next due time. ``before`` is the ``next`` of the answer before, in the same order.
    """
    organisation = company().organisation
    zone = ZoneInfo(organisation.settings.zone)
    asked = Filter(
        states=tuple(state), priorities=tuple(priority), region=region, supplier=supplier, application=application,
        team=team, owner=owner, overrun=overrun, opened_from=_instant(opened_from, zone),
        opened_to=_instant(opened_to, zone, days=1),
        items=within(item, organisation) if item else (), words=wanted(text, organisation),
    )  # fmt: skip
    found, after = listing.incidents(asked, sort, before=before, limit=limit)
    if format == "csv":
        return _csv(found, after)
    return {"items": [_listed(listed) for listed in found], "next": after}


@router.post("", response={201: IncidentWhole}, summary="Report what is wrong")
def report(
    request: HttpRequest,
    response: HttpResponse,
    details: ReportIn,
    key: Annotated[str, Header(alias="Idempotency-Key", max_length=64)] = "",
) -> Any:
    """The incident that it is in: an open one that is the same trouble, else a new one.

    The same report under the same ``Idempotency-Key`` is one report; another one under it is refused (422). 503 while it
    is kept and could not be worked yet.
    """
    done = reporting.report(caller(request), _reported(details, key))
    if done is None:
        raise Unavailable("reporting.kept")
    return Status(201, _tagged(_whole(done.incident.id, None, language_of(request)), response))


def _reported(body: ReportIn, key: str) -> reporting.Report:
    return reporting.Report(
        what=body.what,
        item=reporting.item_of(body.item, body.place),
        effect=body.effect,
        since=reporting.since_of(body.since),
        key=key or uuid4().hex,
        caller=body.caller,
        apart=body.apart,
    )


@router.get("/{int:id}", response=IncidentWhole, summary="One incident")
def incident(
    request: HttpRequest, response: HttpResponse, id: int, before: int | None = None
) -> dict[str, Any]:
    """With its clocks as they read now, what it hits, and its timeline below the cursor ``before``.

    ``ETag`` is its revision: how often people have acted on it. Give it back as ``If-Match`` to act.
    """
    return _tagged(_whole(id, before, language_of(request)), response)


@router.get("/{int:id}/why", response=list[StepOut], summary="Why: the chain behind an incident")
def explanation(request: HttpRequest, id: int) -> list[dict[str, Any]]:
    """From the message to the notices, step by step."""
    return [msgspec.to_builtins(step) for step in why.explain(Subject.incident(id), language_of(request))]


@router.post("/{int:id}/{verb}", response=IncidentWhole, summary="Act on an incident")
def do(
    request: HttpRequest,
    response: HttpResponse,
    id: int,
    verb: Annotated[Verb, Path()],
    action: ActionIn,
    if_match: Annotated[str, Header(alias="If-Match")] = "",
) -> dict[str, Any]:
    """Carry out an action; 403 when it is not yours to do, 409 when it makes no sense in this state.

    With ``If-Match``: 412 when somebody has acted since. Comments are never outdated. The answer is the incident after
    it: of a merge the one that goes on, of a split the new one.
    """
    command = command_of(verb, action.model_dump(), company().organisation)
    after = ask(caller(request), id, command, seen=_revision(if_match))
    return _tagged(_whole(after.id, None, language_of(request)), response)


def _instant(at: date | None, zone: ZoneInfo, days: int = 0) -> datetime | None:
    """An instant without a zone is meant in UTC; a day is its midnight in the group's zone, ``days`` later."""
    if at is None or isinstance(at, datetime):
        return at.replace(tzinfo=at.tzinfo or UTC) if at else None
    last = date.max - timedelta(days=days)
    return datetime.combine(min(at, last) + timedelta(days=days), time(), tzinfo=zone)


def _revision(tag: str) -> int | None:
    """The revision that an entity tag names; None for none and for ``*``, -1 (never met) for one that is not ours."""
    revision = tag.strip().removeprefix("W/").strip('"')
    if revision in ("", "*"):
        return None
    return int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 16 else -1


def _tagged(whole: dict[str, Any], response: HttpResponse) -> dict[str, Any]:
    response["etag"] = f'"{whole["revision"]}"'
    return whole


def _listed(listed: Listed) -> dict[str, Any]:
    return {"number": listed.number, **msgspec.to_builtins(listed, builtin_types=(datetime,))}


def _whole(id: int, before: int | None, language: Language) -> dict[str, Any]:
    found = read.read(id, entries_before=before)
    if found is None:
        raise NotFound()
    incident = found.incident
    clocks = keeping.clocks_of(incident, clock.now())
    due = {running.side: running.due_at for running in clocks}
    overrun = {
        running.side for running in clocks if running.state in (ClockState.BREACHED, ClockState.MISSED)
    }
    return {
        **msgspec.to_builtins(incident, builtin_types=(datetime,)),
        "number": incident.number,
        "provider": _provider(incident, language),
        "ours_due_at": due.get("ours"),
        "supplier_due_at": due.get("supplier"),
        "ours_overrun": "ours" in overrun,
        "supplier_overrun": "supplier" in overrun,
        "firing_count": found.firing_count,
        "clocks": [_clock(running, language) for running in clocks],
        "hits": [msgspec.to_builtins(hit) for hit in found.hits],
        "alerts": [msgspec.structs.asdict(alert) for alert in regrouping.alerts_of(id, "")],
        "timeline": [_entry(entry, language) for entry in found.timeline.rows],
        "older": found.timeline.older,
    }


def _clock(running: Clock, language: Language) -> dict[str, Any]:
    return {
        **msgspec.to_builtins(running, builtin_types=(datetime,)),
        "why": render_named(running.why, company().organisation, language),
    }


def _provider(incident: Incident, language: Language) -> dict[str, Any] | None:
    here = company()
    card = card_of(incident, here)
    if card is None:
        return None

    def rendered(why: Why | None) -> str:
        return render_named(why, here.organisation, language) if why else ""

    reach, message = card.reach, card.message
    return {
        **msgspec.to_builtins(card, builtin_types=(datetime,)),
        "number": card.number,
        "why": rendered(card.why),
        "advised": card.advised.channel,
        "channel_why": rendered(card.advised.why),
        "channels_passed": [rendered(why) for why in card.advised.passed],
        "reach": {**msgspec.to_builtins(reach, builtin_types=(datetime,)), "why": rendered(reach.why)}
        if reach
        else None,
        "message": {**msgspec.to_builtins(message), "why": rendered(message.why)},
    }


def _entry(entry: TimelineEntry, language: Language) -> dict[str, Any]:
    why = render_named(entry.why, company().organisation, language) if entry.why else ""
    return {"at": entry.at, "actor": entry.actor, "verb": entry.verb.value, "why": why, "data": entry.data}


def _csv(found: list[Listed], after: int | None) -> HttpResponse:
    """The same page as CSV; lists are joined by spaces, the next cursor is a header."""
    text = io.StringIO()
    writer = csv.writer(text)
    names = [name for name in Listed.__struct_fields__ if name not in ("title", "clocks")]
    more = [column for column in COLUMNS if column.name not in (*names, "number")]
    writer.writerow(["number", "title_fr", "title_en", *names, *(column.name for column in more)])
    for listed in found:
        values = [
            listed.number,
            listed.title.get("fr", ""),
            listed.title.get("en", ""),
            *(getattr(listed, name) for name in names),
            *(column.value(listed) for column in more),
        ]
        writer.writerow([cell(value) for value in values])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["content-disposition"] = 'attachment; filename="incidents.csv"'
    if after:
        response["x-next"] = str(after)
    return response
