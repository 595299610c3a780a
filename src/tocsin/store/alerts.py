"""Alerts and events in bulk: COPY to staging, insert, upsert."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db import connection
from django.db.models import Count, Min
from django.db.models.fields.json import KT

from tocsin.core.correlation.values import Alert
from tocsin.core.correlation.witnesses import KnownAlert
from tocsin.core.kernel.why import Why
from tocsin.store import models
from tocsin.store.stored import Decoder


class AlertRow(NamedTuple):
    """One row of the present state, in the order of its columns. Instants are ISO 8601 already, as in EventRow."""

    fingerprint: str
    source: str
    kind: str
    item: str
    subject: str
    summary: str
    criticality: str
    state: str
    effect: str
    first_at: str
    last_at: str
    state_at: str
    holds_until: str | None
    count: int  # type: ignore[assignment]  # the column hides tuple.count, which nobody calls here
    flapping: bool
    muted_by: int
    incident_id: int | None
    message_id: int
    value: str  # JSON


_WORDS = ("summary", "message_id")  # of the last message about it; a change by time alone has no message
_FIXED = ("fingerprint", "source", "kind")
_UPDATES = ", ".join(
    [
        *(f"{name} = excluded.{name}" for name in AlertRow._fields if name not in (*_FIXED, *_WORDS)),
        *(
            f"{name} = case when excluded.message_id = 0 then known.{name} else excluded.{name} end"
            for name in _WORDS
        ),
    ]
)


class EventRow(NamedTuple):
    """One row of the history, in the order of its columns.

    Instants are ISO 8601 already: each message's is formatted once, and psycopg would take 3 µs for each row.
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
    supplier: str = ""  # of its source


class LastWord(msgspec.Struct, frozen=True):
    """The last message about an alert, and its summary."""

    message_id: int
    summary: str


def load(fingerprints: Iterable[str]) -> dict[str, Alert]:
    """The alerts of these fingerprints, as far as they are known."""
    wanted = list(fingerprints)
    if not wanted:
        return {}
    listed = "where fingerprint = any(array(select json_array_elements_text(%s::json)))"  # cheaper to send than a list
    return _alerts(listed, [_encode(wanted).decode()])


def of_incidents(numbers: Iterable[int]) -> dict[str, Alert]:
    """Every alert of these incidents."""
    wanted = list(numbers)
    return _alerts("where incident_id = any(%s)", [wanted]) if wanted else {}


def of_references(references: Iterable[tuple[str, str]]) -> dict[str, Alert]:
    """The alerts that fire under these numbers of their sources, as (source, reference). Only corrections ask."""
    wanted = list(references)
    if not wanted:
        return {}
    return _alerts(
        "where state = 'firing' and (source, value->>'reference') in"
        " (select * from unnest(%s::text[], %s::text[]))",
        [[source for source, _ in wanted], [reference for _, reference in wanted]],
    )


def load_pending(touched: Iterable[str], unrepeated: Mapping[str, datetime]) -> dict[str, Alert]:
    """What time alone may change: alerts muted or flapping, those that fire on an item that works touch, and those whose
    source (by ``unrepeated``) reported them as valid until that instant or an earlier one."""
    pending = _alerts(
        "where muted_by <> 0 or flapping or (state = 'firing' and item = any(%s))", [list(touched)]
    )
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


_decoder = Decoder(Alert)


def write(alerts: Sequence[Alert], last_words: Mapping[str, LastWord]) -> None:
    """Create or update these alerts, sorted by fingerprint so that writers never deadlock."""
    if not alerts:
        return
    nothing, columns = LastWord(0, ""), ", ".join(AlertRow._fields)
    with connection.cursor() as cursor:
        cursor.execute("create temp table if not exists alert_in (like alert) on commit delete rows")
        with cursor.copy(f"copy alert_in ({columns}) from stdin") as copy:
            for alert in sorted(alerts, key=lambda alert: alert.fingerprint):
                copy.write_row(_row(alert, last_words.get(alert.fingerprint, nothing)))
        cursor.execute(
            f"insert into alert as known ({columns}) select {columns} from alert_in"
            f" on conflict (fingerprint) do update set {_UPDATES}"
        )
        cursor.execute("delete from alert_in")  # a truncate makes a new file, which costs 5 ms


_encode = msgspec.json.Encoder().encode


def _row(alert: Alert, words: LastWord) -> AlertRow:
    return AlertRow(
        fingerprint=alert.fingerprint,
        source=alert.source,
        kind=alert.kind,
        item=alert.item,
        subject=alert.subject,
        summary=words.summary,
        criticality=alert.criticality,
        state=alert.state,
        effect=alert.effect,
        first_at=alert.first_at.isoformat(),
        last_at=alert.last_at.isoformat(),
        state_at=alert.state_at.isoformat(),
        holds_until=alert.holds_until.isoformat() if alert.holds_until else None,
        count=alert.count,
        flapping=alert.flapping,
        muted_by=alert.muted_by,
        incident_id=alert.incident or None,
        message_id=words.message_id,
        value=_encode(alert).decode(),
    )


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


def firing_on(sources: Collection[str], items: Collection[str]) -> list[KnownAlert]:
    """The alerts of these sources that fire on these items."""
    found = models.Alert.objects.filter(state="firing", item__in=sorted(items), source__in=sorted(sources))
    names = ("fingerprint", "item", "kind", "last_at")
    return [
        KnownAlert(**row)
        for row in found.annotate(reference=KT("value__reference")).values(*names, "reference")
    ]


def earlier_readings(messages: Sequence[int]) -> dict[tuple[int, str], int]:
    """(message, fingerprint) -> how many alarms or recoveries these messages were translated to, in their order."""
    if not messages:
        return {}
    stated = models.Event.objects.filter(message_id__in=messages, state__in=("firing", "resolved"))
    counted = stated.values_list("message_id", "fingerprint").annotate(
        count=Count("*"), first=Min("position")
    )
    return {(message, word): count for message, word, count, _ in counted.order_by("message_id", "first")}


def confirmed(fingerprints: Sequence[str], besides: Sequence[int]) -> set[str]:
    """The fingerprints that fire by the newest event of messages other than ``besides``. Reads the history: for replays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select fingerprint from (select distinct on (fingerprint) fingerprint, state from event"
            " where fingerprint = any(%s) and message_id <> all(%s) and state in ('firing', 'resolved')"
            " and outcome <> 'outdated' order by fingerprint, occurred_at desc, message_id desc, position desc) newest"
            " where state = 'firing'",
            [list(fingerprints), list(besides)],
        )
        return {fingerprint for (fingerprint,) in cursor.fetchall()}


def note_reasons(reasons: Mapping[str, Why]) -> None:
    """Add a judgement's reason to the newest event of each of these alerts: a judgement of time has no event of its own."""
    if not reasons:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update event set data = event.data || jsonb_build_object('judged', judged.why::jsonb)"
            " from unnest(%s::text[], %s::text[]) as judged (fingerprint, why) join alert using (fingerprint)"
            " where (event.message_id, event.position) = (select message_id, position from event as newest"
            " where newest.message_id = alert.message_id and newest.fingerprint = alert.fingerprint"
            " order by position desc limit 1)",
            [list(reasons), [_encode(why).decode() for why in reasons.values()]],
        )


def write_events(events: Iterable[EventRow], replayed: Sequence[int]) -> None:
    """Append the history; the events of an earlier translation of a replayed message are replaced.

    ``events`` may be a generator: PostgreSQL takes in the first rows while the next are made.
    """
    with connection.cursor() as cursor:
        if replayed:
            cursor.execute("delete from event where message_id = any(%s)", [list(replayed)])
        with cursor.copy(f"copy event ({', '.join(EventRow._fields)}) from stdin") as copy:
            for event in events:
                copy.write_row(event)
