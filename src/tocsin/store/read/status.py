"""What status pages are made from: what open incidents do to items, and the major incidents. Knows no page."""

from collections.abc import Collection

from tocsin.core.impact.values import Effect
from tocsin.core.major.status import ItemHit
from tocsin.store import models
from tocsin.store.read.incidents import open_incidents


def hits(items: Collection[str]) -> dict[str, ItemHit]:
    """The worst that open incidents which have not recovered do to these items (keys), and since when the first does."""
    since = dict(open_incidents().filter(recovered_at__isnull=True).values_list("id", "since"))
    rows = models.IncidentHit.objects.filter(incident_id__in=list(since), item__in=list(items))
    found: dict[str, ItemHit] = {}
    for incident, item, effect in rows.values_list("incident_id", "item", "effect"):
        known = found.get(item, ItemHit(effect=Effect.NONE, since=since[incident]))
        found[item] = ItemHit(
            effect=max(known.effect, Effect(effect), key=lambda worst: worst.rank),
            since=min(known.since, since[incident]),
        )
    return found


def felt(incidents: Collection[int], items: Collection[str]) -> list[str]:
    """Those of the items (keys) that these incidents take down or degrade now."""
    rows = models.IncidentHit.objects.filter(
        incident_id__in=list(incidents), item__in=list(items), effect__in=[Effect.DEGRADED, Effect.DOWN]
    )
    return sorted(set(rows.values_list("item", flat=True)))
