"""Incidents and interventions as correlation sees them, as rows; and the version they are cached by."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import connection

from tocsin.core.correlation.values import Intervention, OpenIncident

_incident = msgspec.json.Decoder(OpenIncident)
_intervention = msgspec.json.Decoder(Intervention)


def version() -> int:
    """A number that grows with every change of what stands (a sequence: it survives a rollback, ahead)."""
    with connection.cursor() as cursor:
        cursor.execute("select last_value from standing_version")
        return int(cursor.fetchone()[0])


def advance() -> int:
    """Say that what stands has changed; the new version."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('standing_version')")
        return int(cursor.fetchone()[0])


def incidents() -> dict[int, OpenIncident]:
    """Every incident that correlation must still know."""
    with connection.cursor() as cursor:
        cursor.execute("select id, standing::text from incident where stands")
        return {number: _incident.decode(value) for number, value in cursor.fetchall()}


def interventions() -> dict[int, Intervention]:
    """Every intervention that is not over."""
    with connection.cursor() as cursor:
        cursor.execute("select id, value::text from intervention where not ended")
        return {number: _intervention.decode(value) for number, value in cursor.fetchall()}


def write(incidents: Sequence[OpenIncident], gone: Sequence[int]) -> None:
    """Keep these incidents' standing; those of ``gone`` stand no more."""
    with connection.cursor() as cursor:
        if incidents:
            cursor.execute(
                "update incident set standing = v.standing::jsonb, stands = true, firing_count = v.firing,"
                " last_at = greatest(last_at, v.at) from unnest(%s::bigint[], %s::text[], %s::int[],"
                " %s::timestamptz[]) as v(id, standing, firing, at) where incident.id = v.id",
                [
                    [incident.id for incident in incidents],
                    [msgspec.json.encode(incident).decode() for incident in incidents],
                    [incident.firing for incident in incidents],
                    [incident.last_at for incident in incidents],
                ],
            )
        if gone:
            cursor.execute(
                "update incident set stands = false, firing_count = 0 where id = any(%s)", [list(gone)]
            )


def write_interventions(works: Sequence[Intervention]) -> None:
    """Create or update interventions."""
    with connection.cursor() as cursor:
        for intervention in works:
            cursor.execute(
                "insert into intervention as known (id, source, reference, title, status, starts_at, ends_at, scope,"
                " value, message_id, muted_count, ended) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, 0, 0, false)"
                " on conflict (id) do update set (title, status, starts_at, ends_at, scope, value) = (excluded.title,"
                " excluded.status, excluded.starts_at, excluded.ends_at, excluded.scope, excluded.value)",
                [
                    intervention.id, intervention.source, intervention.reference, intervention.summary,
                    intervention.status, intervention.start, intervention.end, list(intervention.items),
                    msgspec.json.encode(intervention).decode(),
                ],
            )  # fmt: skip


def count_muted(counts: dict[int, int]) -> None:
    """Add to the interventions' counts of what they muted."""
    with connection.cursor() as cursor:
        for number, count in counts.items():
            cursor.execute(
                "update intervention set muted_count = muted_count + %s where id = %s", [count, number]
            )


def retire_incidents(quiet_since: datetime) -> int:
    """Let go of incidents that nobody works on and that have been quiet since; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update incident set stands = false where stands and firing_count = 0 and recovered_at < %s"
            " and state in ('resolved', 'closed')",
            [quiet_since],
        )
        return int(cursor.rowcount)


def end_interventions(ended: Sequence[int]) -> None:
    """These interventions are over."""
    with connection.cursor() as cursor:
        cursor.execute("update intervention set ended = true where id = any(%s)", [list(ended)])


def of_incident(number: int) -> OpenIncident | None:
    """One incident as correlation last saw it; None before it did."""
    with connection.cursor() as cursor:
        cursor.execute("select standing::text from incident where id = %s and standing <> '{}'", [number])
        row = cursor.fetchone()
    return _incident.decode(row[0]) if row else None
