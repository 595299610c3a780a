"""Monthly partitions of messages and events: made in advance, dropped when their retention is over."""

import re
from datetime import date, datetime

from django.db import connection

from tocsin.store import models

TABLES = ("message", "event")
_NAME = re.compile(r"^(message|event)_(\d{4})_(\d{2})$")


def ensure(month: date) -> None:
    """Make the partitions of ``month`` and of the two months that follow, where they are missing."""
    for offset in range(3):
        first, after = _month(month, offset), _month(month, offset + 1)
        for table in TABLES:
            _make(table, first, after)


def make_named(name: str) -> None:
    """Make the partition of this name; a name that is no partition of ours is ignored."""
    if found := _NAME.match(name):
        month = date(int(found[2]), int(found[3]), 1)
        _make(found[1], month, _month(month, 1))


def drop_before(table: str, oldest: date) -> list[str]:
    """Drop the partitions of ``table`` whose whole month lies before ``oldest``; their names."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = current_schema()")
        names = [name for (name,) in cursor.fetchall()]
        old = [name for name in names if (month := _month_of(name, table)) and _month(month, 1) <= oldest]
        for name in sorted(old):
            cursor.execute(f'drop table "{name}"')
    return sorted(old)


def drop_keys_before(oldest: datetime) -> None:
    """Forget the identities of messages that are gone with their partition."""
    models.MessageKey.objects.filter(received_at__lt=oldest).delete()


def _make(table: str, first: date, after: date) -> None:
    name = f"{table}_{first:%Y_%m}"
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [name])
        if cursor.fetchone()[0] is None:
            cursor.execute("select pg_advisory_xact_lock(%s, 0)", [0x70C54])
            cursor.execute(
                f"create table if not exists {name} partition of {table} for values"
                f" from ('{first} 00:00+00') to ('{after} 00:00+00')"
            )


def _month(of: date, offset: int) -> date:
    months = of.year * 12 + of.month - 1 + offset
    return date(months // 12, months % 12 + 1, 1)


def _month_of(name: str, table: str) -> date | None:
    found = _NAME.match(name)
    return date(int(found[2]), int(found[3]), 1) if found and found[1] == table else None
