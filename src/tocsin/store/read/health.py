"""The figures of Tocsin itself, each by a query whose cost is bounded whatever the tables hold."""

from datetime import datetime

from django.db.models import Count, Sum

from tocsin.core.kernel.value import Value
from tocsin.store import rows
from tocsin.store.models import Message, Refusal, SourceState, Tally
from tocsin.store.queue import sources_waiting
from tocsin.store.read import notices
from tocsin.store.read.incidents import open_incidents

_COUNTED = 100_000  # rows counted at most: a greater number only means «many»


class Figures(Value):
    """The figures of a scrape. ``notices`` counts the newest notices only."""

    messages: dict[str, int]
    waiting: int
    oldest_waiting_at: datetime | None
    incidents: dict[str, int]
    notices: dict[str, int]
    sources: dict[str, str]
    refusals: dict[str, int]


def figures() -> Figures:
    """Read them all."""
    return Figures(
        messages=dict(Tally.objects.values_list("status").annotate(total=Sum("count"))),
        waiting=Message.objects.filter(status="new")[:_COUNTED].count(),
        oldest_waiting_at=_oldest(sources_waiting()),
        incidents=dict(open_incidents().values_list("priority").annotate(count=Count("id"))),
        notices=notices.states(_COUNTED),
        sources=dict(SourceState.objects.order_by("source").values_list("source", "state")[:500]),
        refusals=dict(Refusal.objects.order_by("reason").values_list("reason", "count")),
    )


def _oldest(sources: list[str]) -> datetime | None:
    (found,) = rows.select(
        "select min(first.received_at) as at from unnest(%s::text[]) lane(source) cross join lateral"
        " (select received_at from message m where m.status = 'new' and m.source = lane.source order by id limit 1) first",
        [sources],
    )
    oldest: datetime | None = found["at"]
    return oldest
