"""Declared interventions as their pages read them: a fixed number of queries, each limited."""

from datetime import datetime

from django.db.models import Case, When
from django.db.models.functions import Extract

from tocsin.core.correlation.values import AlertState
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.store import models, rows
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


def listed() -> list[InterventionRow]:
    """Those that are not over, the next first; then those that are, the latest first."""
    begins = Extract("starts_at", "epoch")
    away = Case(When(ended=True, then=-begins), default=begins)
    return rows.read(models.Intervention.objects.order_by("ended", away, "id")[:LISTED], InterventionRow)


def read(number: int, *, entries_before: int | None = None) -> InterventionRead | None:
    """The intervention; None if there is none. ``entries_before`` is where a cut of its timeline begins."""
    found = rows.read(models.Intervention.objects.filter(id=number), InterventionRow)
    if not found:
        return None
    (row,) = found
    return InterventionRead(
        row=row, muted=_muted(number), timeline=timeline(row.subject, before=entries_before)
    )


def _muted(number: int) -> list[MutedRow]:
    firing = models.Alert.objects.filter(muted_by=number, state=AlertState.FIRING)
    return rows.read(firing.exclude(muted_by=0).order_by("state_at", "item")[:ALERTS], MutedRow)
