"""The messages that wait for a worker, and the outcome written on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef

from tocsin.core.event.message import Message
from tocsin.core.kernel.why import Why
from tocsin.store import models, rows

MOST_MESSAGES = 500
_MOST_BYTES = 8 * 1024 * 1024


class Outcome(msgspec.Struct, frozen=True):
    """What was made of a message."""

    id: int
    received_at: datetime
    source: str
    status: str
    format: str
    why: tuple[Why, ...]
    events: int


def sources_waiting() -> list[str]:
    """The sources that have messages waiting (a loose index scan: the cost depends on the number of sources)."""
    lanes = rows.select(
        "with recursive lane as ("
        " (select source from message where status = 'new' order by source limit 1)"
        " union all select (select m.source from message m where m.status = 'new' and m.source > lane.source"
        " order by m.source limit 1) from lane where lane.source is not null)"
        " select source from lane where source is not null"
    )
    return [lane["source"] for lane in lanes]


_WAITING = """
select id, source, received_at, channel, media_type, envelope, body, attempts from (
    select *, sum(size) over (order by id) - size as before from message where status = 'new' and source = %s
    order by id limit %s
) oldest where before < %s order by id
"""


def waiting(source: str, most: int = MOST_MESSAGES) -> list[Message]:
    """The source's oldest waiting messages, in order: at most ``most``, and little more than 8 MiB of bodies."""
    return [_message(row) for row in rows.select(_WAITING, [source, most, _MOST_BYTES])]


def _message(row: dict[str, Any]) -> Message:
    attempts = row.pop("attempts")
    if attempts:
        row["envelope"]["replayed"] = str(attempts)
    return rows.value(row, Message)


_SETTLE = """
update message m set status = o.status, format = o.format, why = o.why, event_count = o.events, worked_at = %s,
    attempts = m.attempts + 1
from json_to_recordset(%s) as o(id bigint, received_at timestamptz, status text, format text, why jsonb, events int)
where m.id = o.id and m.received_at = o.received_at
"""
_encode = msgspec.json.Encoder().encode


def settle(outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write the outcomes on their messages and count them by day, source and status."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [now, _encode(outcomes).decode()])
    _tally([(o.received_at, o.source, o.status, 1) for o in outcomes])


def _tally(changes: Sequence[tuple[datetime, str, str, int]]) -> None:
    sums: dict[tuple[Any, str, str], int] = {}
    for at, source, status, change in changes:
        day = (at.date(), source, status)
        sums[day] = sums.get(day, 0) + change
    rows = sorted((*day, count) for day, count in sums.items() if count)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into tally as known (day, source, status, count)"
            " select * from unnest(%s::date[], %s::text[], %s::text[], %s::bigint[])"
            " on conflict (day, source, status) do update set count = known.count + excluded.count",
            [[row[i] for row in rows] for i in range(4)],
        )


def doubtful(source: str, place: str, trust: float, most: int = 500) -> list[int]:
    """The newest messages of a source whose place, written like this, was found with less confidence than ``trust``."""
    doubted = models.Event.objects.filter(confidence__lt=trust, source=source, subject=place)
    newest = doubted.order_by("-message_id").values_list("message_id", flat=True).distinct()
    return sorted(newest[:most])


def sources_of(ids: Sequence[int]) -> dict[int, str]:
    """The source of each of these messages; a number that no row can have is none of them."""
    possible = [id for id in ids if id <= BigIntegerField.MAX_BIGINT]
    return dict(models.Message.objects.filter(id__in=possible).values_list("id", "source"))


def again(ids: Sequence[int]) -> int:
    """Put messages back into the queue, to be worked again in their order; how many."""
    found = rows.select(
        "with old as (select id, received_at, source, status from message where id = any(%s) and status <> 'new'),"
        " put as (update message m set status = 'new' from old where m.id = old.id and m.received_at = old.received_at)"
        " select received_at, source, status from old",
        [list(ids)],
    )
    undone = [(row["received_at"], row["source"], row["status"], -1) for row in found]
    if undone:
        _tally(undone)
        with connection.cursor() as cursor:
            cursor.execute("notify tocsin_work")
    return len(undone)


def worked(
    source: str, channel: str, *, after: int, most: int = 200
) -> list[tuple[int, str, dict[str, str]]]:
    """(id, status, envelope) of what came by this channel after message ``after`` and before the first that still
    waits, oldest first."""
    waiting = models.Message.objects.filter(source=source, status="new", id__lt=OuterRef("id"))
    found = models.Message.objects.filter(source=source, channel=channel, id__gt=after).exclude(status="new")
    return list(found.filter(~Exists(waiting)).order_by("id").values_list("id", "status", "envelope")[:most])
