"""The rows behind one incident's explanation."""

from collections.abc import Collection
from typing import Any

from tocsin.core.event.message import Message
from tocsin.core.kernel.subject import Subject
from tocsin.core.notice.values import Notice
from tocsin.store import models, rows
from tocsin.store.read import notices as written
from tocsin.store.subject import of_subject

_MESSAGE = ("id", "source", "channel", "received_at", "media_type", "body", "envelope")


def first_events(incident: int, most: int) -> list[dict[str, Any]]:
    """The incident's first events, each with the outcome of its message."""
    return rows.select(
        "select e.message_id, e.position, e.occurred_at, e.source, e.kind, e.state, e.criticality, e.item,"
        " e.summary, e.reference, e.confidence, e.outcome, e.data, m.received_at, m.channel, m.format,"
        " m.status, m.why, m.envelope from event e join message m on m.id = e.message_id and"
        " m.received_at = e.received_at where e.incident_id = %s order by e.message_id, e.position limit %s",
        [incident, most],
    )


def messages(ids: Collection[int]) -> list[Message]:
    """These messages, verbatim, in order."""
    found = models.Message.objects.filter(id__in=ids).order_by("id")
    return [rows.value(row, Message) for row in found.values(*_MESSAGE)]


def notices(subject: Subject) -> list[dict[str, Any]]:
    """Who was notified of what, when, and whether it arrived."""
    return [
        {**row, "notice": rows.value(of_subject(row["value"], subject), Notice)}
        for row in written.all_of(subject)
    ]
