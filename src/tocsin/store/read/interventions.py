"""Declared interventions as their pages read them: a fixed number of queries, each limited."""

from datetime import datetime

from django.db.models import Case, Count, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Extract

from tocsin.core.correlation.values import AlertState, Intervention
from tocsin.core.incident.values import Verb
from tocsin.core.intervention.values import Finding
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.store import models, rows
from tocsin.store.read.timeline import Part, timeline
from tocsin.store.stored import stored

LISTED = 100
MOST = 1000  # in a calendar
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
    findings: list[Finding]

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
    """Interventions that are not over, the next first; then past interventions, the latest first."""
    begins = Extract("starts_at", "epoch")
    away = Case(When(ended=True, then=-begins), default=begins)
    return rows.read(models.Intervention.objects.order_by("ended", away, "id")[:LISTED], InterventionRow)


def between(since: datetime, until: datetime) -> list[InterventionRow]:
    """Those whose window meets this one, by their beginning; one without an end counts where it begins."""
    meets = Q(ends_at__gt=since) | Q(ends_at__isnull=True, starts_at__gte=since)
    found = models.Intervention.objects.filter(meets, starts_at__lt=until)
    return rows.read(found.order_by("starts_at", "id")[:MOST], InterventionRow)


def changes(numbers: list[int]) -> dict[int, tuple[int, datetime]]:
    """How often each of these interventions was changed, and when it was last."""
    verbs = (Verb.CHANGED, Verb.CANCELLED, Verb.REQUESTED, Verb.CONFIRMED, Verb.REFUSED, Verb.OVER)
    entries = models.TimelineEntry.objects.filter(subject_kind="intervention", subject_id__in=numbers)
    counted = entries.values("subject_id").annotate(
        times=Count("id", filter=Q(verb__in=[verb.value for verb in verbs])), last=Max("at")
    )
    return {row["subject_id"] or 0: (row["times"], row["last"]) for row in counted}


def announced(at: datetime) -> list[tuple[Intervention, datetime]]:
    """The suppliers' works that were to be on at this instant, each with the instant at which it was announced."""
    on = models.Intervention.objects.filter(Q(ends_at__gt=at) | Q(ends_at__isnull=True), starts_at__lte=at)
    entries = models.TimelineEntry.objects.filter(
        subject_kind="intervention", subject_id=OuterRef("id"), verb=Verb.DECLARED
    )
    noticed = on.exclude(source="").annotate(noticed_at=Subquery(entries.order_by("id").values("at")[:1]))
    found = noticed.filter(noticed_at__isnull=False).values_list("value", "noticed_at")
    return [(stored(value, Intervention), noticed_at) for value, noticed_at in found]


def read(number: int, *, entries_before: int | None = None) -> InterventionRead | None:
    """The intervention; None if there is none. ``entries_before`` is where a part of its timeline begins."""
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
