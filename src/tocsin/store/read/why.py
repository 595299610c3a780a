"""The rows behind one incident's explanation."""

from collections.abc import Collection
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.event.message import Message
from tocsin.core.kernel.subject import Subject
from tocsin.core.notice.values import Notice
from tocsin.store.subject import VALUE

_notice = msgspec.json.Decoder(Notice)


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


def messages(ids: Collection[int]) -> list[Message]:
    """These messages, verbatim, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, source, channel, received_at, media_type, body, envelope::text from message"
            " where id = any(%s) order by id",
            [list(ids)],
        )
        return [
            Message(
                id=id, source=source, channel=channel, received_at=at, media_type=media_type,
                body=bytes(body), envelope=msgspec.json.decode(envelope, type=dict[str, str]),
            )
            for id, source, channel, at, media_type, body, envelope in cursor.fetchall()
        ]  # fmt: skip


def notices(subject: Subject) -> list[dict[str, Any]]:
    """Who was told what, when, and whether it arrived."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {VALUE} as value, recipient, state, created_at, sent_at, error, reply, why::text from notice"
            " where (subject_kind, subject_id) = (%s, %s) order by id",
            [subject.kind, subject.id],
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        {
            **row,
            "told": _notice.decode(row["value"]),
            "why": msgspec.json.decode(row["why"]) if row["why"] else None,
        }
        for row in rows
    ]


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: msgspec.json.decode(row[name]) for name in ("data", "why", "envelope")}}
