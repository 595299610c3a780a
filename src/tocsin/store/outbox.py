"""The outbox as rows. pending -> ready (chosen, rendered) -> sending -> sent; or bundled, skipped, failed, unconfirmed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.notice.values import Letter, Notice, Told
from tocsin.store.subject import VALUE

_notice = msgspec.json.Decoder(Notice)
_SUBJECT = "jsonb_build_object('kind', b.subject_kind, 'id', b.subject_id)"
_subjects = msgspec.json.Decoder(tuple[Subject, ...])


class Headers(msgspec.Struct, frozen=True):
    """What identifies a mail, and the thread that it belongs to."""

    message_id: str
    thread_id: str
    digest: bool


class Ready(msgspec.Struct, frozen=True):
    """A mail that waits to be sent."""

    id: int
    about: Subject
    recipient: str
    subject: str
    text: str
    message_id: str
    thread_id: str
    attempts: int


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
                    one.subject.kind,
                    one.subject.id,
                    one.kind,
                    one.recipient,
                    one.language,
                    _json(one),
                    one.created_at,
                    one.created_at,
                )
                for one in notices
            ],
        )


def has_work(now: datetime) -> bool:
    """Whether anything is to be decided or sent now, or was being sent: one cheap question before the duty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from notice where state in ('pending', 'ready') and not_before <= %s)"
            " or exists (select from notice where state = 'sending')",
            [now],
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


def history(notices: Sequence[Notice], since: datetime) -> list[Told]:
    """The mails of these recipients since then, and the last one about each of these subjects."""
    recipients = sorted({notice.recipient for notice in notices})
    subjects = sorted({(notice.subject.kind, notice.subject.id) for notice in notices})
    with connection.cursor() as cursor:
        cursor.execute(
            "select n.recipient, coalesce(n.sent_at, n.not_before), n.digest,"
            f" jsonb_agg(distinct {_SUBJECT})::text,"
            f" jsonb_agg(distinct {_SUBJECT}) filter (where b.value->'brief'->>'priority' = 'P1')::text"
            " from notice n join notice b on b.id = n.id or b.bundled_into = n.id"
            " where n.state in ('ready', 'sending', 'sent', 'unconfirmed') and n.recipient = any(%s)"
            " and (n.created_at > %s or n.id in (select max(notice.id) from notice"
            " join unnest(%s::text[], %s::bigint[]) as about (kind, id)"
            " on (subject_kind, subject_id) = (about.kind, about.id)"
            " where state in ('ready', 'sending', 'sent', 'unconfirmed', 'bundled')"
            " group by recipient, subject_kind, subject_id))"
            " group by n.id",
            [recipients, since, [kind for kind, _ in subjects], [number for _, number in subjects]],
        )
        return [
            Told(
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


def make_ready(ids: Sequence[int], letter: Letter, headers: Headers, why: Why) -> None:
    """The first of these carries the mail that tells all of them."""
    first, *others = ids
    _set(ids, "why = %s", _json(why))
    _set(
        [first],
        "state = 'ready', subject = %s, text = %s, message_id = %s, thread_id = %s, digest = %s",
        *(letter.subject, letter.text, headers.message_id, headers.thread_id, headers.digest),
    )
    _set(others, "state = 'bundled', bundled_into = %s", first)


def ready(now: datetime, most: int = 100) -> list[Ready]:
    """The mails to send now, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, subject_kind, subject_id, recipient, subject, text, message_id, thread_id, attempts from notice"
            " where state = 'ready' and not_before <= %s order by id limit %s",
            [now, most],
        )
        return [
            Ready(number, Subject(kind=SubjectKind(kind), id=id), *row)
            for number, kind, id, *row in cursor.fetchall()
        ]


def claim(number: int) -> bool:
    """Commit that the mail's content is about to leave; False if it already is, or did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update notice set state = 'sending', attempts = attempts + 1 where id = %s and state = 'ready'",
            [number],
        )
        return bool(cursor.rowcount == 1)


def sent(number: int, at: datetime, reply: str) -> None:
    """The server took it, and said so."""
    _set([number], "state = 'sent', sent_at = %s, error = '', reply = %s", at, reply)


def retry(number: int, at: datetime, error: str) -> None:
    """Not sent, surely: try again then."""
    _set([number], "state = 'ready', attempts = attempts + 1, not_before = %s, error = %s", at, error)


def give_up(number: int, error: str) -> None:
    """Not sent, and no use trying again."""
    _set([number], "state = 'failed', error = %s", error)


def doubt(number: int, error: str) -> None:
    """Perhaps sent: never again."""
    _set([number], "state = 'unconfirmed', error = %s", error)


def orphans() -> int:
    """Mails that a sender which is gone left in the middle: unconfirmed from now on; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update notice set state = 'unconfirmed', error = 'sender died' where state = 'sending'"
        )
        return int(cursor.rowcount)


def _set(ids: Sequence[int], changes: str, *values: Any) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(f"update notice set {changes} where id = any(%s)", [*values, list(ids)])


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
