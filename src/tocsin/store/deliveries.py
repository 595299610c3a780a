"""Deliveries as rows. ready -> sending -> sent; or failed, unconfirmed. Knows no channel."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.notice.values import Delivery

_COLUMNS = "id, subject_kind, subject_id, channel, address, payload, state, created_at, not_before, attempts, error, reply"


def add(delivery: Delivery, at: datetime, not_before: datetime) -> int:
    """Put a delivery into the outbox; its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into delivery (subject_kind, subject_id, channel, address, payload, state, created_at, not_before,"
            " attempts, error, reply) values (%s, %s, %s, %s, %s, 'ready', %s, %s, 0, '', '') returning id",
            [
                delivery.subject.kind,
                delivery.subject.id,
                delivery.channel,
                delivery.address,
                msgspec.json.encode(delivery.payload).decode(),
                at,
                not_before,
            ],
        )
        return int(cursor.fetchone()[0])


def ready(channels: Collection[str], now: datetime, most: int = 100) -> list[Delivery]:
    """What is to be sent by these channels now, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, subject_kind, subject_id, channel, address, payload::text, attempts from delivery"
            " where state = 'ready' and not_before <= %s and channel = any(%s) order by id limit %s",
            [now, list(channels), most],
        )
        return [
            Delivery(
                id=number, subject=Subject(kind=SubjectKind(kind), id=about), channel=channel, address=address,
                payload=msgspec.json.decode(payload), attempts=attempts,
            )
            for number, kind, about, channel, address, payload, attempts in cursor.fetchall()
        ]  # fmt: skip


def claim(number: int) -> bool:
    """Commit that the content is about to leave; False if it already is, or did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update delivery set state = 'sending', attempts = attempts + 1 where id = %s and state = 'ready'",
            [number],
        )
        return bool(cursor.rowcount == 1)


def sent(number: int, at: datetime, reply: str) -> None:
    """The counterpart took it, and said so."""
    _set(number, "state = 'sent', sent_at = %s, error = '', reply = %s", at, reply)


def retry(number: int, at: datetime, error: str) -> None:
    """Not sent, surely: try again then."""
    _set(number, "state = 'ready', attempts = attempts + 1, not_before = %s, error = %s", at, error)


def give_up(number: int, error: str) -> None:
    """Not sent, and no use trying again."""
    _set(number, "state = 'failed', error = %s", error)


def doubt(number: int, error: str) -> None:
    """Perhaps sent: never again."""
    _set(number, "state = 'unconfirmed', error = %s", error)


def orphans() -> int:
    """What a sender that is gone left in the middle is unconfirmed from now on; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with before as (update notice set state = 'unconfirmed', error = 'sender died'"
            " where state = 'sending' returning 1),"
            " now as (update delivery set state = 'unconfirmed', error = 'sender died'"
            " where state = 'sending' returning 1)"
            " select (select count(*) from before) + (select count(*) from now)"
        )
        return int(cursor.fetchone()[0])


def adopt(sender: str) -> int:
    """Mails that a version without deliveries rendered, and did not send, become deliveries; how many.

    Only under the outbox's lock, which that version takes as well: nobody is sending one of them.
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


def _set(number: int, changes: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"update delivery set {changes} where id = %s", [*values, number])
