"""Absences and covers as rows: what stands from an instant on, in the order in which it was declared."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tocsin.core.duty.values import Absence, Cover, Roster
from tocsin.store import models


def standing(since: datetime) -> Roster:
    """Everything declared and not undone that is not over before this instant."""
    absences = _not_undone(models.Absence.objects.filter(Q(end_at__isnull=True) | Q(end_at__gt=since)))
    covers = _not_undone(models.Cover.objects.filter(end_at__gt=since))
    return Roster(
        absences=tuple(_absence(row) for row in absences), covers=tuple(_cover(row) for row in covers)
    )


def absence(number: int) -> Absence | None:
    """An absence that stands, by its number."""
    found = _not_undone(models.Absence.objects.filter(id=number)).first()
    return _absence(found) if found else None


def cover(number: int) -> Cover | None:
    """A cover that stands, by its number."""
    found = _not_undone(models.Cover.objects.filter(id=number)).first()
    return _cover(found) if found else None


def add_absence(absence: Absence, now: datetime) -> int:
    """Write a new absence; its number."""
    return models.Absence.objects.create(
        person=absence.person, start_at=absence.start, end_at=absence.end, substitute=absence.substitute,
        reason=absence.reason, declared_by=absence.by, declared_at=now,
    ).id  # fmt: skip


def add_cover(cover: Cover, now: datetime) -> int:
    """Write a new cover; its number."""
    return models.Cover.objects.create(
        rotation=cover.rotation, person=cover.person, start_at=cover.start, end_at=cover.end,
        declared_by=cover.by, declared_at=now,
    ).id  # fmt: skip


def end_absence(number: int, by: str, now: datetime) -> None:
    """The person is back: an absence that has begun ends now, one to come is undone."""
    _end(models.Absence.objects.filter(id=number), by, now)


def end_cover(number: int, by: str, now: datetime) -> None:
    """The usual turn holds again: a cover that has begun ends now, one to come is undone."""
    _end(models.Cover.objects.filter(id=number), by, now)


def _end(rows: QuerySet[Any], by: str, now: datetime) -> None:
    standing = _not_undone(rows)
    standing.filter(start_at__gte=now).update(undone_at=now, undone_by=by)
    standing.filter(start_at__lt=now).update(end_at=now, undone_by=by)


def _not_undone(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(undone_at__isnull=True).order_by("id")


def _absence(row: models.Absence) -> Absence:
    return Absence(
        id=row.id,
        person=row.person,
        start=row.start_at,
        end=row.end_at,
        substitute=row.substitute,
        reason=row.reason,
        by=row.declared_by,
    )


def _cover(row: models.Cover) -> Cover:
    return Cover(
        id=row.id,
        rotation=row.rotation,
        person=row.person,
        start=row.start_at,
        end=row.end_at,
        by=row.declared_by,
    )
