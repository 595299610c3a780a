"""Status: what a status page shows, in the words that users know. What is private is not in it: no machine, no person."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.core.correlation.interventions import CANCELLED, COMPLETED
from tocsin.core.correlation.values import Intervention
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value
from tocsin.core.major.concerned import concerns
from tocsin.core.major.values import Major, Phase
from tocsin.core.organisation.majors import ShownService, StatusPage
from tocsin.core.organisation.values import Label

AHEAD = timedelta(days=14)  # planned works are listed this far ahead
_FELT = {Effect.DEGRADED, Effect.DOWN}  # a lost redundancy is not noticed by users


class ServiceState(StrEnum):
    """How a service is, for its users."""

    OPERATIONAL = "operational"
    WORKS = "works"  # planned works are on, which stop it or slow it down
    DEGRADED = "degraded"
    INTERRUPTED = "interrupted"


_WORST = tuple(ServiceState)


class ItemHit(Value):
    """The worst that open incidents do to an item now, and since when."""

    effect: Effect
    since: datetime


class ServiceStatus(Value):
    """A service and its state; ``since`` is set unless it is operational."""

    label: Label
    state: ServiceState
    since: datetime | None = None


class PublicNote(Value):
    """A public update, in French and in English."""

    at: datetime
    phase: Phase
    fr: str
    en: str


class PublicMajor(Value):
    """A major incident as users see it: which of the page's services it hit, and what was written for them, newest first."""

    id: int
    services: tuple[Label, ...]
    since: datetime
    until: datetime | None
    notes: tuple[PublicNote, ...]


class PublicWorks(Value):
    """Planned works that users will notice: which services, from when until when."""

    services: tuple[Label, ...]
    start: datetime
    end: datetime | None


class PublicStatus(Value):
    """A status page at an instant. It changes only when what it shows does."""

    key: str
    label: Label
    zone: str
    languages: tuple[Language, ...]
    contact: Label | None
    services: tuple[ServiceStatus, ...]
    majors: tuple[PublicMajor, ...]
    works: tuple[PublicWorks, ...]
    past: tuple[PublicMajor, ...]

    @property
    def worst(self) -> ServiceState:
        """The worst state of its services."""
        return max((service.state for service in self.services), key=_WORST.index, default=_WORST[0])


class Seen(Value):
    """What a page is made from: what is hit, the major incidents, and the works."""

    hits: Mapping[str, ItemHit]
    majors: tuple[Major, ...]
    works: tuple[Intervention, ...]


def status_of(page: StatusPage, seen: Seen, graph: Graph, zone: str, *, now: datetime) -> PublicStatus:
    """The page at ``now``; ``zone`` (IANA) is that in which its users read times."""
    works = [found for known in _noticed(seen.works, now) if (found := _works(known, page, graph))]
    mine = [known for known in seen.majors if concerns(known, page)]
    oldest = now - timedelta(days=page.history_days)
    return PublicStatus(
        key=page.key,
        label=page.label,
        zone=zone,
        languages=page.languages,
        contact=page.contact,
        services=tuple(_service(service, seen, works, now) for service in page.services),
        majors=tuple(_major(known, page) for known in mine if known.open),
        works=tuple(works),
        past=tuple(
            _major(known, page)
            for known in mine
            if known.stood_down_at is not None and known.stood_down_at >= oldest
        ),
    )


def _noticed(works: Iterable[Intervention], now: datetime) -> Iterator[Intervention]:
    for known in sorted(works, key=lambda known: (known.start, known.id)):
        over = known.status in (CANCELLED, COMPLETED) or (known.end is not None and known.end <= now)
        if not over and known.start <= now + AHEAD:
            yield known


def _works(known: Intervention, page: StatusPage, graph: Graph) -> PublicWorks | None:
    """The works with the services that they stop or slow down; None: users notice nothing."""
    loss = graph.loss(dict.fromkeys(known.items, Effect.DOWN))
    hit = [
        service.label
        for service in page.services
        if any(item in known.items or loss.effect(item) in _FELT for item in service.items)
    ]
    return PublicWorks(services=tuple(hit), start=known.start, end=known.end) if hit else None


def _service(service: ShownService, seen: Seen, works: Iterable[PublicWorks], now: datetime) -> ServiceStatus:
    hits = [
        seen.hits[item] for item in service.items if item in seen.hits and seen.hits[item].effect in _FELT
    ]
    if hits:
        down = any(hit.effect is Effect.DOWN for hit in hits)
        state = ServiceState.INTERRUPTED if down else ServiceState.DEGRADED
        return ServiceStatus(label=service.label, state=state, since=min(hit.since for hit in hits))
    on = [known.start for known in works if service.label in known.services and known.start <= now]
    if on:
        return ServiceStatus(label=service.label, state=ServiceState.WORKS, since=min(on))
    return ServiceStatus(label=service.label, state=ServiceState.OPERATIONAL)


def _major(known: Major, page: StatusPage) -> PublicMajor:
    notes = [
        PublicNote(at=update.at, phase=update.phase, fr=update.fr, en=update.en)
        for update in reversed(known.updates)
        if update.audience == "public"
    ]
    return PublicMajor(
        id=known.id,
        services=tuple(service.label for service in page.services if set(known.felt) & set(service.items)),
        since=known.declared_at,
        until=known.stood_down_at,
        notes=tuple(notes),
    )
