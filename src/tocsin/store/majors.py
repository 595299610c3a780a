"""Major incidents as rows: the value whole, its incidents, and what was proposed. Decides nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from django.db.models import Q, QuerySet

from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.major.values import Major, MajorState
from tocsin.store import models
from tocsin.store.stored import stored


class Proposal(Value):
    """An incident (id) that was proposed, and why. ``dismissed_by`` (person key): a person said no; ``note`` says why."""

    incident: int
    at: datetime
    why: Why
    dismissed_by: str = ""
    note: str = ""


def write(majors: Iterable[Major]) -> None:
    """Create or update them, and which incidents belong to them."""
    for known in majors:
        models.Major.objects.update_or_create(
            id=known.id,
            defaults={
                "state": known.state.value,
                "commander": known.commander,
                "declared_at": known.declared_at,
                "last_at": known.last_at,
                "value": msgspec.to_builtins(known),
            },
        )
        links = models.MajorIncident.objects.filter(major_id=known.id)
        links.exclude(incident_id__in=known.incidents).delete()
        models.MajorIncident.objects.bulk_create(
            [models.MajorIncident(major_id=known.id, incident_id=number) for number in known.incidents],
            ignore_conflicts=True,
        )


def load(number: int) -> Major | None:
    """The major incident; None if there is none."""
    return next(iter(_majors(models.Major.objects.filter(id=number))), None)


def current() -> list[Major]:
    """Those that are led now, the latest first."""
    return _majors(models.Major.objects.filter(state=MajorState.DECLARED))


def unreviewed() -> list[Major]:
    """Those that are led now, or whose review is not held."""
    return _majors(models.Major.objects.exclude(state=MajorState.REVIEWED))


def past(most: int = 100) -> list[Major]:
    """The latest that are stood down, reviewed or not."""
    return _majors(models.Major.objects.exclude(state=MajorState.DECLARED))[:most]


def since(instant: datetime) -> list[Major]:
    """Those that are led now, and those that changed after this instant."""
    late = Q(last_at__gte=instant) | Q(state=MajorState.DECLARED)
    return _majors(models.Major.objects.filter(late))


def of_incidents(incidents: Collection[int]) -> dict[int, Major]:
    """Incident (id) -> the latest major incident that it is part of."""
    links = models.MajorIncident.objects.filter(incident_id__in=incidents).order_by("major_id")
    pairs = links.values_list("incident_id", "major__value")
    return {incident: stored(value, Major) for incident, value in pairs}


def proposals(incidents: Collection[int]) -> dict[int, Proposal]:
    """What was proposed of these incidents, by incident (id)."""
    rows = models.MajorProposal.objects.filter(incident_id__in=incidents)
    return {
        row.incident_id: Proposal(
            incident=row.incident_id,
            at=row.at,
            why=msgspec.convert(row.why, Why),
            dismissed_by=row.dismissed_by,
            note=row.note,
        )
        for row in rows
    }


def propose(made: Proposal) -> None:
    """Keep what is proposed, or dismissed."""
    models.MajorProposal.objects.update_or_create(
        incident_id=made.incident,
        defaults={
            "at": made.at,
            "why": msgspec.to_builtins(made.why),
            "dismissed_by": made.dismissed_by,
            "note": made.note,
        },
    )


def _majors(found: QuerySet[models.Major]) -> list[Major]:
    return [stored(value, Major) for value in found.order_by("-id").values_list("value", flat=True)]
