"""Raw messages into the database: COPY, exact repeats counted by their key, nothing decided."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.event.message import Message

_COLUMNS = "received_at, source, channel, media_type, envelope, body, size"


def store(messages: Sequence[Message]) -> int:
    """Write the messages in their order inside the current transaction; how many were new.

    A message whose ``(source, key)`` is known is counted as an exact repeat and not stored again.
    """
    with connection.cursor() as cursor:
        if any(message.key for message in messages):
            fresh = _numbered(cursor, messages)
            _copy(cursor, f"id, {_COLUMNS}", [(number, *_row(message)) for number, message in fresh])
        else:
            fresh = list(enumerate(messages))  # nothing to compare: the table numbers them
            _copy(cursor, _COLUMNS, [_row(message) for message in messages])
        if fresh:
            cursor.execute("notify tocsin_work")
    return len(fresh)


def _copy(cursor: Any, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with cursor.copy(f"copy message ({columns}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _row(message: Message) -> tuple[Any, ...]:
    return (
        message.received_at, message.source, message.channel.value, message.media_type,
        _envelope(message.envelope), message.body, len(message.body),
    )  # fmt: skip


def _numbered(cursor: Any, messages: Sequence[Message]) -> list[tuple[int, Message]]:
    """The messages that are no repeat, with ids in their order."""
    cursor.execute("select nextval('message_id') from generate_series(1, %s)", [len(messages)])
    return _fresh(cursor, [(number, one) for (number,), one in zip(cursor.fetchall(), messages, strict=True)])


def _envelope(envelope: Mapping[str, str]) -> str:
    """As JSON that PostgreSQL takes: it knows neither NUL nor half a character."""
    told = {
        name: value.replace("\0", "").encode(errors="replace").decode() for name, value in envelope.items()
    }
    return msgspec.json.encode(told).decode()


def _fresh(cursor: Any, numbered: Sequence[tuple[int, Message]]) -> list[tuple[int, Message]]:
    """The messages that are no repeat. Keys are claimed in sorted order, so that writers never deadlock."""
    keyed = [(message.source, message.key, number, message) for number, message in numbered if message.key]
    first = {(source, key): (number, message.received_at) for source, key, number, message in reversed(keyed)}
    repeats = dict.fromkeys(first, -1)
    for source, key, *_ in keyed:
        repeats[source, key] += 1
    owner = _claim(cursor, first, repeats)
    return [(number, m) for number, m in numbered if not m.key or owner[m.source, m.key] == number]


def _claim(
    cursor: Any, first: dict[tuple[str, str], tuple[int, Any]], repeats: dict[tuple[str, str], int]
) -> dict[tuple[str, str], int]:
    identities = sorted(first)
    cursor.execute(
        "insert into message_key as known (source, key, message_id, received_at, repeats)"
        " select * from unnest(%s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::int[])"
        " on conflict (source, key) do update"
        " set repeats = known.repeats + 1 + excluded.repeats, last_repeat_at = excluded.received_at"
        " returning source, key, message_id",
        [*_columns((*i, *first[i], repeats[i]) for i in identities)],
    )
    return {(source, key): number for source, key, number in cursor.fetchall()}


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
