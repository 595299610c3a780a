"""Resources of suppliers who call us, as rows; their listeners, and the events that wait. Decides nothing."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Min

from tocsin.store import models

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TICKET, ALARM = "troubleTicket", "alarm"


class Row(NamedTuple):
    """A resource. ``bond``: the exchange (id) that a ticket belongs to."""

    id: int
    supplier: str
    source: str
    kind: str
    name: str
    external: str
    digest: str
    bond: int | None
    version: int
    value: dict[str, Any]
    created_at: datetime


_COLUMNS = (
    "id", "supplier", "source", "kind", "name", "external", "digest", "bond_id", "version", "value", "created_at"
)  # fmt: skip


def new_name(prefix: str) -> str:
    """A name that nobody guesses, and that can be read over the phone: ``TT-7K3QXM2PAB``."""
    return f"{prefix}-" + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(10))


def add(
    supplier: str,
    source: str,
    kind: str,
    value: Mapping[str, Any],
    now: datetime,
    *,
    name: str = "",
    external: str = "",
    digest: str = "",
) -> Row:
    """A new resource. Without a name, its name is its number."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('tmf_resource', 'id'))")
        number = int(cursor.fetchone()[0])
    row = models.TmfResource(
        id=number, supplier=supplier, source=source, kind=kind, name=name or str(number), external=external,
        digest=digest, value=dict(value), created_at=now, changed_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    return _row(row)


def change(
    row: Row, value: Mapping[str, Any], now: datetime, *, external: str | None = None, over: bool = False
) -> Row:
    """The resource with another content."""
    models.TmfResource.objects.filter(id=row.id).update(
        value=dict(value),
        version=F("version") + 1,
        changed_at=now,
        external=row.external if external is None else external,
        over=over,
    )
    return row._replace(
        value=dict(value), version=row.version + 1, external=row.external if external is None else external
    )


def load(supplier: str, kind: str, name: str, *, locked: bool = False) -> Row | None:
    """A supplier's resource by its name; ``locked``: nobody else changes it until the commit."""
    rows = models.TmfResource.objects.filter(supplier=supplier, kind=kind, name=name)
    row = (rows.select_for_update() if locked else rows).first()
    return _row(row) if row else None


def ticket(name: str, *, locked: bool = False) -> Row | None:
    """A ticket by its name, whoever's it is."""
    rows = models.TmfResource.objects.filter(kind=TICKET, name=name)
    row = (rows.select_for_update() if locked else rows).first()
    return _row(row) if row else None


def known_as(supplier: str, kind: str, external: str) -> Row | None:
    """The resource under their own number, that is not over."""
    rows = models.TmfResource.objects.filter(supplier=supplier, kind=kind, external=external, over=False)
    row = rows.order_by("-id").first() if external else None
    return _row(row) if row else None


def of_bond(bond: int) -> Row | None:
    """The ticket of an exchange."""
    row = models.TmfResource.objects.filter(bond_id=bond).first()
    return _row(row) if row else None


def bearing(supplier: str, reference: str) -> list[Row]:
    """The supplier's tickets that bear our reference."""
    found = models.TmfResource.objects.filter(supplier=supplier, kind=TICKET, value__ours=reference)
    return [_row(row) for row in found.order_by("id")[:10]]


def belongs(row: Row, bond: int) -> None:
    """A ticket belongs to this exchange."""
    models.TmfResource.objects.filter(id=row.id).update(bond_id=bond)


def count(supplier: str, kind: str) -> int:
    """How many resources of this kind the supplier has."""
    return models.TmfResource.objects.filter(supplier=supplier, kind=kind).count()


def listed(supplier: str, kind: str, offset: int = 0, limit: int | None = None) -> Iterator[Row]:
    """The supplier's resources of this kind, the latest first."""
    rows = models.TmfResource.objects.filter(supplier=supplier, kind=kind).order_by("-id")
    part = rows[offset:] if limit is None else rows[offset : offset + limit]
    yield from (Row(*values) for values in part.values_list(*_COLUMNS).iterator(chunk_size=500))


def unplaced(supplier: str = "", since: datetime | None = None, most: int = 200) -> list[Row]:
    """Tickets that belong to no exchange yet, the latest first."""
    rows = models.TmfResource.objects.filter(kind=TICKET, bond_id__isnull=True)
    rows = rows.filter(supplier=supplier) if supplier else rows
    rows = rows.filter(created_at__gte=since) if since else rows
    return [Row(*values) for values in rows.order_by("-id").values_list(*_COLUMNS)[:most]]


def forget(before: datetime) -> int:
    """Remove alarms that are over, and tasks, that nobody touched since; how many."""
    old = models.TmfResource.objects.filter(changed_at__lt=before).exclude(kind=TICKET)
    gone = old.filter(kind=ALARM, over=True).delete()[0] + old.exclude(kind=ALARM).delete()[0]
    return int(gone)


def _row(row: models.TmfResource) -> Row:
    return Row(*(getattr(row, name) for name in _COLUMNS))


class Listener(NamedTuple):
    """Who wants which events."""

    id: int
    name: str
    supplier: str
    source: str
    api: str
    callback: str
    query: str
    failures: int


_LISTENER = ("id", "name", "supplier", "source", "api", "callback", "query", "failures")


def listen(supplier: str, source: str, api: str, callback: str, query: str, now: datetime) -> Listener:
    """Register a listener."""
    row = models.TmfListener.objects.create(
        name=new_name("HUB"), supplier=supplier, source=source, api=api, callback=callback, query=query,
        created_at=now, next_at=now,
    )  # fmt: skip
    return Listener(*(getattr(row, name) for name in _LISTENER))


def listeners(supplier: str, api_name: str = "") -> list[Listener]:
    """The supplier's listeners, of one API or of all."""
    rows = models.TmfListener.objects.filter(supplier=supplier, api__startswith=api_name)
    return [Listener(*values) for values in rows.order_by("id").values_list(*_LISTENER)]


def deaf(supplier: str) -> list[tuple[str, str]]:
    """The supplier's listeners that do not take what waits for them: the address, and why."""
    rows = models.TmfListener.objects.filter(supplier=supplier, failures__gt=0)
    return list(rows.order_by("id").values_list("callback", "error"))


def stop_listening(supplier: str, api: str, name: str) -> bool:
    """Remove a listener with what waits for it; whether there was one."""
    return bool(models.TmfListener.objects.filter(supplier=supplier, api=api, name=name).delete()[0])


def wait_for(listener: int, body: str, now: datetime) -> None:
    """An event that waits for this listener."""
    models.TmfEvent.objects.create(listener_id=listener, body=body, created_at=now)


def waited_for(now: datetime) -> list[Listener]:
    """The listeners for which events wait that may be sent now, the longest wait first."""
    rows = models.TmfListener.objects.filter(next_at__lte=now, tmfevent__isnull=False)
    ordered = rows.annotate(first=Min("tmfevent__id")).order_by("first")
    return [Listener(*values) for values in ordered.values_list(*_LISTENER)]


def waiting(listener: int, most: int) -> list[tuple[int, str]]:
    """The events that wait for a listener, in their order."""
    rows = models.TmfEvent.objects.filter(listener_id=listener).order_by("id")
    return list(rows.values_list("id", "body")[:most])


def taken(listener: int, event: int) -> None:
    """The listener took it."""
    models.TmfEvent.objects.filter(id=event).delete()
    models.TmfListener.objects.filter(id=listener, failures__gt=0).update(failures=0, error="")


def failed(listener: int, reason: str, next_at: datetime) -> None:
    """It did not: all that waits for it waits until then."""
    models.TmfListener.objects.filter(id=listener).update(
        failures=F("failures") + 1, error=reason, next_at=next_at
    )


def drop_waiting(before: datetime) -> int:
    """Remove events that nobody took for so long; how many."""
    return int(models.TmfEvent.objects.filter(created_at__lt=before).delete()[0])
