"""A subject's timeline as a page reads it: newest first, in parts."""

from typing import Any

from django.db.models import QuerySet

from tocsin.core.incident.values import TimelineEntry
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.store import models, rows
from tocsin.store.subject import of_subject

ENTRIES = 120  # joined alerts are one line of a page, which should reach the beginning of a storm
NEWEST = 999_999_999_999_999


class Part(Value):
    """A part of a long list, newest first. ``older`` is where the next part begins, None at the end."""

    rows: tuple[Any, ...]
    older: int | None


def timeline(subject: Subject, before: int | None = None) -> Part:
    """A part of the timeline; ``before`` is where it begins."""
    found = list(entries(subject).filter(id__lt=before or NEWEST).values_list("id", "value")[: ENTRIES + 1])
    shown = found[:ENTRIES]
    older = shown[-1][0] if len(found) > ENTRIES else None
    values = (of_subject(value, subject) for _, value in shown)
    return Part(rows=tuple(rows.value(value, TimelineEntry) for value in values), older=older)


def entries(subject: Subject) -> QuerySet[models.TimelineEntry]:
    """The rows of a subject's timeline, newest first."""
    mine = models.TimelineEntry.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return mine.order_by("-id")
