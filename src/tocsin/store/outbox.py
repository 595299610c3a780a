"""Notices as rows. pending -> bundled (a delivery tells it), or skipped. What becomes of a delivery, that one knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.notice.values import Delivery, Notice, SentMail
from tocsin.store import deliveries
from tocsin.store.subject import VALUE

_notice = msgspec.json.Decoder(Notice)
_SUBJECT = "jsonb_build_object('kind', n.subject_kind, 'id', n.subject_id)"
_subjects = msgspec.json.Decoder(tuple[Subject, ...])


def add(notices: Sequence[Notice]) -> None:
    """Put notices into the outbox; a worker is told at commit."""
    if not notices:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into notice (subject_kind, subject_id, kind, recipient, language, value, state, created_at, not_before,"
            " attempts, error, subject, text, message_id, thread_id, digest)"
            " values (%s, %s, %s, %s, %s, %s, 'pending', %s, %s, 0, '', '', '', '', '', false)",
            [
                (
                    notice.subject.kind,
                    notice.subject.id,
                    notice.kind,
                    notice.recipient,
                    notice.language,
                    _json(notice),
                    notice.created_at,
                    notice.created_at,
                )
                for notice in notices
            ],
        )


def has_work(now: datetime) -> bool:
    """Whether anything is to be decided or sent now, or was being sent: one cheap question before the duty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from notice where state in ('pending', 'ready') and not_before <= %s)"
            " or exists (select from notice where state = 'sending')"
            " or exists (select from delivery where state = 'ready' and not_before <= %s)"
            " or exists (select from delivery where state = 'sending')",
            [now, now],
        )
        return bool(cursor.fetchone()[0])


def pending(now: datetime, most: int = 2_000) -> list[Notice]:
    """The notices whose fate is to be decided, with their numbers: all that wait for whoever has one due.

    Held ones are looked at again with what has come meanwhile, so that none overtakes another.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"select id, {VALUE} from notice where state = 'pending' and recipient in"
            " (select recipient from notice where state = 'pending' and not_before <= %s) order by id limit %s",
            [now, most],
        )
        return [
            msgspec.structs.replace(_notice.decode(value), id=number) for number, value in cursor.fetchall()
        ]


def history(notices: Sequence[Notice], since: datetime) -> list[SentMail]:
    """The mails of these recipients since then, and the last one about each of these subjects."""
    recipients = sorted({notice.recipient for notice in notices})
    subjects = sorted({(notice.subject.kind, notice.subject.id) for notice in notices})
    with connection.cursor() as cursor:
        cursor.execute(
            "select d.address, coalesce(d.sent_at, d.not_before), bool_or(n.digest),"
            f" jsonb_agg(distinct {_SUBJECT})::text,"
            f" jsonb_agg(distinct {_SUBJECT}) filter (where n.value->'brief'->>'priority' = 'P1')::text"
            " from delivery d join notice n on n.delivery_id = d.id"
            " where d.state in ('ready', 'sending', 'sent', 'unconfirmed') and d.address = any(%s)"
            " and (d.created_at > %s or d.id in (select max(delivery.id) from notice"
            " join unnest(%s::text[], %s::bigint[]) as about (kind, id)"
            " on (notice.subject_kind, notice.subject_id) = (about.kind, about.id)"
            " join delivery on delivery.id = delivery_id"
            " where delivery.state in ('ready', 'sending', 'sent', 'unconfirmed')"
            " group by recipient, notice.subject_kind, notice.subject_id))"
            " group by d.id",
            [recipients, since, [kind for kind, _ in subjects], [number for _, number in subjects]],
        )
        return [
            SentMail(
                recipient=recipient,
                at=at,
                subjects=_subjects.decode(about),
                digest=digest,
                urgent=_subjects.decode(urgent or "[]"),
            )
            for recipient, at, digest, about, urgent in cursor.fetchall()
        ]


def hold(ids: Sequence[int], until: datetime, why: Why) -> None:
    """Look at these again then."""
    _set(ids, "not_before = %s, why = %s", until, _json(why))


def skip(ids: Sequence[int], why: Why) -> None:
    """These are never sent."""
    _set(ids, "state = 'skipped', why = %s", _json(why))


def skip_folded(why: Why) -> None:
    """What is still to be told of an incident that another one explains is not told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update notice set state = 'skipped', why = %s from incident where notice.state = 'pending'"
            " and subject_kind = 'incident' and incident.id = subject_id and incident.folded_into is not null",
            [_json(why)],
        )


def deliver(ids: Sequence[int], delivery: Delivery, *, digest: bool, why: Why, now: datetime) -> None:
    """This delivery tells these notices; the first one leads it."""
    first, *others = ids
    number = deliveries.add(delivery, now, _not_before(first))
    _set(ids, "state = 'bundled', delivery_id = %s, digest = %s, why = %s", number, digest, _json(why))
    _set(others, "bundled_into = %s", first)


def _not_before(number: int) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select not_before from notice where id = %s", [number])
        found: datetime = cursor.fetchone()[0]
    return found


def _set(ids: Sequence[int], changes: str, *values: Any) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(f"update notice set {changes} where id = any(%s)", [*values, list(ids)])


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
