"""Raw messages into the database: one statement, exact repeats counted by their key, nothing decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import connection

from tocsin.core.event.message import Message

# One statement, so that a commit is one round trip, and one JSON value, the cheapest list to say and to read.
# Keys are claimed in sorted order, so that writers never deadlock.
_STORE = """
with incoming as materialized (
    select nextval('message_id') as id, said.* from json_to_recordset(%s) as said(
        received_at timestamptz, source text, key text, channel text, media_type text, envelope jsonb, body text,
        size int)
), claimed as (
    insert into message_key as known (source, key, message_id, received_at, repeats)
    select source, key, min(id), min(received_at), count(*) - 1 from incoming where key <> ''
    group by source, key order by source, key
    on conflict (source, key) do update
    set repeats = known.repeats + 1 + excluded.repeats, last_repeat_at = excluded.received_at
    returning source, key, message_id
), kept as (
    insert into message (id, received_at, source, channel, media_type, envelope, body, size)
    select id, received_at, source, channel, media_type, envelope, decode(body, 'base64'), size
    from incoming left join claimed using (source, key) where key = '' or message_id = id
    returning id
)
select count(*), pg_notify('tocsin_work', '') from kept
"""


class _Row(msgspec.Struct):
    """A message as PostgreSQL reads it; in JSON, its bytes are base64."""

    received_at: datetime
    source: str
    key: str
    channel: str
    media_type: str
    envelope: Mapping[str, str]
    body: bytes
    size: int


_encode = msgspec.json.Encoder().encode


def store(messages: Sequence[Message]) -> int:
    """Write the messages in their order; how many were new.

    A message whose ``(source, key)`` is known is counted as an exact repeat and not stored again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [_encode([_row(message) for message in messages]).decode()])
        return int(cursor.fetchone()[0])


def _row(message: Message) -> _Row:
    return _Row(
        message.received_at, message.source, message.key, message.channel.value, message.media_type,
        _clean(message.envelope), message.body, len(message.body),
    )  # fmt: skip


def _clean(envelope: Mapping[str, str]) -> Mapping[str, str]:
    """What PostgreSQL takes: it knows neither NUL nor half a character."""
    return {
        name: value.replace("\0", "").encode(errors="replace").decode() for name, value in envelope.items()
    }
