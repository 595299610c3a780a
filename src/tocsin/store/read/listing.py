"""Incidents as a long list, newest first, by a cursor. Knows no screen."""

from collections.abc import Sequence
from datetime import datetime

from tocsin.core.incident.values import OPEN, number_of
from tocsin.core.kernel.value import Value
from tocsin.store import rows
from tocsin.store.read.incidents import incidents as known_incidents

_BEYOND = 1 << 62


class Listed(Value):
    """An incident in a list. ``title`` is ``{"fr": ..., "en": ...}``; due times are as last read."""

    id: int
    title: dict[str, str]
    state: str
    kind: str
    effect: str
    priority: str
    criticality: str
    cause: str
    cause_kind: str
    owner_team: str
    owner: str
    holder: str
    regions: list[str]
    applications: list[str]
    since: datetime
    opened_at: datetime
    last_at: datetime
    recovered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    folded_into: int | None
    alert_count: int
    ours_due_at: datetime | None
    supplier_due_at: datetime | None

    @property
    def number(self) -> str:
        """``INC-42``."""
        return number_of(self.id)


def incidents(
    *, states: Sequence[str], region: str | None, priorities: Sequence[str], before: int | None, limit: int
) -> tuple[list[Listed], int | None]:
    """At most ``limit`` incidents below the cursor, and the next cursor. ``open`` stands for the open states."""
    wanted = {wanted_state for state in states for wanted_state in (OPEN if state == "open" else [state])}
    asked = known_incidents().filter(id__lt=before or _BEYOND)
    if wanted:
        asked = asked.filter(state__in=sorted(wanted))
    if wanted and wanted <= OPEN:
        asked = asked.filter(folded_into__isnull=True)
    if region is not None:
        asked = asked.filter(regions__contains=[region])
    if priorities:
        asked = asked.filter(priority__in=priorities)
    found = rows.read(asked.order_by("-id")[: limit + 1], Listed)
    return found[:limit], found[limit - 1].id if len(found) > limit else None
