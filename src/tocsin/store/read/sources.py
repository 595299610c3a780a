"""Each source's health and its messages a day. Knows no declared source: the skin joins them."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value

DAYS = 30
_fault = msgspec.json.Decoder(Fault)


class Health(Value):
    """What is known of a source. ``days`` counts its messages of the last 30 days, today last (UTC days).

    ``refused`` requests were refused on the day of the last one; ``refusal`` is what was wrong with it.
    """

    source: str
    state: str
    since: datetime | None
    heard_at: datetime | None
    error: str
    days: tuple[int, ...]
    month: int
    refused: int = 0
    refused_at: datetime | None = None
    refusal: Fault | None = None

    @property
    def today(self) -> int:
        """Messages of today."""
        return self.days[-1]


def health(today: date) -> dict[str, Health]:
    """Every source that ever spoke or is waited for, by key. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select source, state, since, heard_at, error, refused, refused_at, refusal::text from source_state"
        )
        states = {row[0]: row for row in cursor.fetchall()}
        first = min(today - timedelta(days=DAYS - 1), today.replace(day=1))
        cursor.execute(
            "select source, day, sum(count)::bigint from tally where day between %s and %s group by source, day",
            [first, today],
        )
        counts: dict[str, dict[date, int]] = {}
        for source, day, count in cursor.fetchall():
            counts.setdefault(source, {})[day] = int(count)
    return {key: _health(key, states.get(key), counts.get(key, {}), today) for key in {**states, **counts}}


def unheard(source: str) -> Health:
    """A declared source that never spoke."""
    return _health(source, None, {}, date.min + timedelta(days=DAYS))


def _health(source: str, row: tuple[Any, ...] | None, counts: dict[date, int], today: date) -> Health:
    _, state, since, heard_at, error, refused, refused_at, refusal = row or (
        source, "unheard", None, None, "", 0, None, None
    )  # fmt: skip
    days = tuple(counts.get(today - timedelta(days=DAYS - 1 - number), 0) for number in range(DAYS))
    month = sum(count for day, count in counts.items() if day >= today.replace(day=1))
    return Health(
        source=source, state=state, since=since, heard_at=heard_at, error=error, days=days, month=month,
        refused=refused, refused_at=refused_at, refusal=_fault.decode(refusal) if refusal else None,
    )  # fmt: skip
