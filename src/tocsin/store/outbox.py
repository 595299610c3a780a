"""Notices as rows. pending -> bundled (a delivery sends it), or skipped. What becomes of a delivery is in ``deliveries``."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q

from tocsin.core.escalation.ladder import Recipient
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.notice.values import Delivery, Notice, SentMail
from tocsin.store import deliveries, models, rows
from tocsin.store.subject import of_subject

_READ = ("id", "value", "subject_kind", "subject_id")
_SUBJECT = "jsonb_build_object('kind', n.subject_kind, 'id', n.subject_id)"


def add(notices: Sequence[Notice]) -> None:
    """Put notices into the outbox; a worker is notified at commit."""
    models.Notice.objects.bulk_create([_row(notice) for notice in notices], batch_size=rows.AT_ONCE)


def _row(notice: Notice) -> models.Notice:
    return models.Notice(
        subject_kind=notice.subject.kind,
        subject_id=notice.subject.id,
        kind=notice.kind,
        recipient=notice.recipient,
        language=notice.language,
        value=msgspec.to_builtins(notice),
        created_at=notice.created_at,
        not_before=notice.created_at,
    )


def notified(incidents: Collection[int]) -> dict[int, list[Recipient]]:
    """Whom a notice about each of these incidents went to, or is about to; not whose notices were skipped, or failed."""
    found: dict[int, list[Recipient]] = defaultdict(list)
    about = models.Notice.objects.filter(subject_kind=SubjectKind.INCIDENT, subject_id__in=list(incidents))
    failed = models.Delivery.objects.filter(state="failed", id=OuterRef("delivery_id"))
    kept = about.exclude(state="skipped").exclude(Exists(failed)).order_by("id")
    for row in kept.values(*_READ):
        to = recipient_of(_notice(row))
        found[row["subject_id"]].append(to)
    return found


def recipient_of(notice: Notice) -> Recipient:
    """Whom it is for, and by which way."""
    return Recipient(
        address=notice.recipient,
        language=notice.language,
        zone=notice.zone,
        channel=notice.channel,
        person=notice.person,
    )


def of_delivery(number: int) -> list[Notice]:
    """The notices that a delivery sends."""
    found = models.Notice.objects.filter(delivery_id=number).order_by("id")
    return [_notice(row) for row in found.values(*_READ)]


def load(number: int) -> Notice | None:
    """A notice by its number."""
    row = models.Notice.objects.filter(id=number).values(*_READ).first()
    return _notice(row) if row else None


def sent_with(notice: Notice) -> list[Notice]:
    """The notices that left together with this one, itself among them."""
    delivery = models.Notice.objects.values_list("delivery_id", flat=True).get(id=notice.id)
    return of_delivery(delivery) if delivery else [notice]


def newest_to(address: str, since: datetime) -> list[Notice]:
    """The notices of the last delivery to this address since then."""
    sent = models.Notice.objects.filter(
        recipient=address, created_at__gte=since, state="bundled", delivery_id__isnull=False
    )
    newest = sent.order_by("-delivery_id").values_list("delivery_id", flat=True).first()
    return of_delivery(newest) if newest else []


def was_asked(person: str, incident: int) -> bool:
    """Whether the person (key) was notified of the incident, by whichever way."""
    about = models.Notice.objects.filter(subject_kind=SubjectKind.INCIDENT, subject_id=incident)
    return about.filter(value__person=person, state="bundled").exists()


def has_work(now: datetime) -> bool:
    """Whether anything has to be decided or sent now, or was being sent: cheap queries before the duty."""
    due = Q(state__in=("pending", "ready"), not_before__lte=now) | Q(state="sending")
    return any(model.objects.filter(due).exists() for model in (models.Notice, models.Delivery))


def pending(now: datetime, most: int = 2_000) -> list[Notice]:
    """The notices to decide on, with their numbers: all that wait for a recipient of whom at least one is due.

    Those that wait are judged again with newer ones, so that none overtakes another.
    """
    waiting = models.Notice.objects.filter(state="pending")
    due = waiting.filter(not_before__lte=now).values("recipient")
    found = waiting.filter(recipient__in=due).order_by("id")[:most]
    return [_notice(row) for row in found.values(*_READ)]


def _notice(row: Mapping[str, Any]) -> Notice:
    subject = Subject(kind=SubjectKind(row["subject_kind"]), id=row["subject_id"])
    return rows.value(of_subject(row["value"], subject) | {"id": row["id"]}, Notice)


def history(notices: Sequence[Notice], since: datetime) -> list[SentMail]:
    """The mails to these recipients since then, and the last mail about each of these subjects."""
    recipients = sorted({notice.recipient for notice in notices})
    subjects = sorted({(notice.subject.kind, notice.subject.id) for notice in notices})
    found = rows.select(
        'select d.address as recipient, coalesce(d.sent_at, d.not_before) as "at", bool_or(n.digest) as digest,'
        f" jsonb_agg(distinct {_SUBJECT}) as subjects, coalesce(jsonb_agg(distinct {_SUBJECT})"
        " filter (where n.value->'brief'->>'priority' = 'P1'), '[]') as urgent"
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
    return [rows.value(row, SentMail) for row in found]


def hold(ids: Sequence[int], until: datetime, why: Why) -> None:
    """Decide on these again at that instant."""
    _set(ids, not_before=until, why=msgspec.to_builtins(why))


def skip(ids: Sequence[int], why: Why) -> None:
    """These are never sent."""
    _set(ids, state="skipped", why=msgspec.to_builtins(why))


def skip_folded(why: Why) -> None:
    """Pending notices about an incident that another one explains are skipped."""
    folded = models.Incident.objects.filter(folded_into__isnull=False).values("id")
    pending = models.Notice.objects.filter(state="pending", subject_kind="incident", subject_id__in=folded)
    pending.update(state="skipped", why=msgspec.to_builtins(why))


def deliver(ids: Sequence[int], delivery: Delivery, *, digest: bool, why: Why, now: datetime) -> None:
    """This delivery sends these notices; the first of them leads it."""
    first, *others = ids
    not_before = models.Notice.objects.values_list("not_before", flat=True).get(id=first)
    number = deliveries.add(delivery, now, not_before)
    _set(ids, state="bundled", delivery_id=number, digest=digest, why=msgspec.to_builtins(why))
    _set(others, bundled_into=first)


def _set(ids: Sequence[int], **changes: Any) -> None:
    models.Notice.objects.filter(id__in=ids).update(**changes)
