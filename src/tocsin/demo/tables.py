"""Tables: queries for generating a past: what is due next, which incidents were opened; and removing all tables."""

from datetime import datetime

from django.db import connection

from tocsin.store.models import Incident


def next_due(after: datetime, before: datetime) -> datetime | None:
    """The first instant between the two at which a clock, a notice or an intervention is due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(at) from (select min(next_deadline_at) as at from incident where next_deadline_at > %(a)s"
            " union all select min(not_before) from notice where state = 'pending' and not_before > %(a)s"
            " union all select min(ends_at) from intervention where not ended and ends_at > %(a)s) due"
            " where at < %(b)s",
            {"a": after, "b": before},
        )
        found: datetime | None = cursor.fetchone()[0]
        return found


def opened_since(incident: int) -> list[int]:
    """The ids of the incidents above this one."""
    newer = Incident.objects.filter(id__gt=incident).order_by("id")
    return list(newer.values_list("id", flat=True))


def hurry() -> None:
    """Let this connection's commits not wait for the disk: a lost past is generated again."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")


def settle() -> None:
    """Wait for the disk again, and update the planner's statistics."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = on")
        cursor.execute("analyze")


def wipe() -> None:
    """Remove every table: the database is as new. Only for a database that holds a demo."""
    with connection.cursor() as cursor:
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
