"""Alerts and events in bulk: COPY to staging, insert, upsert."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from tocsin.core.correlation.values import Alert

_ALERT_COLUMNS = (
    "fingerprint, source, kind, item, subject, summary, criticality, state, effect, first_at, last_at, state_at,"
    " holds_until, count, held, muted_by, incident_id, message_id, value"
)


class EventRow(NamedTuple):
    """One row of the history, in the order of its columns.

    Instants are ISO 8601 already: one a message is formatted once, and psycopg takes 3 µs for each.
    """

    message_id: int
    position: int
    received_at: str
    occurred_at: str
    source: str
    fingerprint: str
    kind: str
    state: str
    criticality: str
    item: str
    subject: str
    summary: str
    reference: str
    confidence: float
    outcome: str
    incident_id: int | None
    data: str  # JSON


class Told(msgspec.Struct, frozen=True):
    """The last message that spoke of an alert, and its words."""

    message_id: int
    summary: str


def load(fingerprints: Iterable[str]) -> dict[str, Alert]:
    """The alerts of these fingerprints, as far as they are known."""
    wanted = list(fingerprints)
    return _alerts("where fingerprint = any(%s)", [wanted]) if wanted else {}


def load_pending(touched: Iterable[str], unrepeated: Mapping[str, datetime]) -> dict[str, Alert]:
    """What time alone may change: alerts muted or held, those that fire on an item that works touch, and those whose
    source (by ``unrepeated``) meant them until that instant or an earlier one."""
    pending = _alerts("where muted_by <> 0 or held or (state = 'firing' and item = any(%s))", [list(touched)])
    if not unrepeated:
        return pending
    ends = list(unrepeated.values())
    return pending | _alerts(
        "join unnest(%s::text[], %s::timestamptz[]) as ended (by, at) on source = ended.by and holds_until <= ended.at"
        " where state = 'firing' and holds_until <= %s",  # the index knows instants, no sources
        [list(unrepeated), ends, max(ends)],
    )


def _alerts(which: str, values: list[Any]) -> dict[str, Alert]:
    with connection.cursor() as cursor:
        cursor.execute(f"select value::text from alert {which}", values)
        decoder = _decoder
        found = (decoder.decode(value) for (value,) in cursor.fetchall())
        return {alert.fingerprint: alert for alert in found}


_decoder = msgspec.json.Decoder(Alert)


def write(alerts: Sequence[Alert], told: Mapping[str, Told]) -> None:
    """Create or update these alerts, sorted by fingerprint so that writers never deadlock."""
    if not alerts:
        return
    encode = msgspec.json.Encoder().encode
    nothing = Told(0, "")
    with connection.cursor() as cursor:
        cursor.execute("create temp table if not exists alert_in (like alert) on commit delete rows")
        with cursor.copy(f"copy alert_in ({_ALERT_COLUMNS}) from stdin") as copy:
            for a in sorted(alerts, key=lambda alert: alert.fingerprint):
                words = told.get(a.fingerprint, nothing)
                copy.write_row((
                    a.fingerprint, a.source, a.kind, a.item, a.subject, words.summary, a.criticality, a.state, a.effect,
                    a.first_at.isoformat(), a.last_at.isoformat(), a.state_at.isoformat(),
                    a.holds_until and a.holds_until.isoformat(), a.count, a.held, a.muted_by, a.incident or None,
                    words.message_id, encode(a).decode(),
                ))  # fmt: skip
        cursor.execute(
            f"insert into alert as known ({_ALERT_COLUMNS}) select {_ALERT_COLUMNS} from alert_in"
            " on conflict (fingerprint) do update set item = excluded.item, criticality = excluded.criticality,"
            " state = excluded.state, effect = excluded.effect, first_at = excluded.first_at,"
            " last_at = excluded.last_at, state_at = excluded.state_at,"
            " holds_until = excluded.holds_until, count = excluded.count, held = excluded.held,"
            " muted_by = excluded.muted_by, incident_id = excluded.incident_id, value = excluded.value,"
            " subject = excluded.subject,"
            " summary = case when excluded.message_id = 0 then known.summary else excluded.summary end,"
            " message_id = case when excluded.message_id = 0 then known.message_id else excluded.message_id end"
        )
        cursor.execute("delete from alert_in")  # a truncate makes a new file, and costs 5 ms a batch


def refold(children: Mapping[int, int]) -> None:
    """Give every alert of a folded incident to the incident that explains it."""
    with connection.cursor() as cursor:
        for child, parent in children.items():
            cursor.execute(
                "update alert set incident_id = %s, value = jsonb_set(value, '{incident}', to_jsonb(%s::bigint))"
                " where incident_id = %s",
                [parent, parent, child],
            )


def move(source: int, target: int, items: Mapping[str, Iterable[str]]) -> None:
    """Give the alerts of one incident that are of these items, with these effects, to another incident."""
    claims = [(item, effect) for item, effects in items.items() for effect in effects]
    with connection.cursor() as cursor:
        cursor.execute(
            "update alert set incident_id = %s, value = jsonb_set(value, '{incident}', to_jsonb(%s::bigint))"
            " from unnest(%s::text[], %s::text[]) as moved (item, effect)"
            " where incident_id = %s and alert.item = moved.item and alert.effect = moved.effect",
            [target, target, [item for item, _ in claims], [effect for _, effect in claims], source],
        )


def said(messages: Sequence[int]) -> dict[tuple[int, str], int]:
    """(message, fingerprint) -> how many alarms or recoveries these messages were translated to, in their order."""
    if not messages:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select message_id, fingerprint, count(*) from event where message_id = any(%s)"
            " and state in ('firing', 'resolved') group by 1, 2 order by 1, min(position)",
            [list(messages)],
        )
        return {(message, fingerprint): count for message, fingerprint, count in cursor.fetchall()}


def held(fingerprints: Sequence[str], besides: Sequence[int]) -> set[str]:
    """Those that fire by the newest word of other messages than ``besides``. Reads the history: for replays only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select fingerprint from (select distinct on (fingerprint) fingerprint, state from event"
            " where fingerprint = any(%s) and message_id <> all(%s) and state in ('firing', 'resolved')"
            " and outcome <> 'outdated' order by fingerprint, occurred_at desc, message_id desc, position desc) newest"
            " where state = 'firing'",
            [list(fingerprints), list(besides)],
        )
        return {fingerprint for (fingerprint,) in cursor.fetchall()}


def write_events(events: Iterable[EventRow], replayed: Sequence[int]) -> None:
    """Append the history; what an earlier translation of a replayed message said is replaced.

    The rows may be made as they are asked for: PostgreSQL takes in the ones before meanwhile.
    """
    with connection.cursor() as cursor:
        if replayed:
            cursor.execute("delete from event where message_id = any(%s)", [list(replayed)])
        with cursor.copy(f"copy event ({', '.join(EventRow._fields)}) from stdin") as copy:
            for event in events:
                copy.write_row(event)
