"""What waits: messages for a worker or for a person, notices for their time, accounts for a counterpart. Bounded queries."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from tocsin.core.calls.breaker import Breaker, channels, shown
from tocsin.core.kernel.value import Value
from tocsin.store import locks, models, rows
from tocsin.store.queue import sources_waiting
from tocsin.store.read.messages import QUEUED
from tocsin.store.stored import stored

_COUNTED = 10_000  # rows counted at most, of a source
_MOST = 5


class Lane(Value):
    """A source whose messages wait for a worker; ``is_worked``: one is at them now."""

    source: str
    count: int
    oldest_at: datetime
    is_worked: bool


class Queued(Value):
    """Messages of a source with one status that wait for a person."""

    source: str
    status: str
    count: int
    oldest_at: datetime


class Unsent(Value):
    """Deliveries of a channel that have not left: ``due`` ones could leave now, ``failing`` ones are tried again later."""

    channel: str
    due: int
    oldest_due_at: datetime | None
    failing: int
    next_try_at: datetime | None
    error: str


class Ended(Value):
    """Deliveries that never leave again, failed or unconfirmed, by what went wrong."""

    state: str
    count: int
    error: str


class Cut(Value):
    """A channel of an account at a counterpart, by which nobody calls before ``breaker.until``. Empty: all of it."""

    account: str
    channel: str
    breaker: Breaker


def workers() -> int:
    """How many workers listen for work on this database."""
    (found,) = rows.select(
        "select count(*) as count from pg_stat_activity where application_name = %s and datname = current_database()",
        [locks.WORKER],
    )
    return int(found["count"])


def lanes() -> list[Lane]:
    """The sources whose messages wait for a worker, longest first."""
    taken = locks.lanes_taken()
    found = rows.select(
        "select lane.source, count(*) as count, min(waiting.received_at) as oldest_at from unnest(%s::text[]) lane(source)"
        " cross join lateral (select received_at from message m where m.status = 'new' and m.source = lane.source"
        f" order by id limit {_COUNTED}) waiting group by lane.source order by oldest_at",
        [sources_waiting()],
    )
    return [rows.value(row | {"is_worked": locks.lane_number(row["source"]) in taken}, Lane) for row in found]


def queued() -> list[Queued]:
    """What waits for a person, the most numerous first."""
    waiting = models.Message.objects.filter(status__in=QUEUED).values("source", "status")
    counted = waiting.annotate(count=Count("id"), oldest_at=Min("received_at")).order_by(
        "-count", "source", "status"
    )
    return [rows.value(row, Queued) for row in counted[:_MOST]]


def bundled_later(now: datetime) -> tuple[int, datetime | None]:
    """Notices that wait to be sent together with others, and until when the last of them waits."""
    later = models.Notice.objects.filter(state="pending", not_before__gt=now)
    found: dict[str, Any] = later.aggregate(count=Count("id"), until=Max("not_before"))
    return found["count"], found["until"]


def unsent(now: datetime) -> list[Unsent]:
    """What has not left, by channel."""
    found = rows.select(
        "select channel, count(*) filter (where not_before <= %(now)s) as due,"
        " min(not_before) filter (where not_before <= %(now)s) as oldest_due_at,"
        " count(*) filter (where not_before > %(now)s and attempts > 0) as failing,"
        " min(not_before) filter (where not_before > %(now)s and attempts > 0) as next_try_at,"
        " coalesce((array_agg(error order by id desc) filter (where error <> ''))[1], '') as error"
        " from delivery where state in ('ready', 'sending') group by channel order by channel",
        {"now": now},
    )
    return [rows.value(row, Unsent) for row in found]


def ended() -> list[Ended]:
    """What was given up, and what may have arrived, the most frequent error first."""
    states = models.Delivery.objects.filter(state__in=["failed", "unconfirmed"]).values("state", "error")
    counted = states.annotate(count=Count("id")).order_by("-count", "state", "error")
    return [rows.value(row, Ended) for row in counted[:_MOST]]


def cut(now: datetime) -> list[Cut]:
    """The accounts that are not called now."""
    found = models.CallAccount.objects.order_by("key").values_list("key", "breaker")
    seen = (
        Cut(account=key, channel=channel, breaker=shown(own, now))
        for key, breaker in found
        for channel, own in channels(stored(breaker, Breaker)).items()
    )
    return [cut for cut in seen if cut.breaker.until and cut.breaker.until > now]
