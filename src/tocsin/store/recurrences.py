"""Recurrences as rows: what was found, episode by episode, and what people dismissed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec
from django.db.models import F, Q, QuerySet

from tocsin.core.kernel.value import Value
from tocsin.core.problem.values import Recurrence
from tocsin.store import models
from tocsin.store.read.incidents import incidents

QUIET = timedelta(days=7)  # without a finding: what comes after is another episode
_AGAIN = 2  # times as many incidents as when it was dismissed: it returns


class Standing(Value):
    """A recurrence (id) that nobody has dismissed, or that has come back: since which day it is found."""

    id: int
    since: date
    found: Recurrence


class Past(Value):
    """What recurrence needs of an incident."""

    id: int
    began: datetime
    cause: str
    kind: str
    applications: tuple[str, ...]
    ended: datetime | None


def past(since: datetime) -> Iterator[Past]:
    """The incidents received from this instant on, as their troubles began; not those that others took over."""
    known = incidents().filter(opened_at__gte=since, folded_into__isnull=True).order_by("since")
    columns = known.values_list("id", "since", "cause", "cause_kind", "applications", "recovered_at")
    for number, began, cause, kind, applications, ended in columns.iterator(2_000):
        yield Past(
            id=number, began=began, cause=cause, kind=kind, applications=tuple(applications), ended=ended
        )


def write(found: Sequence[Recurrence]) -> None:
    """Keep what was found: the episode that goes on, or a new one."""
    for recurrence in found:
        episode = (
            models.Recurrence.objects.filter(
                family=recurrence.family, key=recurrence.key, day__gte=recurrence.day - QUIET
            )
            .order_by("-day")
            .first()
        )
        row = episode or models.Recurrence(
            family=recurrence.family, key=recurrence.key, first_day=recurrence.day
        )
        row.day, row.count, row.value = recurrence.day, recurrence.count, msgspec.to_builtins(recurrence)
        row.save()


def standing(today: date) -> list[Standing]:
    """The episodes that go on, the least likely first; not what was dismissed and has not doubled since."""
    rows = _shown(models.Recurrence.objects.filter(day__gte=today - QUIET))
    found = [
        Standing(id=row.id, since=row.first_day, found=msgspec.convert(row.value, Recurrence)) for row in rows
    ]
    return sorted(found, key=lambda each: each.found.p)


def dismiss(number: int, reason: str, by: str, now: datetime) -> bool:
    """A person says that it is no problem; whether there was one to dismiss."""
    rows = _shown(models.Recurrence.objects.filter(id=number))
    return bool(rows.update(dismissed_count=F("count"), dismissed_by=by, dismissed_at=now, reason=reason))


def _shown(rows: QuerySet[models.Recurrence]) -> QuerySet[models.Recurrence]:
    return rows.filter(Q(dismissed_count__isnull=True) | Q(count__gte=_AGAIN * F("dismissed_count")))


def begun(numbers: Collection[int]) -> dict[int, datetime]:
    """When the troubles of these incidents began, as far as they are kept."""
    return dict(incidents().filter(id__in=numbers).values_list("id", "since"))
