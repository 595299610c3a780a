"""The yardstick: what plain psycopg does on this machine with the same events. COPY, history, upsert; nothing else."""

import time
from collections.abc import Iterator, Sequence

import msgspec
import psycopg

from bench.events import Sample, samples

_BATCH = 500
_TABLES = """
create temp table staging (fingerprint text, at timestamptz, state text, body text);
create unlogged table if not exists nothing (x int);
drop table if exists nothing, yardstick_history, yardstick_alert;
create table yardstick_history (id bigserial primary key, fingerprint text, at timestamptz, state text, body jsonb);
create table yardstick_alert (fingerprint text primary key, state text, count int, first_at timestamptz,
    last_at timestamptz);
"""
_HISTORY = (
    "insert into yardstick_history (fingerprint, at, state, body)"
    " select fingerprint, at, state, body::jsonb from staging"
)
_UPSERT = """
insert into yardstick_alert as a (fingerprint, state, count, first_at, last_at)
select fingerprint, (array_agg(state order by at desc))[1], count(*), min(at), max(at) from staging
group by fingerprint order by fingerprint
on conflict (fingerprint) do update
set state = excluded.state, count = a.count + excluded.count, last_at = excluded.last_at
"""


def run(url: str, count: int = 20_000) -> float:
    """Events a second through staging, history and upsert, 500 a transaction, durable commits."""
    events = list(samples(count))
    with psycopg.connect(url) as connection:
        connection.execute(_TABLES)
        connection.commit()
        started = time.perf_counter()
        for batch in _batches(events):
            _write(connection, batch)
        taken = time.perf_counter() - started
        connection.execute("drop table yardstick_history, yardstick_alert")
    return count / taken


def _write(connection: psycopg.Connection[tuple[object, ...]], batch: Sequence[Sample]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy("copy staging from stdin") as copy:
            for event in batch:
                body = msgspec.json.encode(event).decode()
                copy.write_row((event.identity, event.occurred_at, event.state, body))
        cursor.execute(_HISTORY)
        cursor.execute(_UPSERT)
        cursor.execute("truncate staging")
    connection.commit()


def _batches(events: Sequence[Sample]) -> Iterator[Sequence[Sample]]:
    for start in range(0, len(events), _BATCH):
        yield events[start : start + _BATCH]
