"""Suppliers' channels in rows: what each reported when, when it was cut, and how many incidents a supplier answers for."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Min

from tocsin.store import models
from tocsin.store.read.incidents import open_incidents

_MOST = 60_000  # events of a period; a supplier of 300 mails a day reports a third of it in a month


class ChannelEventRow(NamedTuple):
    """An alarm, a recovery or an information as a source reported it. ``useful``: somebody had to act on its incident."""

    source: str
    fingerprint: str
    received_at: datetime
    reference: str
    over: bool
    kind: str
    criticality: str
    item: str
    useful: bool
    information: bool


class ChangeRow(NamedTuple):
    """A source was called silent or unreachable (kind of event), or that was over."""

    source: str
    kind: str
    at: datetime
    over: bool


def events_of(supplier: str, sources: Collection[str], since: datetime) -> list[ChannelEventRow]:
    """What these sources of a supplier reported since then, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.source, e.fingerprint, e.received_at, e.reference, e.state = 'resolved', e.kind, e.criticality,"
            " e.item, coalesce(i.owner <> '' or i.priority in ('P1', 'P2', 'P3'), false),"
            " e.state = 'info'"
            " from event e left join incident i on i.id = e.incident_id"
            " where e.received_at >= %s and e.supplier = %s and e.supplier <> '' and e.source = any(%s)"
            " and e.state in ('firing', 'resolved', 'info')"
            " order by e.received_at limit %s",
            [since, supplier, sorted(sources), _MOST],
        )
        return [ChannelEventRow(*row) for row in cursor.fetchall()]


def first_reported(incident: int, sources: Collection[str]) -> dict[str, datetime]:
    """When each of these sources first reported something of this incident."""
    events = models.Event.objects.filter(incident_id=incident, source__in=sorted(sources))
    return dict(events.values_list("source").annotate(first=Min("received_at")))


def changes(sources: Collection[str], since: datetime) -> list[ChangeRow]:
    """When these sources became silent or unreachable since then, and when that was over."""
    found = models.Event.objects.filter(
        source="tocsin", kind__in=("source.silent", "source.unreachable"), received_at__gte=since,
        data__place__parts__source__in=sorted(sources),
    )  # fmt: skip
    names = ("data__place__parts__source", "kind", "received_at", "state")
    return [
        ChangeRow(source, kind, at, state == "resolved")
        for source, kind, at, state in found.order_by("received_at").values_list(*names)
    ]


def open_counts() -> dict[str, int]:
    """How many open incidents each supplier answers for."""
    counted = open_incidents().exclude(supplier="").values_list("supplier")
    return dict(counted.annotate(count=Count("id")))
