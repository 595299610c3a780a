"""What the page of hand-overs shows of timelines: the note of each incident's last hand-over."""

from collections.abc import Collection

from tocsin.core.incident.values import Verb
from tocsin.store import models


def notes(incidents: Collection[int]) -> dict[int, str]:
    """The note of the last hand-over, by incident (id)."""
    entries = models.TimelineEntry.objects.filter(
        subject_kind="incident", subject_id__in=list(incidents), verb=Verb.HANDED_OVER
    )
    found = entries.order_by("id").values_list("subject_id", "value")
    return {number or 0: str(value.get("data", {}).get("note", "")) for number, value in found}
