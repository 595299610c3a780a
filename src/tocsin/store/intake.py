"""Raw messages into the database: one statement, exact repeats counted by their key, nothing decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db import connection

from tocsin.core.event.message import Message

# One statement, so that a commit is one round trip; and one JSON value, the cheapest list to send and to read.
# Keys are claimed in sorted order, so that writers never deadlock. A key that is known with another content is not
# claimed: its message is not stored, and the key is returned.
_STORE = """
with incoming as materialized (
    select nextval('message_id') as id, said.* from json_to_recordset(%s) as said(
        received_at timestamptz, source text, key text, digest text, channel text, media_type text, envelope jsonb,
        body text, size int)
), claimed as (
    insert into message_key as known (source, key, message_id, received_at, repeats, digest)
    select source, key, min(id), min(received_at), count(*) - 1, min(digest) from incoming where key <> ''
    group by source, key order by source, key
    on conflict (source, key) do update
    set repeats = known.repeats + 1 + excluded.repeats, last_repeat_at = excluded.received_at
    where known.digest = excluded.digest or known.digest = '' or excluded.digest = ''
    returning source, key, message_id
), kept as (
    insert into message (id, received_at, source, channel, media_type, envelope, body, size)
    select id, received_at, source, channel, media_type, envelope, decode(body, 'base64'), size
    from incoming left join claimed using (source, key) where key = '' or message_id = id
    returning id
), refused as (
    select distinct source, key from incoming left join claimed using (source, key)
    where key <> '' and message_id is null
)
select count(*), pg_notify('tocsin_work', ''), (select json_agg(json_build_array(source, key)) from refused) from kept
"""


class Stored(NamedTuple):
    """How many messages were new, and those whose key was given with another content before: they are not kept."""

    fresh: int
    refused: frozenset[int]  # positions


class _Row(msgspec.Struct):
    """A message as PostgreSQL reads it; in JSON, its bytes are base64."""

    received_at: datetime
    source: str
    key: str
    digest: str
    channel: str
    media_type: str
    envelope: Mapping[str, str]
    body: bytes
    size: int


_encode = msgspec.json.Encoder().encode


def store(messages: Sequence[Message]) -> Stored:
    """Write the messages in their order.

    A message whose ``(source, key)`` is known is counted as an exact repeat and not stored again, if its ``digest`` is the
    same; with another one it is refused.
    """
    refused = _contradicted(messages)
    rows = [_row(message) for position, message in enumerate(messages) if position not in refused]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [_encode(rows).decode()])
        fresh, _, keys = cursor.fetchone()
    known = _pairs(keys)
    refused |= {
        position
        for position, message in enumerate(messages)
        if known and (message.source, message.key) in known
    }
    return Stored(int(fresh), frozenset(refused))


def _pairs(keys: list[list[str]] | None) -> set[tuple[str, str]]:
    return {(source, key) for source, key in keys or ()}


def _contradicted(messages: Sequence[Message]) -> set[int]:
    """The messages whose key stands with another content in an earlier message of this list."""
    first: dict[tuple[str, str], str] = {}
    keyed = [(position, message) for position, message in enumerate(messages) if message.digest]
    return {
        position
        for position, message in keyed
        if first.setdefault((message.source, message.key), message.digest) != message.digest
    }


def _row(message: Message) -> _Row:
    return _Row(
        message.received_at, message.source, message.key, message.digest, message.channel, message.media_type,
        _clean(message.envelope), message.body, len(message.body),
    )  # fmt: skip


def _clean(envelope: Mapping[str, str]) -> Mapping[str, str]:
    """The envelope without what PostgreSQL refuses: NUL and lone surrogates."""
    return {
        name: value.replace("\0", "").encode(errors="replace").decode() for name, value in envelope.items()
    }
