"""Deliveries as rows. ready -> sending -> sent; or failed, unconfirmed. Knows no channel."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.notice.values import Delivery
from tocsin.store import models

_DIGITS = 18  # of an id
_COLUMNS = "id, subject_kind, subject_id, channel, address, payload, state, created_at, not_before, attempts, error, reply"


def add(delivery: Delivery, at: datetime, not_before: datetime) -> int:
    """Put a delivery into the outbox; its number."""
    created = models.Delivery.objects.create(
        subject_kind=delivery.subject.kind,
        subject_id=delivery.subject.id,
        channel=delivery.channel,
        address=delivery.address,
        payload=delivery.payload,
        created_at=at,
        not_before=not_before,
    )
    return created.id


def ready(channels: Collection[str], now: datetime, most: int = 100) -> list[Delivery]:
    """What is to be sent by these channels now, oldest first."""
    due = models.Delivery.objects.filter(state="ready", not_before__lte=now, channel__in=channels)
    return [
        Delivery(
            id=row.id,
            subject=Subject(kind=SubjectKind(row.subject_kind), id=row.subject_id or 0),
            channel=row.channel,
            address=row.address,
            payload=row.payload,
            attempts=row.attempts,
        )
        for row in due.order_by("id")[:most]
    ]


def channels_due(channels: Collection[str], now: datetime) -> set[str]:
    """Those of the channels by which something is to be sent now, or was left in the middle."""
    due = Q(state="ready", not_before__lte=now) | Q(state="sending")
    found = models.Delivery.objects.filter(due, channel__in=channels).values_list("channel", flat=True)
    return set(found.distinct())


def claim(number: int) -> bool:
    """Commit that the content is about to leave; False if it is being sent, or was."""
    waiting = models.Delivery.objects.filter(id=number, state="ready")
    return waiting.update(state="sending", attempts=F("attempts") + 1) == 1


def sent(number: int, at: datetime, reply: str) -> None:
    """The counterpart confirmed that it took it."""
    _set(number, state="sent", sent_at=at, error="", reply=reply)


def retry(number: int, at: datetime, error: str) -> None:
    """Certainly not sent: try again at that instant."""
    tried = Case(
        When(state="sending", then=F("attempts")), default=F("attempts") + 1
    )  # a claim has counted it
    _set(number, state="ready", attempts=tried, not_before=at, error=error)


def give_up(number: int, error: str) -> None:
    """Not sent, and another try is useless."""
    _set(number, state="failed", error=error)


def doubt(number: int, error: str) -> None:
    """Perhaps sent: it is never sent again."""
    _set(number, state="unconfirmed", error=error)


def of_reference(channel: str, reference: str) -> int | None:
    """The delivery by this channel that the gateway knows by its reference, or by our number of it."""
    known = models.Delivery.objects.filter(channel=channel)
    found = known.filter(reply=reference).order_by("-id").values_list("id", flat=True).first()
    if found is None and reference.isdecimal() and len(reference) <= _DIGITS:
        found = known.filter(id=int(reference)).values_list("id", flat=True).first()
    return found


def arrived(number: int, at: datetime) -> None:
    """The gateway reports that it arrived, also where it was in doubt whether it was sent."""
    left = models.Delivery.objects.filter(id=number, state__in=("sending", "sent", "unconfirmed"))
    left.update(state="sent", sent_at=Coalesce(F("sent_at"), at), arrived_at=at, error="")


def returned(number: int, error: str) -> bool:
    """The gateway took it, and reports that it did not arrive; False: that was known, or it arrived."""
    left = models.Delivery.objects.filter(
        id=number, state__in=("sending", "sent", "unconfirmed"), arrived_at__isnull=True
    )
    return left.update(state="failed", error=error) == 1


def orphans(channels: Collection[str]) -> int:
    """Deliveries by these channels that a dead sender left in the middle become unconfirmed; how many."""
    left = {"state": "unconfirmed", "error": "sender died"}
    orphaned = models.Delivery.objects.filter(state="sending", channel__in=channels).update(**left)
    if "mail" in channels:  # of a version without deliveries
        orphaned += models.Notice.objects.filter(state="sending").update(**left)
    return orphaned


def adopt(sender: str) -> int:
    """Mails that a version without deliveries rendered, and did not send, become deliveries; how many.

    Only under the outbox's lock, which that version takes as well: so nobody is sending any of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADOPT, [sender])
        return int(cursor.fetchone()[0])


_ADOPT = f"""
with lead as (
    update notice set state = 'bundled', delivery_id = nextval(pg_get_serial_sequence('delivery', 'id'))
    where state = 'ready' returning *
), others as (
    update notice set delivery_id = lead.delivery_id from lead where notice.bundled_into = lead.id
), carried as (
    insert into delivery ({_COLUMNS})
    select delivery_id, subject_kind, subject_id, 'mail', recipient, jsonb_build_object('sender', %s::text, 'subject',
        subject, 'text', text, 'message_id', message_id, 'thread_id', thread_id), 'ready', created_at, not_before, attempts,
        error, '' from lead returning 1
)
select count(*) from carried
"""


def _set(number: int, **changes: Any) -> None:
    models.Delivery.objects.filter(id=number).update(**changes)
