"""The rows behind one incident's explanation."""

from typing import Any

import msgspec
from django.db import connection


def first_events(incident: int, most: int) -> list[dict[str, Any]]:
    """The incident's first events, with what was made of the message of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.message_id, e.position, e.occurred_at, e.source, e.kind, e.state, e.criticality, e.item,"
            " e.summary, e.reference, e.confidence, e.outcome, e.data::text, m.received_at, m.channel, m.format,"
            " m.status, m.why::text, m.envelope::text from event e join message m on m.id = e.message_id and"
            " m.received_at = e.received_at where e.incident_id = %s order by e.message_id, e.position limit %s",
            [incident, most],
        )
        names = [column.name for column in cursor.description]
        return [_decoded(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def notices(incident: int) -> list[dict[str, Any]]:
    """Who was told what, when, and whether it arrived."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, recipient, state, created_at, sent_at, error, reply, why::text from notice"
            " where incident_id = %s order by id",
            [incident],
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**row, "why": msgspec.json.decode(row["why"]) if row["why"] else None} for row in rows]


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: msgspec.json.decode(row[name]) for name in ("data", "why", "envelope")}}
