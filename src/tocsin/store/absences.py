"""Imported absences as rows: what came from which file, by its name there."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tocsin.core.duty.reading.values import Draft
from tocsin.store import models


class Known(NamedTuple):
    """An absence of an earlier import that stands: its number, its span, and who stands in."""

    number: int
    start: datetime
    end: datetime | None
    substitute: str


class ImportRow(NamedTuple):
    """An import that can be undone, and how many of its absences stand."""

    id: int
    name: str
    by: str
    at: datetime
    standing: int


def imported(uids: Sequence[str]) -> dict[tuple[str, str], Known]:
    """The absences that stand under these names, by person (key) and name."""
    rows = models.Absence.objects.filter(uid__in=list(uids), undone_at__isnull=True, undone_by="")
    return {(row.person, row.uid): Known(row.id, row.start_at, row.end_at, row.substitute) for row in rows}


def begin(name: str, by: str, now: datetime) -> int:
    """Write down an import; its number."""
    return models.AbsenceImport.objects.create(name=name, by=by, at=now).id


def add(drafts: Sequence[Draft], batch: int, by: str, now: datetime) -> None:
    """Write the absences of an import."""
    models.Absence.objects.bulk_create(
        models.Absence(
            person=draft.absence.person, start_at=draft.absence.start, end_at=draft.absence.end,
            substitute=draft.absence.substitute, reason=draft.absence.reason, declared_by=by, declared_at=now,
            uid=draft.uid, batch=batch,
        )
        for draft in drafts
    )  # fmt: skip


def of_import(batch: int) -> dict[int, str]:
    """The absences of an import that stand: number, and whose (key)."""
    rows = models.Absence.objects.filter(batch=batch, undone_at__isnull=True, undone_by="")
    return dict(rows.values_list("id", "person"))


def undo(batch: int, by: str, now: datetime) -> None:
    """The import is undone."""
    models.AbsenceImport.objects.filter(id=batch, undone_at__isnull=True).update(undone_by=by, undone_at=now)


def imports(since: datetime) -> list[ImportRow]:
    """The imports since then that are not undone, the latest first."""
    rows = models.AbsenceImport.objects.filter(undone_at__isnull=True, at__gte=since).order_by("-id")
    return [ImportRow(row.id, row.name, row.by, row.at, len(of_import(row.id))) for row in rows]
