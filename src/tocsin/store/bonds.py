"""Bonds as rows: the value, its entries, who is due, and how far each desk was read. Decides nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec
from django.db import connection
from django.db.models import Q

from tocsin.core.exchange.bond import Bond, Entry
from tocsin.store import models

_MOST = 100
_SETTLED = timedelta(seconds=2)


def new_id() -> int:
    """The id of a bond that is about to begin."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('bond', 'id'))")
        return int(cursor.fetchone()[0])


def load(number: int, *, locked: bool = False) -> Bond | None:
    """The bond with all its entries; ``locked``: nobody else changes it until the commit."""
    rows = models.Bond.objects.filter(id=number)
    row = (rows.select_for_update() if locked else rows).first()
    return _with_entries([row])[0] if row else None


def of_incidents(numbers: Collection[int]) -> list[Bond]:
    """The bonds of these incidents, in the order in which they began."""
    return _with_entries(list(models.Bond.objects.filter(incident_id__in=numbers).order_by("id")))


def _with_entries(rows: list[models.Bond]) -> list[Bond]:
    entries: dict[int, list[Entry]] = {row.id: [] for row in rows}
    found = models.BondEntry.objects.filter(bond_id__in=entries).order_by("bond_id", "number")
    for bond, value in found.values_list("bond_id", "value"):
        entries[bond].append(msgspec.convert(value, Entry))
    return [
        msgspec.convert({**row.value, "entries": entries[row.id], "next_at": row.next_at}, Bond)
        for row in rows
    ]


def write(bond: Bond, before: Bond | None, looked_at: datetime) -> None:
    """Keep a bond, and those of its entries that changed."""
    value = msgspec.to_builtins(bond)
    del value["entries"]
    columns = {
        name: getattr(bond, name)
        for name in ("supplier", "channel", "reference", "their_reference", "health", "over", "next_at")
    }
    models.Bond.objects.update_or_create(
        id=bond.id,
        defaults={**columns, "incident_id": bond.incident, "looked_at": looked_at, "value": value},
    )
    known = {entry.number: entry for entry in before.entries} if before else {}
    changed = [entry for entry in bond.entries if known.get(entry.number) != entry]
    models.BondEntry.objects.bulk_create(
        [
            models.BondEntry(
                bond_id=bond.id, number=entry.number, remote=entry.remote, value=msgspec.to_builtins(entry)
            )
            for entry in changed
        ],
        update_conflicts=True,
        unique_fields=["bond_id", "number"],
        update_fields=["remote", "value"],
    )


def due_suppliers(now: datetime) -> list[str]:
    """The suppliers of the bonds that are to be looked at."""
    waiting = models.Bond.objects.filter(next_at__lte=now).order_by("supplier")
    return list(waiting.values_list("supplier", flat=True).distinct())


def due(supplier: str, now: datetime, most: int = _MOST) -> list[int]:
    """The bonds with a supplier that are to be looked at, the longest ago first."""
    waiting = models.Bond.objects.filter(supplier=supplier, next_at__lte=now).order_by("next_at")
    return list(waiting.values_list("id", flat=True)[:most])


def stirred(most: int = _MOST) -> list[int]:
    """The bonds whose incident has changed since they were looked at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select b.id from bond b join incident i on i.id = b.incident_id"
            " where b.looked_at < i.last_at and (not b.over or i.state not in ('resolved', 'closed')) limit %s",
            [most],
        )
        return [number for (number,) in cursor.fetchall()]


def wake(supplier: str, tickets: Iterable[tuple[str, str]], now: datetime) -> int:
    """The bonds of these tickets (number, mark of age) are to be read now; how many they are.

    A ticket is not read again for a mark that was read seconds after it was first seen: many desks count in seconds, and
    change a ticket twice within one.
    """
    marks = dict(tickets)
    theirs = models.Bond.objects.filter(supplier=supplier, their_reference__in=list(marks), over=False)
    known = [msgspec.convert(value, _Read) for value in theirs.values_list("value", flat=True)]
    unchanged = [bond.id for bond in known if bond.is_settled and marks[bond.their_reference] == bond.updated]
    waiting = theirs.filter(Q(next_at__isnull=True) | Q(next_at__gt=now)).exclude(id__in=unchanged)
    return waiting.update(next_at=now)


class _Read(msgspec.Struct):
    """What is known of a bond's last reading."""

    id: int
    their_reference: str = ""
    updated: str = ""
    updated_at: datetime | None = None
    read_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        if not self.updated or self.updated_at is None or self.read_at is None:
            return False
        return self.read_at - self.updated_at >= _SETTLED


def live_suppliers() -> list[str]:
    """The suppliers with whom something is exchanged now by their API."""
    alive = models.Bond.objects.filter(over=False, channel="api").exclude(their_reference="")
    return list(alive.order_by("supplier").values_list("supplier", flat=True).distinct())


def exchanged(incident: int, supplier: str) -> bool:
    """Whether there is a bond with this supplier about this incident."""
    return models.Bond.objects.filter(incident_id=incident, supplier=supplier).exists()


class Found(NamedTuple):
    """A bond that a mail may answer."""

    id: int
    supplier: str


def by_reference(references: Collection[str]) -> Found | None:
    """The bond of one of our references."""
    return _first(models.Bond.objects.filter(reference__in=references))


def by_their_reference(supplier: str, references: Collection[str]) -> Found | None:
    """The latest bond under one of their numbers."""
    return _first(models.Bond.objects.filter(supplier=supplier, their_reference__in=references))


def _first(rows: Any) -> Found | None:
    row = rows.order_by("-id").values_list("id", "supplier").first()
    return Found(*row) if row else None


def keep_file(content: bytes) -> str:
    """Keep a content; its digest."""
    digest = blake2b(content, digest_size=20).hexdigest()
    models.BondFile.objects.bulk_create(
        [models.BondFile(digest=digest, content=content)], ignore_conflicts=True
    )
    return digest


def file(digest: str) -> bytes | None:
    """The content of this digest."""
    row = models.BondFile.objects.filter(digest=digest).first()
    return bytes(row.content) if row else None


def delivered_by(number: int, entry: int, delivery: int) -> None:
    """An entry leaves by this delivery."""
    models.BondEntry.objects.filter(bond_id=number, number=entry).update(delivery_id=delivery)


class Delivered(NamedTuple):
    """What has become of a mail that carries an entry."""

    bond: int
    entry: int
    state: str
    said: str


def delivered(most: int = _MOST) -> list[Delivered]:
    """Entries whose mail is no longer under way, and which do not know it yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.bond_id, e.number, d.state, case d.state when 'sent' then d.reply else d.error end"
            " from bond_entry e join delivery d on d.id = e.delivery_id"
            " where d.state in ('sent', 'failed', 'unconfirmed') and e.value->>'sending' = 'leaving' limit %s",
            [most],
        )
        return [Delivered(*row) for row in cursor.fetchall()]


class DeskReading(NamedTuple):
    """How far a desk was read. ``wait_until``: our budget allows no look before."""

    position: Any = None
    looked_at: datetime | None = None
    wait_until: datetime | None = None


def desk(supplier: str) -> DeskReading:
    """How far the list of this desk was read."""
    row = models.DeskPosition.objects.filter(supplier=supplier).first()
    return DeskReading(row.position, row.looked_at, row.wait_until) if row else DeskReading()


def desk_read(supplier: str, position: Any, at: datetime) -> None:
    """It was read as far as this."""
    models.DeskPosition.objects.update_or_create(
        supplier=supplier, defaults={"position": position, "looked_at": at, "wait_until": None}
    )


def desk_waits(supplier: str, until: datetime) -> None:
    """It was not read, since our own budget was spent."""
    models.DeskPosition.objects.update_or_create(supplier=supplier, defaults={"wait_until": until})


class Calls(NamedTuple):
    """Phone calls to suppliers: how many, how long in all, what they cost in cents."""

    calls: int
    duration_s: int
    cost: int


def calls_about(incidents: Collection[int]) -> dict[int, Calls]:
    """The calls that were logged about each of these incidents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select b.incident_id, count(*), coalesce(sum((e.value->>'duration_s')::bigint), 0),"
            " coalesce(sum((e.value->>'cost')::bigint), 0) from bond_entry e join bond b on b.id = e.bond_id"
            " where b.incident_id = any(%s) and e.value->>'kind' = 'call' group by b.incident_id",
            [list(incidents)],
        )
        return {incident: Calls(*map(int, calls)) for incident, *calls in cursor.fetchall()}
