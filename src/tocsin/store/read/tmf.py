"""Which incident the message of a supplier's ticket became part of. Knows its rows, and decides nothing."""

from collections.abc import Collection
from datetime import datetime

from tocsin.store.models import Event


def incident_named(source: str, references: Collection[str], since: datetime) -> int | None:
    """The incident of the latest event of this source under one of these numbers."""
    wanted = [reference for reference in references if reference]
    found = Event.objects.filter(
        source=source, reference__in=wanted, received_at__gte=since, incident_id__isnull=False
    )
    return found.order_by("-received_at").values_list("incident_id", flat=True).first()
