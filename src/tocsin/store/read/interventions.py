"""Declared interventions as their pages read them: a fixed number of queries, each limited."""

from datetime import datetime
from typing import Any

from django.db import connection

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.store.read.timeline import Part, timeline

LISTED = 100
ALERTS = 50


class InterventionRow(Value):
    """One intervention. ``scope`` holds items' keys; ``muted_count`` is how often it explained an alert."""

    id: int
    source: str
    reference: str
    title: str
    status: str
    starts_at: datetime
    ends_at: datetime | None
    scope: list[str]
    muted_count: int
    ended: bool

    @property
    def subject(self) -> Subject:
        """What its timeline and its links are about."""
        return Subject.intervention(self.id)


class MutedRow(Value):
    """An alert that the intervention explains now."""

    item: str
    subject: str
    kind: str
    state_at: datetime


class InterventionRead(Value):
    """All that the page of an intervention shows."""

    row: InterventionRow
    muted: list[MutedRow]
    timeline: Part


_COLUMNS = ", ".join(InterventionRow.__struct_fields__)


def listed() -> list[InterventionRow]:
    """Those that are not over first, then the latest."""
    found = _select(
        f"select {_COLUMNS} from intervention order by ended, case when ended then -extract(epoch from starts_at)"
        " else extract(epoch from starts_at) end, id limit %s",
        [LISTED],
    )
    return [_row(columns) for columns in found]


def read(number: int, *, entries_before: int | None = None) -> InterventionRead | None:
    """The intervention; None if there is none. ``entries_before`` is where a cut of its timeline begins."""
    found = _select(f"select {_COLUMNS} from intervention where id = %s", [number])
    if not found:
        return None
    row = _row(found[0])
    return InterventionRead(
        row=row, muted=_muted(number), timeline=timeline(row.subject, before=entries_before)
    )


def _muted(number: int) -> list[MutedRow]:
    columns = ", ".join(MutedRow.__struct_fields__)
    found = _select(
        f"select {columns} from alert where muted_by = %s and muted_by <> 0 and state = 'firing'"
        " order by state_at, item limit %s",
        [number, ALERTS],
    )
    return [MutedRow(**dict(zip(MutedRow.__struct_fields__, row, strict=True))) for row in found]


def _row(columns: tuple[Any, ...]) -> InterventionRow:
    return InterventionRow(**dict(zip(InterventionRow.__struct_fields__, columns, strict=True)))


def _select(query: str, asked: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
