"""What open incidents do to the items of our rooms, and these incidents in short. Knows no inventory."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import models

from tocsin.core.impact.rooms import AffectedItem
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.value import Value
from tocsin.store import rows
from tocsin.store.models import IncidentHit
from tocsin.store.read.incidents import incidents as known_incidents
from tocsin.store.read.incidents import open_incidents

_MOST_INCIDENTS = 200  # a room shows the most urgent incidents; the board has all


class ShortIncident(Value):
    """An open incident as a list names it. ``title`` is ``{"fr": ..., "en": ...}``."""

    id: int
    title: dict[str, str]
    priority: str
    effect: str
    state: str
    cause: str
    owner_team: str
    since: datetime


def affected(items: Sequence[str]) -> dict[str, AffectedItem]:
    """Which of these items an open incident hits, by key. An incident also marks its cause, if only with ``none``."""
    standing = open_incidents().filter(recovered_at__isnull=True)
    hits = IncidentHit.objects.filter(item__in=items, incident_id__in=standing.values("id"))
    causes = standing.filter(cause__in=items).values_list("cause", models.Value("none"), "id")
    return _worst(hits.values_list("item", "effect", "incident_id").union(causes))


def _worst(hits: Iterable[tuple[str, str, int]]) -> dict[str, AffectedItem]:
    effects: dict[str, Effect] = {}
    incidents: dict[str, dict[int, None]] = {}
    for item, effect, incident in hits:
        known = effects.get(item, Effect.NONE)
        effects[item] = max(known, Effect(effect), key=lambda claim: claim.rank)
        incidents.setdefault(item, {})[incident] = None
    return {
        item: AffectedItem(item=item, effect=effect, incidents=tuple(sorted(incidents[item])))
        for item, effect in effects.items()
    }


def incidents(ids: Iterable[int]) -> list[ShortIncident]:
    """These incidents, most urgent and newest first."""
    known = known_incidents().filter(id__in=list(ids)).order_by("priority", "-id")
    return rows.read(known[:_MOST_INCIDENTS], ShortIncident)
