"""Witnesses of a batch: events of sources that share their alerts, brought to the alerts that stand. Decides nothing."""

from collections.abc import Sequence

from msgspec.structs import replace

from tocsin.core.company import Company
from tocsin.core.correlation.witnesses import KnownAlert, joined
from tocsin.core.inventory.resolution import Resolution
from tocsin.core.understood import Understood
from tocsin.store import alerts, locks


def with_shared_alerts(understood: list[Understood], company: Company) -> list[Understood]:
    """The batch, its events under the alerts that another witness opened. Takes the incidents' lock if it must look."""
    shared = {source.witness_of for source in company.organisation.sources.values() if source.witness_of}
    if not any(event.source in shared for read in understood for event in read.translation.events):
        return understood
    locks.incidents()
    trust = company.organisation.policies.trust
    known = alerts.firing_on(
        shared, {place.item for read in understood for place in read.places if place.item}
    )
    return [_joined(read, known, trust) for read in understood]


def _joined(read: Understood, known: Sequence[KnownAlert], trust: float) -> Understood:
    pairs = zip(read.translation.events, read.places, strict=True)
    events = tuple(joined(event, _certain(place, trust), known) for event, place in pairs)
    return replace(read, translation=replace(read.translation, events=events))


def _certain(place: Resolution, trust: float) -> str:
    return place.item if place.confidence >= trust else ""
