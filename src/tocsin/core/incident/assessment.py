"""Assessment: how bad it is. Effect x criticality of each application hit, by the client's matrix."""

from tocsin.core.impact.values import Effect, Hit
from tocsin.core.incident.values import IncidentKind
from tocsin.core.inventory.values import HOSTS, Item, ItemType
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation

KIND_OF = {
    Effect.DOWN: IncidentKind.OUTAGE,
    Effect.DEGRADED: IncidentKind.DEGRADATION,
    Effect.REDUNDANCY_LOST: IncidentKind.REDUNDANCY,
    Effect.NONE: IncidentKind.INFORMATION,
}


class Assessment(Value):
    """How badly the business is hit. ``applications``: the most urgent first, then the most critical, then by key.

    ``regions`` are those of the applications hit, or of the devices, or of the cause; ``""`` is the group.
    """

    effect: Effect
    criticality: Criticality
    priority: Priority
    why: Why
    applications: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def kind(self) -> IncidentKind:
        """The kind of incident."""
        return KIND_OF[self.effect]


def assess(
    organisation: Organisation,
    *,
    cause: str,
    effect: Effect,
    hits: tuple[Hit, ...],
    claimed: Criticality = Criticality.MEDIUM,
    region: str = "",
) -> Assessment:
    """Weigh what ``cause`` (item key) takes down.

    The effect and the urgency are those of the applications hit: each gets a priority from the matrix and
    the most urgent one wins. Where no application is hit, the devices' effect counts (or ``effect``, that of
    the cause itself) with the criticality that the source ``claimed``. ``region`` is the source's, for a
    cause that the inventory does not know.
    """
    applications = _of_type(organisation, hits, frozenset({ItemType.APPLICATION}))
    devices = _of_type(organisation, hits, HOSTS)
    regions = (
        _behind(organisation, cause)
        or _regions(organisation, applications or devices)
        or _region_of(organisation, cause, region)
    )
    if not applications:
        return _without_application(organisation, devices, effect, claimed, regions)
    return _with_applications(organisation, applications, regions)


def accountable(organisation: Organisation, cause: str) -> str:
    """The supplier who answers for the cause; empty: it is ours to repair.

    Places and power follow their container's supplier. A device standing in the supplier's rack does not: it
    is ours, unless it names a supplier itself, or a contract names it; so with applications. A circuit is its operator's.
    """
    item = organisation.items.get(cause)
    if item is None:
        return ""
    own = item.type in (*HOSTS, ItemType.CIRCUIT, ItemType.APPLICATION)
    return organisation.named_supplier(cause) if own else organisation.supplier_of(cause)


Hits = list[tuple[Item, Effect]]


def _of_type(organisation: Organisation, hits: tuple[Hit, ...], wanted: frozenset[ItemType]) -> Hits:
    found = ((organisation.items.get(hit.item), hit.effect) for hit in hits)
    return [(item, effect) for item, effect in found if item and item.type in wanted and effect.rank]


def _with_applications(organisation: Organisation, hits: Hits, regions: tuple[str, ...]) -> Assessment:
    hits = sorted(
        hits, key=lambda hit: (_priority(organisation, *hit), -_criticality(hit[0]).rank, hit[0].key)
    )
    decisive, effect = hits[0]
    return Assessment(
        effect=_worst(hits),
        criticality=max((_criticality(item) for item, _ in hits), key=lambda criticality: criticality.rank),
        priority=_priority(organisation, decisive, effect),
        applications=tuple(item.key for item, _ in hits),
        regions=regions,
        why=_why(organisation, decisive, effect, len(hits)),
    )


def _without_application(
    organisation: Organisation, devices: Hits, effect: Effect, claimed: Criticality, regions: tuple[str, ...]
) -> Assessment:
    worst = _worst(devices) if devices else effect
    priority = organisation.priority(worst.value, claimed)
    facts = {"priority": priority.value, "effect": worst.value, "criticality": claimed.value}
    return Assessment(
        effect=worst,
        criticality=claimed,
        priority=priority,
        regions=regions,
        why=Why(code=f"incident.priority.claimed.{worst.value}", facts=facts),
    )


def _why(organisation: Organisation, item: Item, effect: Effect, count: int) -> Why:
    criticality = _criticality(item)
    facts = {
        "priority": organisation.priority(effect.value, criticality).value,
        "application": item.name,
        "criticality": criticality.value,
        "count": count,
    }
    which = "application" if count > 1 else "only_application"
    return Why(code=f"incident.priority.{which}.{effect.value}.{criticality.value}", facts=facts)


def _criticality(item: Item) -> Criticality:
    return item.criticality or Criticality.MEDIUM


def _priority(organisation: Organisation, item: Item, effect: Effect) -> Priority:
    return organisation.priority(effect.value, _criticality(item))


def _worst(hits: Hits) -> Effect:
    return max((effect for _, effect in hits), key=lambda effect: effect.rank)


def _behind(organisation: Organisation, cause: str) -> tuple[str, ...]:
    """The region behind a lost circuit: the line is its loss, whoever else uses the same applications."""
    item = organisation.items.get(cause)
    region = organisation.region_of(cause) if item and item.type is ItemType.CIRCUIT else ""
    return (region,) if region else ()


def _regions(organisation: Organisation, hits: Hits) -> tuple[str, ...]:
    return tuple(sorted({organisation.region_of(item.key) for item, _ in hits}))


def _region_of(organisation: Organisation, cause: str, region: str) -> tuple[str, ...]:
    return (organisation.region_of(cause) if cause in organisation.items else region,)
