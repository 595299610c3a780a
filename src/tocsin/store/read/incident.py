"""One incident as one reading: a fixed number of queries, each limited, so that 10,000 alerts cost what two cost."""

from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.incident.values import Incident, TimelineEntry
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.store.read.timeline import NEWEST, Part, timeline
from tocsin.store.subject import VALUE

HITS_ALIKE = 60  # of one type and one effect
MESSAGES = 8
CHILDREN = 20
NOTICES = 20
_BODY_BYTES = 32_768  # what of a message is read here; the message's own page has all of it
_INCIDENT = msgspec.json.Decoder(Incident)
_ENTRY = msgspec.json.Decoder(TimelineEntry)
_WHY = msgspec.json.Decoder(Why)


class HitRow(Value):
    """One item hit; ``total`` is how many of its type are, ``alike`` how many of them in the same way."""

    item: str
    type: str
    effect: str
    via: list[str]
    label: str
    total: int
    alike: int = 0


class Said(Value):
    """One event of a message, in our words."""

    message_id: int
    position: int
    occurred_at: datetime
    kind: str
    state: str
    criticality: str
    item: str
    subject: str
    summary: str
    reference: str
    confidence: float
    outcome: str


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
    events: list[Said]


class ChildRow(Value):
    """An incident that folded into this one."""

    id: int
    title: dict[str, str]
    opened_at: datetime
    alert_count: int


class NoticeRow(Value):
    """What one recipient was told, and whether it arrived."""

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
    """The incident; None if there is none. ``*_before`` are where a cut of the timeline or messages begins."""
    found = _select("select value::text, firing_count from incident where id = %s", [number])
    if not found:
        return None
    children = _children(number)
    incident = _INCIDENT.decode(found[0][0])
    return IncidentRead(
        incident=incident,
        firing_count=found[0][1],
        hits=_most_urgent_first(_hits(number), incident),
        prioritised=_prioritised(number),
        timeline=timeline(incident.subject, entries_before),
        messages=_messages(number, messages_before or NEWEST),
        children=[child for child, _ in children],
        child_count=children[0][1] if children else 0,
        notices=_notices(incident.subject),
    )


def _most_urgent_first(hits: list[HitRow], incident: Incident) -> list[HitRow]:
    """Applications hit in the same way, in the order of the incident; the rest as it is."""
    place = {key: number for number, key in enumerate(incident.applications)}
    alike = groupby(hits, key=lambda hit: (hit.type, hit.effect))
    return [hit for _, rows in alike for hit in sorted(rows, key=lambda hit: place.get(hit.item, len(place)))]


def _hits(number: int) -> list[HitRow]:
    """The first items of each type and effect, worst first, with their counts: no sort over thousands of hits."""
    found = _select(
        "with mine as materialized (select * from incident_hit where incident_id = %s),"
        " counted as (select type, effect, count(*) as alike, sum(count(*)) over (partition by type)::bigint as total"
        "  from mine group by type, effect)"
        " select item, type, effect, via, label, total, alike"
        " from counted cross join lateral (select item, via, label from mine"
        "  where mine.type = counted.type and mine.effect = counted.effect order by item limit %s) first"
        " order by type, array_position(%s::text[], effect), item",
        [number, HITS_ALIKE, ["down", "degraded", "redundancy_lost", "none"]],
    )
    return [HitRow(**dict(zip(HitRow.__struct_fields__, row, strict=True))) for row in found]


def _prioritised(number: int) -> TimelineEntry | None:
    """The entry that says why the priority is what it is."""
    found = _select(
        f"select {VALUE} from timeline_entry where (subject_kind, subject_id) = ('incident', %s)"
        " and verb = 'prioritised' order by id desc limit 1",
        [number],
    )
    return _ENTRY.decode(found[0][0]) if found else None


def _messages(number: int, before: int) -> Part:
    """Messages by their events: the index of events by incident gives the newest first."""
    said = _said(number, before)
    ids = list(dict.fromkeys(one.message_id for one, _ in said))
    shown = ids[:MESSAGES]
    if not shown:
        return Part(rows=(), older=None)
    received = [at for _, at in said]
    bodies = _bodies(shown, min(received), max(received))
    events: dict[int, list[Said]] = {number: [] for number in shown}
    for one, _ in said:
        if one.message_id in events:
            events[one.message_id].append(one)
    rows = tuple(MessageRow(**bodies[number], events=events[number]) for number in shown if number in bodies)
    return Part(rows=rows, older=shown[-1] if len(ids) > MESSAGES else None)


def _said(number: int, before: int) -> list[tuple[Said, datetime]]:
    """The newest events, a few for each message at most: a digest may bring hundreds."""
    columns = ", ".join(Said.__struct_fields__)
    found = _select(
        f"select {columns}, received_at from event where incident_id = %s and message_id < %s"
        " order by message_id desc limit %s",
        [number, before, MESSAGES * 12],
    )
    return [(Said(**dict(zip(Said.__struct_fields__, row[:-1], strict=True))), row[-1]) for row in found]


def _bodies(ids: list[int], first: datetime, last: datetime) -> dict[int, dict[str, Any]]:
    found = _select(
        "select id, received_at, source, channel, media_type, format, size, substring(body from 1 for %s) from message"
        " where id = any(%s) and received_at between %s and %s",
        [_BODY_BYTES, ids, first, last],
    )
    names = ("id", "received_at", "source", "channel", "media_type", "format", "size")
    return {row[0]: {**dict(zip(names, row[:-1], strict=True)), "body": bytes(row[-1])} for row in found}


def _children(number: int) -> list[tuple[ChildRow, int]]:
    found = _select(
        "select id, title::text, opened_at, alert_count, count(*) over () from incident"
        " where folded_into = %s order by id limit %s",
        [number, CHILDREN],
    )
    return [
        (ChildRow(id=row[0], title=msgspec.json.decode(row[1]), opened_at=row[2], alert_count=row[3]), row[4])
        for row in found
    ]


def _notices(subject: Subject) -> list[NoticeRow]:
    found = _select(
        "select kind, recipient, state, created_at, sent_at, error, reply, why::text from notice"
        " where (subject_kind, subject_id) = (%s, %s) order by id desc limit %s",
        [subject.kind, subject.id, NOTICES],
    )
    names = NoticeRow.__struct_fields__
    rows = ((*row[:-1], _WHY.decode(row[-1]) if row[-1] else None) for row in found)
    return [NoticeRow(**dict(zip(names, row, strict=True))) for row in rows]


def _select(query: str, asked: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
