"""Incidents as rows: the whole value, and the columns by which lists and duties find them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Count, Min, Q

from tocsin.core.impact.values import Effect, Hit
from tocsin.core.incident.values import OPEN, Incident, TimelineEntry
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.subject import Subject
from tocsin.core.notice.writing import HitsAlike
from tocsin.core.sla.values import Clock
from tocsin.store import models, rows
from tocsin.store.stored import Decoder, stored
from tocsin.store.subject import of_subject

_incident = Decoder(Incident)
_READ_LATE = timedelta(days=31)  # a trouble is received so long after its beginning, at most
_KEPT_AS_THEY_ARE = ("id", "opened_at", "firing_count", "standing", "stands")  # once the row exists
_PLAIN = (
    "id", "state", "kind", "effect", "priority", "criticality", "cause", "cause_kind", "inferred", "owner_team",
    "owner", "holder", "opened_at", "last_at", "recovered_at", "resolved_at", "closed_at", "folded_into", "alert_count",
)  # fmt: skip


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
    with (
        connection.cursor() as cursor
    ):  # every batch asks: a statement that is the same for any number is planned once
        cursor.execute("select id, value::text from incident where id = any(%s)", [numbers])
        return {number: _incident.decode(value) for number, value in cursor.fetchall()}


def due(now: datetime, most: int = 200) -> list[int]:
    """Open incidents whose next deadline has come, the earliest first."""
    reached = models.Incident.objects.filter(next_deadline_at__lte=now).order_by("next_deadline_at")
    return list(reached.values_list("id", flat=True)[:most])


def resolved_before(instant: datetime, most: int = 200) -> list[int]:
    """Incidents resolved by then that are not closed and of which nothing fires, the earliest first."""
    resolved = models.Incident.objects.filter(state="resolved", folded_into__isnull=True, origin="")
    quiet = resolved.filter(resolved_at__lte=instant, firing_count=0)
    return list(quiet.order_by("resolved_at").values_list("id", flat=True)[:most])


def begun(start: datetime, end: datetime) -> list[Incident]:
    """The incidents whose trouble began from ``start`` to before ``end``, in order; not those that others took over."""
    near = models.Incident.objects.filter(
        opened_at__gte=start, opened_at__lt=end + _READ_LATE, folded_into=None
    )
    found = (stored(value, Incident) for value in near.order_by("id").values_list("value", flat=True))
    return [known for known in found if start <= known.since < end and known.peak is not Effect.NONE]


def lasting(start: datetime, end: datetime, *, supplier: str = "") -> list[Incident]:
    """The incidents that began before ``end`` and were not resolved before ``start``, in order; not those that others took
    over. ``supplier`` (key): only those that it answers for."""
    late = models.Incident.objects.filter(opened_at__lt=end + _READ_LATE, folded_into=None)
    near = late.filter(Q(opened_at__gte=start) | Q(resolved_at__gte=start) | Q(resolved_at=None))
    if supplier:
        near = near.filter(supplier=supplier)
    found = (stored(value, Incident) for value in near.order_by("id").values_list("value", flat=True))
    return [known for known in found if known.since < end and known.peak is not Effect.NONE]


def recorded_since() -> datetime | None:
    """Since when incidents would have been recorded: the first one was opened, or the organisation was first put in force,
    whichever was earlier; None: neither was."""
    opened: datetime | None = models.Incident.objects.aggregate(first=Min("opened_at"))["first"]
    in_force: datetime | None = models.Revision.objects.aggregate(first=Min("at"))["first"]
    return min(filter(None, (opened, in_force)), default=None)


def of_suppliers(suppliers: Collection[str], since: datetime, most: int = 500) -> list[int]:
    """Incidents that one of these suppliers (keys) answers for, opened since then."""
    found = models.Incident.objects.filter(
        supplier__in=suppliers, opened_at__gte=since, folded_into__isnull=True
    )
    return list(found.order_by("-opened_at").values_list("id", flat=True)[:most])


def held_by(persons: Collection[str]) -> list[int]:
    """Open incidents that these people (keys) own, the oldest first."""
    mine = models.Incident.objects.filter(
        owner__in=list(persons), state__in=sorted(OPEN), folded_into__isnull=True, origin=""
    )
    return list(mine.order_by("id").values_list("id", flat=True))


def asked() -> list[int]:
    """Open incidents whose last hand-over waits for an answer, the oldest first."""
    waiting = models.Incident.objects.filter(
        state__in=sorted(OPEN), folded_into__isnull=True, value__handover__to__gt=""
    )
    return list(waiting.order_by("id").values_list("id", flat=True))


def of_duty(team: str, owner: str) -> list[int]:
    """Open incidents of a team (key) that this person (key; empty: nobody) owns, the oldest first."""
    found = models.Incident.objects.filter(
        owner_team=team, owner=owner, state__in=sorted(OPEN), folded_into__isnull=True, origin=""
    )
    return list(found.order_by("id").values_list("id", flat=True))


def open_between(start: datetime, end: datetime) -> list[Incident]:
    """Incidents that were open here at some time between these instants, also those that others have absorbed since."""
    lasting = models.Incident.objects.filter(opened_at__lt=end, origin="")
    lasting = lasting.filter(Q(resolved_at__isnull=True, closed_at__isnull=True) | Q(last_at__gt=start))
    return list(load(lasting.values_list("id", flat=True)).values())


def write(kept: Sequence[Kept]) -> None:
    """Create or update incidents, in the order of their ids."""
    if not kept:
        return
    written = [row(entry) for entry in sorted(kept, key=lambda entry: entry.incident.id)]
    columns = list(written[0])
    values = ", ".join(f"%({name})s" for name in columns)
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in _KEPT_AS_THEY_ARE)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"insert into incident ({', '.join(columns)}) values ({values}) on conflict (id) do update set {updates}",
            written,
        )


def row(kept: Kept) -> dict[str, Any]:
    """The columns of an incident to write, but for those that the database computes."""
    incident = kept.incident
    due = {clock.side: clock.due_at for clock in kept.clocks}
    return {name: getattr(incident, name) for name in _PLAIN} | {
        "value": _json(incident),
        "title": _json(incident.title),
        "regions": list(incident.regions),
        "applications": list(incident.applications),
        "firing_count": 0,
        "standing": "{}",
        "stands": True,
        "clocks": _json(kept.clocks),
        "ours_due_at": due.get("ours"),
        "supplier_due_at": due.get("supplier"),
        "next_deadline_at": kept.next_deadline_at,
    }


def write_hits(hits: Mapping[int, Sequence[tuple[Hit, ItemType]]]) -> None:
    """Replace what these incidents hit: (hit, item type)."""
    if not hits:
        return
    models.IncidentHit.objects.filter(incident_id__in=list(hits)).delete()
    with (
        connection.cursor() as cursor,
        cursor.copy("copy incident_hit (incident_id, item, type, effect, via, label) from stdin") as copy,
    ):
        for number, of_incident in hits.items():
            for hit, kind in of_incident:
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
    entries = models.TimelineEntry.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    values = entries.order_by("id").values_list("value", flat=True)
    return [rows.value(of_subject(value, subject), TimelineEntry) for value in values]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def hits_alike(numbers: Iterable[int]) -> dict[int, list[HitsAlike]]:
    """What each of these incidents hits, by effect: applications by key, devices by their count."""
    hit = models.IncidentHit.objects.filter(incident_id__in=list(numbers)).exclude(effect=Effect.NONE)
    devices = (
        hit.filter(type=ItemType.DEVICE).values_list("incident_id", "effect").annotate(count=Count("item"))
    )
    counts = {(incident, effect): count for incident, effect, count in devices}
    applications: dict[tuple[int, str], list[str]] = defaultdict(list)
    for incident, effect, item in hit.filter(type=ItemType.APPLICATION).values_list(
        "incident_id", "effect", "item"
    ):
        applications[incident, effect].append(item)
    found: dict[int, list[HitsAlike]] = defaultdict(list)
    for incident, effect in sorted(counts.keys() | applications.keys()):
        keys, count = tuple(applications.get((incident, effect), ())), counts.get((incident, effect), 0)
        found[incident].append(HitsAlike(effect=Effect(effect), applications=keys, devices=count))
    return found
