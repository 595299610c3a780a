"""Incidents as rows: the value whole, and the columns that lists and duties look by."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from tocsin.core.impact.values import Hit
from tocsin.core.incident.values import Incident, TimelineEntry
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.subject import Subject
from tocsin.core.sla.values import Clock
from tocsin.store.subject import VALUE

_incident = msgspec.json.Decoder(Incident)
_entry = msgspec.json.Decoder(TimelineEntry)
_COLUMNS = (
    "id, value, state, kind, effect, priority, criticality, cause, cause_kind, inferred, title, owner_team, owner,"
    " regions, applications, holder, opened_at, last_at, recovered_at, resolved_at, closed_at, folded_into,"
    " alert_count, firing_count, standing, stands, clocks, ours_due_at, supplier_due_at, next_deadline_at"
)
_UPDATED = [
    name
    for name in _COLUMNS.replace(" ", "").split(",")
    if name not in ("id", "opened_at", "firing_count", "standing", "stands")
]


class Kept(msgspec.Struct, frozen=True):
    """An incident to write: its value, its clocks as read now, and when to look at them again."""

    incident: Incident
    clocks: tuple[Clock, ...]
    next_deadline_at: datetime | None


def load(ids: Iterable[int]) -> dict[int, Incident]:
    """These incidents, as far as they exist."""
    numbers = list(ids)
    if not numbers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, value::text from incident where id = any(%s)", [numbers])
        return {number: _incident.decode(value) for number, value in cursor.fetchall()}


def due(now: datetime, most: int = 200) -> list[int]:
    """Open incidents one of whose clocks has reached something, the longest ago first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from incident where next_deadline_at <= %s order by next_deadline_at limit %s",
            [now, most],
        )
        return [number for (number,) in cursor.fetchall()]


def write(kept: Sequence[Kept]) -> None:
    """Create or update incidents, in the order of their ids."""
    if not kept:
        return
    updates = ", ".join(f"{name} = excluded.{name}" for name in _UPDATED)
    values = ", ".join(["%s"] * len(_COLUMNS.split(",")))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"insert into incident ({_COLUMNS}) values ({values}) on conflict (id) do update set {updates}",
            [_row(one) for one in sorted(kept, key=lambda one: one.incident.id)],
        )


def _row(kept: Kept) -> tuple[Any, ...]:
    one = kept.incident
    due = {clock.side: clock.due_at for clock in kept.clocks}
    return (
        one.id, _json(one), one.state, one.kind, one.effect, one.priority, one.criticality, one.cause, one.cause_kind,
        one.inferred, _json(one.title), one.owner_team, one.owner, list(one.regions), list(one.applications),
        one.holder, one.opened_at, one.last_at, one.recovered_at, one.resolved_at, one.closed_at, one.folded_into,
        one.alert_count, 0, "{}", True, _json(kept.clocks), due.get("ours"), due.get("supplier"),
        kept.next_deadline_at,
    )  # fmt: skip


def write_hits(hits: Mapping[int, Sequence[tuple[Hit, ItemType]]]) -> None:
    """Replace what these incidents hit: (hit, item type)."""
    if not hits:
        return
    with connection.cursor() as cursor:
        cursor.execute("delete from incident_hit where incident_id = any(%s)", [list(hits)])
        with cursor.copy(
            "copy incident_hit (incident_id, item, type, effect, via, label) from stdin"
        ) as copy:
            for number, ones in hits.items():
                for hit, kind in ones:
                    copy.write_row((number, hit.item, kind, hit.effect, list(hit.via), hit.label))


def write_entries(entries: Sequence[TimelineEntry]) -> None:
    """Append to the timelines, in this order."""
    if not entries:
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy timeline_entry (subject_kind, subject_id, at, actor, verb, value) from stdin"
        ) as copy,
    ):
        for entry in entries:
            about = entry.subject
            copy.write_row((about.kind, about.id, entry.at, entry.actor, entry.verb, _json(entry)))


def timeline(subject: Subject) -> list[TimelineEntry]:
    """A subject's timeline, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {VALUE} from timeline_entry where (subject_kind, subject_id) = (%s, %s) order by id",
            [subject.kind, subject.id],
        )
        return [_entry.decode(value) for (value,) in cursor.fetchall()]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def devices_hit(numbers: Iterable[int]) -> dict[int, int]:
    """How many devices each of these incidents hits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select incident_id, count(*) from incident_hit where incident_id = any(%s) and type = 'device'"
            " group by incident_id",
            [list(numbers)],
        )
        return dict(cursor.fetchall())
