"""Source health as rows: when each last sent something, how far each mailbox was read, and its state."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.store import models, rows

_NOTE_EVERY = timedelta(seconds=1)
_PAUSE = "2 minutes"  # a source that sends nothing for longer was away, and needs time to repeat its alerts
_noted: dict[str, datetime] = {}  # by this process: commits must not queue for the row


def worth_noting(instants: Mapping[str, datetime]) -> dict[str, datetime]:
    """The instants that are at least a second after the noted instant of their source."""
    return {
        source: at
        for source, at in instants.items()
        if source not in _noted or abs(at - _noted[source]) >= _NOTE_EVERY
    }


def record_contact(instants: Mapping[str, datetime]) -> None:
    """Note that these sources sent something."""
    for source, at in sorted(instants.items()):
        _write(source, at)
        transaction.on_commit(partial(_noted.__setitem__, source, at))


def _write(source: str, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into source_state as known (source, state, since, last_message_at, back_at, error, position)"
            " values (%s, 'ok', %s, %s, %s, '', '{}') on conflict (source) do update"
            " set last_message_at = greatest(known.last_message_at, excluded.last_message_at),"
            " back_at = case when known.last_message_at is null"
            " or excluded.last_message_at - known.last_message_at > %s::interval"
            " then excluded.last_message_at else known.back_at end,"
            " state = case when known.state = 'awaited' then 'ok' else known.state end",
            [source, at, at, at, _PAUSE],
        )


def refused(source: str, count: int, at: datetime, fault: Fault) -> None:
    """Note that ``count`` requests of a source were refused, and the fault of the last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into source_state as known (source, state, since, error, position, refused_at, refused, refusal)"
            " values (%s, 'awaited', %s, '', '{}', %s, %s, %s) on conflict (source) do update"
            " set refused_at = greatest(known.refused_at, excluded.refused_at), refusal = excluded.refusal,"
            " refused = excluded.refused + case when (known.refused_at at time zone 'utc')::date"
            " = (excluded.refused_at at time zone 'utc')::date then known.refused else 0 end",
            [source, at, at, count, msgspec.json.encode(fault).decode()],
        )


def count_refusals(reasons: Mapping[str, int]) -> None:
    """Add to the counts of refusals by reason."""
    with connection.cursor() as cursor:
        for reason, count in sorted(reasons.items()):
            cursor.execute(
                "insert into refusal as known (reason, count) values (%s, %s)"
                " on conflict (reason) do update set count = known.count + excluded.count",
                [reason, count],
            )


def reached(source: str, position: dict[str, Any], at: datetime) -> None:
    """Note how far a mailbox was read, in the transaction of what was read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into source_state as known (source, state, since, error, position)"
            " values (%s, 'ok', %s, '', %s) on conflict (source) do update"
            " set position = known.position || excluded.position",
            [source, at, msgspec.json.encode(position).decode()],
        )


def position(source: str) -> dict[str, Any]:
    """How far the mailbox was read; empty if never."""
    return models.SourceState.objects.filter(source=source).values_list("position", flat=True).first() or {}


class Health(Value):
    """What we know of a source. state: ok, silent, unreachable. ``back_at``: when it sent again after a pause;
    ``waiting_at``: when the oldest of its messages that are not worked yet was received."""

    state: str
    since: datetime
    last_message_at: datetime | None
    back_at: datetime | None
    waiting_at: datetime | None
    error: str


def all_health() -> dict[str, Health]:
    """Every source's health, by key."""
    waiting = models.Message.objects.filter(status="new", source=OuterRef("source")).order_by("id")
    states = models.SourceState.objects.annotate(waiting_at=Subquery(waiting.values("received_at")[:1]))
    found = states.values("source", *Health.__struct_fields__)
    return {row.pop("source"): rows.value(row, Health) for row in found}


def expect(source: str, at: datetime) -> None:
    """Note that the first message of a source is expected since ``at``."""
    waited = models.SourceState(source=source, state="awaited", since=at)
    models.SourceState.objects.bulk_create([waited], ignore_conflicts=True)


def explain(source: str, error: str) -> None:
    """Note another reason for the state that a source is in."""
    models.SourceState.objects.filter(source=source).exclude(error=error).update(error=error)


def set_state(source: str, state: str, error: str, at: datetime) -> bool:
    """Change a source's state; False when it was already so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into source_state as known (source, state, since, error, position) values (%s, %s, %s, %s, '{}')"
            " on conflict (source) do update set state = excluded.state, since = excluded.since,"
            " error = excluded.error where known.state <> excluded.state returning source",
            [source, state, at, error],
        )
        return cursor.fetchone() is not None
