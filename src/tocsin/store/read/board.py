"""The board, read in five queries whatever it shows. Knows rows and keys, no names."""

from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from django.db.models import Count, F, Func, Q, QuerySet, Sum, TextField
from django.db.models.functions import Least

from tocsin.core.kernel.value import Value
from tocsin.core.sla.values import Clock
from tocsin.store import rows
from tocsin.store.models import SourceState, Tally
from tocsin.store.read.incidents import open_incidents

Show = Literal["all", "outage", "degradation", "redundancy", "information", "unowned", "due"]
SHOWS: tuple[Show, ...] = get_args(Show)
PAGE_SIZE = 50
_SOON = timedelta(hours=1)


class BoardRow(Value):
    """One open incident. Keys are the organisation's; ``clocks`` as they were last read."""

    id: int
    title: dict[str, str]
    state: str
    kind: str
    effect: str
    priority: str
    cause: str
    owner_team: str
    owner: str
    holder: str
    applications: list[str]
    regions: list[str]
    since: datetime
    recovered_at: datetime | None
    alert_count: int
    clocks: tuple[Clock, ...]


class SilentSource(Value):
    """A source that sends nothing any more. ``state``: silent or unreachable."""

    source: str
    state: str
    since: datetime
    last_message_at: datetime | None


class Board(Value):
    """What is wrong now. ``counts`` and ``rows`` are for the requested region; the rest is for the group.

    ``messages`` counts this month's messages by status.
    """

    counts: dict[Show, int]
    regions: dict[str, int]
    rows: list[BoardRow]
    silent: list[SilentSource]
    messages: dict[str, int]


def board(*, region: str | None, show: Show, page: int, now: datetime) -> Board:
    """The board at ``now`` (UTC): ``page`` counts from 1; ``region`` None is the whole group's view."""
    scoped = _open() if region is None else _open().filter(regions__contains=[region])
    shown = _sorted(scoped.filter(_condition(show, now))).values("id")[
        (page - 1) * PAGE_SIZE : page * PAGE_SIZE
    ]
    return Board(
        counts=_counts(scoped, now),
        regions=_regions(),
        rows=rows.read(
            _sorted(_open().filter(id__in=shown)), BoardRow
        ),  # wide columns of this page's rows only
        silent=rows.read(_silent().order_by("since"), SilentSource),
        messages=_messages(now),
    )


def _open() -> QuerySet[Any]:
    due: QuerySet[Any] = open_incidents().alias(due=Least("ours_due_at", "supplier_due_at"))
    return due


def _sorted(incidents: QuerySet[Any]) -> QuerySet[Any]:
    return incidents.order_by("priority", "due", "id")


def _condition(show: Show, now: datetime) -> Q:
    if show == "all":
        return Q()
    if show == "unowned":
        return Q(owner="")
    return Q(due__lt=now + _SOON) if show == "due" else Q(kind=show)


def _counts(scoped: QuerySet[Any], now: datetime) -> dict[Show, int]:
    found = scoped.aggregate(**{f"{show}_": Count("id", filter=_condition(show, now)) for show in SHOWS})
    return {show: found[f"{show}_"] for show in SHOWS}


def _regions() -> dict[str, int]:
    region = Func(F("regions"), function="unnest", output_field=TextField(), set_returning=True)
    return dict(_open().annotate(region=region).values_list("region").annotate(count=Count("id")))


def _silent() -> QuerySet[SourceState]:
    return SourceState.objects.filter(state__in=["silent", "unreachable"])


def _messages(now: datetime) -> dict[str, int]:
    month = Tally.objects.filter(day__gte=now.date().replace(day=1))
    return dict(month.values_list("status").annotate(total=Sum("count")))
