"""Tickets about sites as rows: which ticket a subject has, and how it was read last. Decides nothing."""

from collections.abc import Collection
from datetime import datetime

from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.value import Value
from tocsin.store import models

_MOST = 100


class SiteTicket(Value):
    """The ticket (their number) of a subject, its state in their word, and the comments that are known (ids)."""

    subject: Subject
    supplier: str
    ticket: str
    state: str
    remarks: tuple[str, ...]
    looked_at: datetime


def of(subject: Subject) -> SiteTicket | None:
    """The ticket of a subject."""
    row = models.SiteTicket.objects.filter(subject_kind=subject.kind, subject_id=subject.id).first()
    return _value(row) if row else None


def unread(before: datetime, most: int = _MOST) -> list[SiteTicket]:
    """Those that were not looked at since then, the longest ago first."""
    rows = models.SiteTicket.objects.filter(looked_at__lte=before).order_by("looked_at")
    return [_value(row) for row in rows[:most]]


def keep(
    subject: Subject, supplier: str, ticket: str, state: str, remarks: Collection[str], at: datetime
) -> None:
    """It was opened, or read, so."""
    models.SiteTicket.objects.update_or_create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        defaults={
            "supplier": supplier,
            "ticket": ticket,
            "state": state,
            "remarks": list(remarks),
            "looked_at": at,
        },
    )


def looked_at(subject: Subject, at: datetime) -> None:
    """It is looked at now."""
    rows = models.SiteTicket.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    rows.update(looked_at=at)


def _value(row: models.SiteTicket) -> SiteTicket:
    return SiteTicket(
        subject=Subject(kind=SubjectKind(row.subject_kind), id=row.subject_id),
        supplier=row.supplier,
        ticket=row.ticket,
        state=row.state,
        remarks=tuple(row.remarks),
        looked_at=row.looked_at,
    )
