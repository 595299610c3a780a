"""Each source's health and its messages for each day. Knows no declared source: pages join both."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.store import rows
from tocsin.store.models import SourceState, Tally

DAYS = 30
_KNOWN = (
    "source",
    "state",
    "since",
    "last_message_at",
    "error",
    "position",
    "refused",
    "refused_at",
    "refusal",
)


class Health(Value):
    """What is known of a source. ``days`` counts its messages of the last 30 days, today last (UTC days).

    ``refused`` requests were refused on the day of the last one; ``refusal`` is what was wrong with it.
    """

    source: str
    days: tuple[int, ...]
    month: int
    refused: int = 0
    refused_at: datetime | None = None
    refusal: Fault | None = None
    state: str = "awaited"
    since: datetime | None = None
    last_message_at: datetime | None = None
    error: str = ""
    position: dict[str, Any] = {}  # how far it was read, in its connector's terms

    @property
    def today(self) -> int:
        """Messages of today."""
        return self.days[-1]


def health(today: date) -> dict[str, Health]:
    """Every source that ever sent or is expected, by key. Two queries."""
    states = {row["source"]: row for row in SourceState.objects.values(*_KNOWN)}
    first = min(today - timedelta(days=DAYS - 1), today.replace(day=1))
    tallied = Tally.objects.filter(day__range=(first, today)).values_list("source", "day")
    counts: dict[str, dict[date, int]] = {}
    for source, day, count in tallied.annotate(total=Sum("count")):
        counts.setdefault(source, {})[day] = count
    return {key: _health(key, states.get(key), counts.get(key, {}), today) for key in {**states, **counts}}


def awaited(source: str) -> Health:
    """A declared source that never sent anything."""
    return _health(source, None, {}, date.min + timedelta(days=DAYS))


def _health(source: str, known: dict[str, Any] | None, counts: dict[date, int], today: date) -> Health:
    days = tuple(counts.get(today - timedelta(days=DAYS - 1 - number), 0) for number in range(DAYS))
    month = sum(count for day, count in counts.items() if day >= today.replace(day=1))
    return rows.value({**(known or {"source": source}), "days": days, "month": month}, Health)
