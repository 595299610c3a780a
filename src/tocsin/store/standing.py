"""Incidents and interventions as correlation sees them, as rows; and the version they are cached by."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import F, TextField
from django.db.models.functions import Cast

from tocsin.core.correlation.values import Intervention, OpenIncident
from tocsin.store import models, rows
from tocsin.store.stored import Decoder, stored

_incident = Decoder(OpenIncident)  # of JSON as text: all of this is read again whenever another process wrote
_intervention = Decoder(Intervention)


def version() -> int:
    """A number that grows with every change of what stands (a sequence: a rollback leaves it ahead)."""
    return int(rows.select("select last_value from standing_version")[0]["last_value"])


def advance() -> int:
    """Note that what stands has changed; the new version."""
    return int(rows.select("select nextval('standing_version')")[0]["nextval"])


def incidents() -> dict[int, OpenIncident]:
    """Every incident that correlation must still know."""
    found = models.Incident.objects.filter(stands=True).values_list("id", Cast("standing", TextField()))
    return {number: _incident.decode(value) for number, value in found}


def interventions() -> dict[int, Intervention]:
    """Every intervention that is not over."""
    found = models.Intervention.objects.filter(ended=False).values_list("id", Cast("value", TextField()))
    return {number: _intervention.decode(value) for number, value in found}


def write(incidents: Sequence[OpenIncident], gone: Sequence[int]) -> None:
    """Write these incidents; those of ``gone`` no longer stand."""
    if incidents:
        _write_incidents(incidents)
    if gone:
        models.Incident.objects.filter(id__in=gone).update(stands=False, firing_count=0)


def _write_incidents(incidents: Sequence[OpenIncident]) -> None:
    """All in one statement, by hand: each batch writes some, and the ORM has no update of many rows with ``greatest``.

    The texts go binary (``%b``): as text, each quote of their JSON would be escaped.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update incident set standing = v.standing::jsonb, stands = true, firing_count = v.firing,"
            " last_at = greatest(last_at, v.at) from unnest(%s::bigint[], %b::text[], %s::int[],"
            " %s::timestamptz[]) as v(id, standing, firing, at) where incident.id = v.id",
            [
                [incident.id for incident in incidents],
                [msgspec.json.encode(incident).decode() for incident in incidents],
                [incident.firing for incident in incidents],
                [incident.last_at for incident in incidents],
            ],
        )


def write_interventions(works: Sequence[Intervention]) -> None:
    """Create or update interventions."""
    models.Intervention.objects.bulk_create(
        [_row(intervention) for intervention in works],
        batch_size=rows.AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["title", "status", "starts_at", "ends_at", "scope", "value", "ended"],
    )


def _row(intervention: Intervention) -> models.Intervention:
    return models.Intervention(
        id=intervention.id,
        source=intervention.source,
        reference=intervention.reference,
        title=intervention.summary,
        status=intervention.status,
        starts_at=intervention.start,
        ends_at=intervention.end,
        scope=list(intervention.items),
        value=msgspec.to_builtins(intervention),
        message_id=0,
        muted_count=0,
        ended=False,
    )


def findings() -> dict[int, list[Any]]:
    """What each intervention that is not over meets, as it was last noted (JSON)."""
    return dict(models.Intervention.objects.filter(ended=False).values_list("id", "findings"))


def note_findings(number: int, found: list[Any]) -> None:
    """What the intervention meets from now on (JSON)."""
    models.Intervention.objects.filter(id=number).update(findings=found)


def count_muted(counts: Mapping[int, int]) -> None:
    """Add to the interventions' counts of what they muted."""
    for number, count in counts.items():
        models.Intervention.objects.filter(id=number).update(muted_count=F("muted_count") + count)


def retire_incidents(quiet_since: datetime) -> int:
    """Let go of incidents that are not open and have been quiet since then; how many."""
    quiet = models.Incident.objects.filter(
        stands=True, firing_count=0, recovered_at__lt=quiet_since, state__in=("resolved", "closed")
    )
    return quiet.update(stands=False)


def end_interventions(ended: Sequence[int]) -> None:
    """These interventions are over."""
    models.Intervention.objects.filter(id__in=ended).update(ended=True)


def of_incident(number: int) -> OpenIncident | None:
    """An incident as correlation last saw it; None before it did."""
    standing = models.Incident.objects.filter(id=number).values_list("standing", flat=True).first()
    return stored(standing, OpenIncident) if standing else None
