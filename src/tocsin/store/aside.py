"""Sorts of messages set aside, as rows: which are in force, and how many messages each has matched."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import BinaryField, F, QuerySet
from django.db.models.functions import Substr

from tocsin.core.kernel.value import Value
from tocsin.core.translation.alike import Sort, sort_of
from tocsin.store import models
from tocsin.store.read.headline import HEAD_BYTES, headline

WAITING = ("untranslated", "quarantined")  # states of messages without events: these may be set aside
_MOST = 10_000


class Rule(Value):
    """A sort that a person set aside, and why."""

    id: int
    sort: Sort
    reason: str
    by: str
    at: datetime
    count: int = 0
    last_at: datetime | None = None


def rules(sources: Collection[str] | None = None) -> list[Rule]:
    """The rules in force for these sources (None: for all), newest first."""
    found = models.SetAside.objects.filter(undone_at__isnull=True).order_by("-id")
    chosen = found if sources is None else found.filter(source__in=sources)
    return [_rule(row) for row in chosen]


def rule(number: int) -> Rule | None:
    """The rule, if it is in force."""
    found = models.SetAside.objects.filter(id=number, undone_at__isnull=True).first()
    return _rule(found) if found else None


def add(sort: Sort, reason: str, by: str, now: datetime) -> None:
    """Put the rule in force, or give the one that is there its new reason."""
    models.SetAside.objects.update_or_create(
        source=sort.source, sender=sort.sender, subject=sort.subject, undone_at=None,
        defaults={"reason": reason, "by": by, "at": now},
    )  # fmt: skip


def undo(number: int, by: str, now: datetime) -> None:
    """Take the rule out of force."""
    models.SetAside.objects.filter(id=number, undone_at__isnull=True).update(undone_at=now, undone_by=by)


def counted(met: Mapping[int, int], now: datetime) -> None:
    """Add to the number of messages that each of these rules set aside."""
    for number, count in met.items():
        models.SetAside.objects.filter(id=number).update(count=F("count") + count, last_at=now)


def sort_of_message(number: int) -> Sort | None:
    """The sort of a stored message; None if there is no such message."""
    return next((sort for _, sort in _sorts(models.Message.objects.filter(id=number))), None)


def alike(sort: Sort, statuses: Sequence[str], most: int = _MOST) -> list[int]:
    """The messages of this sort among the ``most`` newest of its source that are in one of these states."""
    newest = models.Message.objects.filter(source=sort.source, status__in=statuses).order_by("-id")[:most]
    return [number for number, known in _sorts(newest) if known == sort]


def _sorts(found: QuerySet[models.Message]) -> list[tuple[int, Sort]]:
    head = Substr("body", 1, HEAD_BYTES, output_field=BinaryField())
    rows = found.values_list("id", "source", "media_type", "envelope", head)
    return [
        (number, sort_of(source, *headline(bytes(body), media_type, envelope)))
        for number, source, media_type, envelope, body in rows
    ]


def _rule(row: models.SetAside) -> Rule:
    return Rule(
        id=row.id,
        sort=Sort(source=row.source, sender=row.sender, subject=row.subject),
        reason=row.reason,
        by=row.by,
        at=row.at,
        count=row.count,
        last_at=row.last_at,
    )
