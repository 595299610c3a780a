"""Why: the chain behind one incident, from the message to the notices, step by step, in the reader's language."""

from typing import Any

import msgspec

import tocsin.flow.sentences  # noqa: F401  declares what is said here
from tocsin.core.impact.values import Effect, Hit
from tocsin.core.incident.values import Incident, TimelineEntry
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language, say
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.saying import say_named
from tocsin.core.sla.values import Clock
from tocsin.flow import clock, keeping
from tocsin.flow.organisation import Company, company
from tocsin.store import incidents
from tocsin.store import standing as rows
from tocsin.store.read import why as read

_MOST = 3  # messages told in full; the rest are counted


class Step(Value):
    """One step of the chain. ``stage`` is a stage of the house; the lines are sentences."""

    stage: str
    lines: tuple[str, ...]


def explain(number: int, language: Language) -> tuple[Step, ...]:
    """The chain of incident ``number``. Raises NotFound."""
    incident = incidents.load([number]).get(number)
    if incident is None:
        raise NotFound("error.no_incident", number=number)
    here = company()
    timeline = incidents.timeline(number)
    events = read.first_events(number, _MOST)
    steps = [
        ("message", _messages(events)),
        ("translation", _translations(events, language)),
        ("resolution", _places(events, language)),
        ("impact", _impact(number, incident, here)),
        *_judgements(timeline, here, language),
        ("clocks", _clocks(keeping.clocks_of(incident, clock.now()), language)),
        ("notices", _notices(number)),
    ]
    return tuple(Step(stage=stage, lines=tuple(lines)) for stage, lines in steps if lines)


def _messages(events: list[dict[str, Any]]) -> list[str]:
    return [
        f"#{event['message_id']} {event['received_at']:%Y-%m-%d %H:%M:%S} UTC {event['source']} ({event['channel']}):"
        f" {event['summary']}"
        for event in events
    ]


def _translations(events: list[dict[str, Any]], language: Language) -> list[str]:
    lines = []
    for event in events:
        lines.append(
            f"#{event['message_id']} {event['format']}: {event['kind']}, {event['state']}, {event['criticality']}"
        )
        lines += [f"  {_said(why, language)}" for why in event["why"]]
    return lines


def _places(events: list[dict[str, Any]], language: Language) -> list[str]:
    return [
        f"#{event['message_id']} {event['data']['place'].get('text', '')} -> {event['item'] or '?'}"
        f" ({event['confidence']:.0%}): {_said(event['data']['why'], language)}"
        for event in events
    ]


def _impact(number: int, incident: Incident, here: Company) -> list[str]:
    causes = _causes(number, incident)
    if not causes:
        return []
    impact = here.graph.loss(causes)
    applications = [hit for hit in impact.hits if here.graph.type_of(hit.item) is ItemType.APPLICATION]
    devices = [hit for hit in impact.hits if here.graph.type_of(hit.item) is ItemType.DEVICE]
    lines = [f"{', '.join(causes)} -> {len(devices)} devices, {len(applications)} applications"]
    return lines + [_chain(impact.explain(hit.item), here) for hit in applications[:5] or devices[:5]]


def _causes(number: int, incident: Incident) -> dict[str, Effect]:
    seen = rows.of_incident(number)
    if seen and seen.causes:
        return dict(seen.causes)
    return {incident.cause: incident.peak} if incident.cause else {}


def _chain(hits: tuple[Hit, ...], here: Company) -> str:
    items = here.organisation.items
    return " -> ".join(
        f"{items[hit.item].name if hit.item in items else hit.item} [{hit.effect}]" for hit in hits
    )


def _judgements(
    timeline: list[TimelineEntry], here: Company, language: Language
) -> list[tuple[str, list[str]]]:
    """Correlation, priority, routing ... as the timeline remembers them: each judgement with its reason."""
    return [
        (entry.verb.value, [f"{entry.at:%Y-%m-%d %H:%M:%S} UTC {entry.actor}: {reason}"])
        for entry in timeline
        if entry.why and (reason := say_named(entry.why, here.organisation, language))
    ]


def _clocks(clocks: tuple[Clock, ...], language: Language) -> list[str]:
    return [
        f"{one.side}: {one.name or one.commitment}, {one.state}, {one.elapsed_s} s / {one.target_s} s,"
        f" {one.due_at:%Y-%m-%d %H:%M} UTC. {say(one.why, language)}"
        if one.due_at
        else f"{one.side}: {one.name or one.commitment}, {one.state}. {say(one.why, language)}"
        for one in clocks
    ]


def _notices(number: int) -> list[str]:
    return [
        f"{one['kind']} -> {one['recipient']}: {one['state']}"
        + (f" {one['sent_at']:%Y-%m-%d %H:%M:%S} UTC" if one["sent_at"] else "")
        + (f" ({one['error']})" if one["error"] else "")
        for one in read.notices(number)
    ]


def _said(why: dict[str, Any], language: Language) -> str:
    return say(msgspec.convert(why, Why), language)
