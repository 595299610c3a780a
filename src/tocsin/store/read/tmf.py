"""Which incidents the messages of suppliers' tickets became part of. Knows their rows, and decides nothing."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from tocsin.store.models import Event


class Joined(NamedTuple):
    """An event that became part of an incident (id)."""

    at: datetime
    incident: int


def incidents_named(numbers: Collection[tuple[str, str]], since: datetime) -> dict[tuple[str, str], Joined]:
    """For each source and number: the latest of its events that became part of an incident. One query for all."""
    if not numbers:
        return {}
    found = Event.objects.filter(
        source__in={source for source, _ in numbers},
        reference__in={number for _, number in numbers},
        received_at__gte=since,
        incident_id__isnull=False,
    )
    rows = found.order_by("received_at").values_list("source", "reference", "received_at", "incident_id")
    return {
        (source, number): Joined(at, incident)
        for source, number, at, incident in rows
        if incident is not None
    }
