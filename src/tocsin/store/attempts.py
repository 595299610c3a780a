"""Attempts as rows: one statement counts an attempt and says whether it may be made. Knows no account."""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection

from tocsin.store.models import Attempts


class Rate(NamedTuple):
    """``burst`` attempts at once, then one more every ``interval``."""

    burst: int
    interval: timedelta


def take(what: tuple[str, ...], rate: Rate, now: datetime) -> bool:
    """Count an attempt of this sort; False if it comes too soon, and is not counted (GCRA)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into attempts as known (key, until) values (%(key)s, %(next)s)"
            " on conflict (key) do update set until = greatest(known.until, %(now)s) + (%(next)s - %(now)s)"
            " where greatest(known.until, %(now)s) + (%(next)s - %(now)s) <= %(last)s returning 1",
            {
                "key": _key(what),
                "now": now,
                "next": now + rate.interval,
                "last": now + rate.interval * rate.burst,
            },
        )
        return cursor.fetchone() is not None


def forget(what: tuple[str, ...]) -> None:
    """Count this sort of attempt from zero again."""
    Attempts.objects.filter(key=_key(what)).delete()


def forget_old(now: datetime) -> None:
    """Remove what no longer delays anybody."""
    Attempts.objects.filter(until__lt=now).delete()


def _key(what: tuple[str, ...]) -> str:
    """A digest: what strangers type as a name is not kept."""
    return blake2b("\x1f".join(what).encode(), digest_size=16).hexdigest()
