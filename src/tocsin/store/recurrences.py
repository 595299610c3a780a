"""Recurrences as rows: what was found, episode by episode, and what people dismissed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db import connection
from django.db.models import F, Max, Q, QuerySet

from tocsin.core.kernel.value import Value
from tocsin.core.problem.values import Recurrence
from tocsin.store import models
from tocsin.store.read.incidents import incidents

QUIET = timedelta(days=7)  # without a finding: what comes after is another episode
_MOST = 200_000  # incidents of the past that are looked at: some 300 MB
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


def past(since: datetime, *, imported: bool = True) -> Iterator[Past]:
    """The incidents received from this instant on, as their troubles began; not those that others took over.

    The latest only, where there are too many to keep in memory. ``imported``: those of imported histories too.
    """
    known = incidents().filter(opened_at__gte=since, folded_into__isnull=True)
    if not imported:
        known = known.filter(origin="")
    if (oldest := _oldest(known)) is not None:
        known = known.filter(opened_at__gte=oldest)
    return _past(known)


def _oldest(known: QuerySet[Any]) -> datetime | None:
    """When the latest incidents begin, of more than can be kept in memory."""
    return known.order_by("-opened_at").values_list("opened_at", flat=True)[_MOST : _MOST + 1].first()


def past_of(numbers: Collection[int]) -> Iterator[Past]:
    """The same of these incidents, whatever became of them."""
    return _past(incidents().filter(id__in=numbers))


def latest() -> int:
    """The id of the latest incident; 0: there is none."""
    return models.Incident.objects.aggregate(latest=Max("id"))["latest"] or 0


def first_words(numbers: Collection[int], *, titles: bool = False) -> dict[int, str]:
    """How each of these incidents was described first, as far as its events are kept. ``titles``: an imported one, which
    has none, by its title."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select i.id, e.summary from unnest(%s::bigint[]) as i(id) cross join lateral (select summary from event"
            " where incident_id = i.id and summary <> '' order by message_id, position limit 1) e"
            " union all select id, title->>'en' from incident where %s and id = any(%s) and origin <> ''",
            [list(numbers), titles, list(numbers)],
        )
        return dict(cursor.fetchall())


def _past(known: QuerySet[Any]) -> Iterator[Past]:
    columns = known.order_by("since").values_list(
        "id", "since", "cause", "cause_kind", "applications", "recovered_at"
    )
    for number, began, cause, kind, applications, ended in columns.iterator(2_000):
        yield Past(
            id=number,
            began=began,
            cause=cause,
            kind=kind,
            applications=tuple(applications),
            ended=ended,
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
        row = episode or _next_episode(recurrence)
        row.day, row.count, row.value = recurrence.day, recurrence.count, msgspec.to_builtins(recurrence)
        row.save()


def _next_episode(recurrence: Recurrence) -> models.Recurrence:
    """A new episode; what people said of the last one still holds: its problem, or how many incidents were dismissed."""
    last = (
        models.Recurrence.objects.filter(family=recurrence.family, key=recurrence.key)
        .order_by("-day")
        .first()
    )
    row = models.Recurrence(family=recurrence.family, key=recurrence.key, first_day=recurrence.day)
    if last:
        row.problem_id = last.problem_id
        row.dismissed_count, row.dismissed_at = last.dismissed_count, last.dismissed_at
        row.dismissed_by, row.reason = last.dismissed_by, last.reason
    return row


def standing(today: date) -> list[Standing]:
    """The episodes that go on, the least likely first; not what was dismissed and has not doubled since."""
    rows = _shown(models.Recurrence.objects.filter(day__gte=today - QUIET))
    return sorted(_standing(rows), key=lambda each: each.found.p)


def dismiss(number: int, reason: str, by: str, now: datetime) -> None:
    """A person says that it is no problem."""
    models.Recurrence.objects.filter(id=number).update(
        dismissed_count=F("count"), dismissed_by=by, dismissed_at=now, reason=reason
    )


def candidate(number: int) -> Standing | None:
    """The recurrence, if it waits for a person's decision."""
    return next(iter(_standing(_shown(models.Recurrence.objects.filter(id=number)))), None)


def merge(number: int, into: int) -> None:
    """It is the same trouble as another recurrence: that one stands for both."""
    models.Recurrence.objects.filter(id=number).update(merged_into=into)


def merged_into(number: int) -> list[Standing]:
    """The recurrences for which this one stands, itself included."""
    return _standing(models.Recurrence.objects.filter(Q(id=number) | Q(merged_into=number)))


def belong_to(numbers: Collection[int], problem: int) -> None:
    """These recurrences are this problem: they are no candidates any more."""
    models.Recurrence.objects.filter(id__in=numbers).update(problem_id=problem)


def of_problems(day: date) -> list[tuple[int, Recurrence]]:
    """What was found on this day that is a problem already (its id): its new incidents belong to that problem."""
    rows = models.Recurrence.objects.filter(day=day, problem_id__isnull=False)
    return [
        (problem, msgspec.convert(value, Recurrence))
        for problem, value in rows.values_list("problem_id", "value")
        if problem is not None
    ]


def _shown(rows: QuerySet[models.Recurrence]) -> QuerySet[models.Recurrence]:
    """Those about which a person has to decide."""
    undecided = rows.filter(problem_id__isnull=True, merged_into__isnull=True)
    return undecided.filter(Q(dismissed_count__isnull=True) | Q(count__gte=_AGAIN * F("dismissed_count")))


def _standing(rows: QuerySet[models.Recurrence]) -> list[Standing]:
    return [
        Standing(id=row.id, since=row.first_day, found=msgspec.convert(row.value, Recurrence)) for row in rows
    ]


def begun(numbers: Collection[int]) -> dict[int, datetime]:
    """When the troubles of these incidents began, as far as they are kept."""
    return dict(incidents().filter(id__in=numbers).values_list("id", "since"))
