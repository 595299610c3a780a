"""How sources wrote the place of an incident's cause last. Knows rows, and no supplier: the caller gives the sources."""

from collections.abc import Collection

from tocsin.core.incident.values import Incident
from tocsin.store import models


def written_place(incident: Incident, sources: Collection[str]) -> str:
    """The text of the place in the newest event of these sources (keys) that is about the cause itself; empty: none."""
    if not incident.cause or not sources:
        return ""
    about = models.Event.objects.filter(
        incident_id=incident.id, item=incident.cause, source__in=sorted(sources)
    )
    found = about.order_by("-message_id").values_list("data__place__text", flat=True).first()
    return found or ""
