"""One incident, read in a fixed number of queries, each limited, so that 10,000 alerts cost as much as two."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import BinaryField, Count, Window
from django.db.models.functions import Substr

from tocsin.core.incident.values import Incident, TimelineEntry, Verb
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.store import models, rows
from tocsin.store.read import notices
from tocsin.store.read.events import EventSummary
from tocsin.store.read.timeline import NEWEST, Part, entries, timeline
from tocsin.store.subject import of_subject

HITS_ALIKE = 60  # of one type and one effect
MESSAGES = 8
CHILDREN = 20
NOTICES = 20
_BODY_BYTES = 32_768  # bytes of a message that are read here; the message's own page has all of them


class HitRow(Value):
    """One item hit; ``total``: how many items of its type are hit, ``alike``: how many of these in the same way."""

    item: str
    type: str
    effect: str
    via: list[str]
    label: str
    total: int
    alike: int = 0


class MessageRow(Value):
    """A message behind the incident, with the events of it that concern the incident."""

    id: int
    received_at: datetime
    source: str
    channel: str
    media_type: str
    format: str
    size: int
    body: bytes
    events: list[EventSummary]


class ChildRow(Value):
    """An incident that folded into this one; ``count`` is how many did."""

    id: int
    title: dict[str, str]
    opened_at: datetime
    alert_count: int
    count: int


class NoticeRow(Value):
    """A notice to one recipient, and whether it arrived."""

    kind: str
    recipient: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    error: str
    reply: str
    why: Why | None


class IncidentRead(Value):
    """All that the page of an incident shows."""

    incident: Incident
    firing_count: int
    hits: list[HitRow]
    prioritised: TimelineEntry | None
    timeline: Part
    messages: Part
    children: list[ChildRow]
    child_count: int
    notices: list[NoticeRow]


def read(
    number: int, *, entries_before: int | None = None, messages_before: int | None = None
) -> IncidentRead | None:
    """The incident; None if there is none. ``*_before``: where a part of the timeline or of the messages begins."""
    found = models.Incident.objects.filter(id=number).values("value", "firing_count").first()
    if not found:
        return None
    incident = rows.value(found["value"], Incident)
    children = models.Incident.objects.filter(folded_into=number)
    shown = rows.read(children.annotate(count=Window(Count("id"))).order_by("id")[:CHILDREN], ChildRow)
    return IncidentRead(
        incident=incident,
        firing_count=found["firing_count"],
        hits=_most_urgent_first(_hits(number), incident),
        prioritised=_prioritised(incident.subject),
        timeline=timeline(incident.subject, entries_before),
        messages=_messages(number, messages_before or NEWEST),
        children=shown,
        child_count=shown[0].count if shown else 0,
        notices=_notices(incident.subject),
    )


def _most_urgent_first(hits: list[HitRow], incident: Incident) -> list[HitRow]:
    """Applications hit in the same way, in the order of the incident; the rest as it is."""
    place = {key: number for number, key in enumerate(incident.applications)}
    alike = groupby(hits, key=lambda hit: (hit.type, hit.effect))
    return [hit for _, rows in alike for hit in sorted(rows, key=lambda hit: place.get(hit.item, len(place)))]


def _hits(number: int) -> list[HitRow]:
    """The first items of each type and effect, worst first, with their counts: no sort over thousands of hits."""
    found = rows.select(
        "with mine as materialized (select * from incident_hit where incident_id = %s),"
        " counted as (select type, effect, count(*) as alike, sum(count(*)) over (partition by type)::bigint as total"
        "  from mine group by type, effect)"
        " select item, type, effect, via, label, total, alike"
        " from counted cross join lateral (select item, via, label from mine"
        "  where mine.type = counted.type and mine.effect = counted.effect order by item limit %s) first"
        " order by type, array_position(%s::text[], effect), item",
        [number, HITS_ALIKE, ["down", "degraded", "redundancy_lost", "none"]],
    )
    return [rows.value(row, HitRow) for row in found]


def _prioritised(subject: Subject) -> TimelineEntry | None:
    """The entry that says why the priority is what it is."""
    judged = entries(subject).filter(verb=Verb.PRIORITISED).values_list("value", flat=True)
    found = judged.first()
    return rows.value(of_subject(found, subject), TimelineEntry) if found else None


def _messages(number: int, before: int) -> Part:
    """Messages by their events: the index of events by incident gives the newest first."""
    found = _events(number, before)
    ids = list(dict.fromkeys(event.message_id for event, _ in found))
    shown = ids[:MESSAGES]
    if not shown:
        return Part(rows=(), older=None)
    received = [at for _, at in found]
    bodies = _bodies(shown, min(received), max(received))
    events: dict[int, list[EventSummary]] = {number: [] for number in shown}
    for event, _ in found:
        if event.message_id in events:
            events[event.message_id].append(event)
    messages = (
        rows.value({**bodies[number], "events": events[number]}, MessageRow)
        for number in shown
        if number in bodies
    )
    return Part(rows=tuple(messages), older=shown[-1] if len(ids) > MESSAGES else None)


def _events(number: int, before: int) -> list[tuple[EventSummary, datetime]]:
    """The newest events and when each was received, a few for each message at most: a digest may bring hundreds."""
    newest = models.Event.objects.filter(incident_id=number, message_id__lt=before).order_by("-message_id")
    found = list(newest.values(*EventSummary.__struct_fields__, "received_at")[: MESSAGES * 12])
    received = [row.pop("received_at") for row in found]
    return list(zip((rows.value(row, EventSummary) for row in found), received, strict=True))


def _bodies(ids: list[int], first: datetime, last: datetime) -> dict[int, dict[str, Any]]:
    """These messages by id, without their events; of each body, the beginning."""
    found = models.Message.objects.filter(id__in=ids, received_at__range=(first, last))
    names = [name for name in MessageRow.__struct_fields__ if name not in ("body", "events")]
    heads = found.values(*names, head=Substr("body", 1, _BODY_BYTES, output_field=BinaryField()))
    return {row["id"]: {"body": row.pop("head"), **row} for row in heads}


def _notices(subject: Subject) -> list[NoticeRow]:
    found = notices.newest(subject, NOTICES)
    return [rows.value({name: row[name] for name in NoticeRow.__struct_fields__}, NoticeRow) for row in found]
