"""The figures of Tocsin itself, each by a query whose cost is bounded whatever the tables hold."""

from datetime import datetime

from django.db import connection

from tocsin.core.kernel.value import Value
from tocsin.store.queue import sources_waiting

_COUNTED = 100_000  # rows counted at most: beyond, the figure says no more than «many»


class Figures(Value):
    """What is measured at a scrape. ``notices`` counts the newest ones only."""

    messages: dict[str, int]
    waiting: int
    oldest_waiting_at: datetime | None
    incidents: dict[str, int]
    notices: dict[str, int]
    sources: dict[str, str]


def figures() -> Figures:
    """Read them all."""
    return Figures(
        messages=_counts("select status, sum(count)::bigint from tally group by status"),
        waiting=_one(
            f"select count(*) from (select 1 from message where status = 'new' limit {_COUNTED}) counted"
        ),
        oldest_waiting_at=_oldest(sources_waiting()),
        incidents=_counts(
            "select priority, count(*) from incident where state in ('new', 'in_progress', 'pending')"
            " and folded_into is null group by priority"
        ),
        notices=_counts(
            "select state, count(*) from notice"
            f" where id > (select coalesce(max(id), 0) - {_COUNTED} from notice) group by state"
        ),
        sources=_pairs("select source, state from source_state order by source limit 500"),
    )


def _oldest(sources: list[str]) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(first.received_at) from unnest(%s::text[]) lane(source) cross join lateral"
            " (select received_at from message m where m.status = 'new' and m.source = lane.source order by id limit 1)"
            " first",
            [sources],
        )
        oldest: datetime | None = cursor.fetchone()[0]
        return oldest


def _counts(query: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: int(count) for name, count in cursor.fetchall()}


def _pairs(query: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _one(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
