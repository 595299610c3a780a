"""Collisions: what works meet in their window: other works, and open incidents, on the other side of a redundancy."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from tocsin.core.company import Company
from tocsin.core.correlation.interventions import CANCELLED, ends_at
from tocsin.core.correlation.values import Intervention, OpenIncident
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.impact import Impact
from tocsin.core.impact.values import Effect
from tocsin.core.intervention.places import racks
from tocsin.core.intervention.values import Finding, Severity
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation

_NAMED = 5


class Around(Value):
    """What else there is: works that are not over, of anybody, and open incidents. ``racks``: where our own people work,
    by the id of the works; a supplier's are where their items stand."""

    works: tuple[Intervention, ...] = ()
    incidents: tuple[OpenIncident, ...] = ()
    racks: Mapping[int, tuple[str, ...]] = {}


def collisions(works: Intervention, around: Around, company: Company) -> tuple[Finding, ...]:
    """What these works meet. Together with the other, something goes down, or worse, that each alone leaves running."""
    meeting = _Meeting(works, around, company)
    return (*meeting.incidents(), *meeting.works())


def applications(organisation: Organisation, keys: Iterable[str]) -> list[str]:
    """The names of those that are applications, the most critical first; five, then "…"."""
    found = [organisation.applications[key] for key in keys if key in organisation.applications]
    ranked = sorted(found, key=lambda application: (-application.criticality.rank, application.name))
    names = [application.name for application in ranked]
    return names if len(names) <= _NAMED else [*names[:_NAMED], "…"]


class _Meeting:
    """One window of works against everything else."""

    def __init__(self, works: Intervention, around: Around, company: Company) -> None:
        self._works, self._around = works, around
        self._organisation, self._graph = company.organisation, company.graph
        self._policy = company.organisation.policies
        self._mine = dict.fromkeys(works.items, Effect.DOWN)

    def incidents(self) -> Iterator[Finding]:
        """Open incidents that have already taken the other side."""
        if not self._mine:
            return
        for incident in self._around.incidents:
            failing = {key: effect for key, effect in incident.failing.items() if effect is not Effect.NONE}
            if incident.recovered_at or incident.resolved_at or not failing:
                continue
            worse = worsened(self._graph, self._mine, failing)
            if worse:
                subject = Subject.incident(incident.id)
                facts = {"incident": subject.number, "cause": list(failing), **self._harm(worse)}
                code = "applications" if facts["applications"] else "devices"
                yield _risk(f"incident.{code}", subject, facts)

    def works(self) -> Iterator[Finding]:
        """Other works in the same hours, on the other side or in the same rack."""
        for other in self._around.works:
            if other.id == self._works.id or other.status == CANCELLED or not self._overlap(other):
                continue
            subject = Subject.intervention(other.id)
            facts = {"works": subject.number, "what": other.summary or other.reference, **self._window(other)}
            theirs = dict.fromkeys(other.items, Effect.DOWN)
            if self._mine and theirs and (worse := worsened(self._graph, self._mine, theirs)):
                harm = self._harm(worse)
                code = "applications" if harm["applications"] else "devices"
                yield _risk(f"works.{code}", subject, facts | harm)
            elif shared := [rack for rack in self._racks(self._works) if rack in self._racks(other)]:
                yield _risk("same_rack", subject, facts | {"racks": shared})

    def _overlap(self, other: Intervention) -> bool:
        return self._works.start < ends_at(other, self._policy) and other.start < ends_at(
            self._works, self._policy
        )

    def _racks(self, works: Intervention) -> tuple[str, ...]:
        return self._around.racks.get(works.id) or racks(works.items, self._organisation)

    def _harm(self, worse: list[str]) -> dict[str, object]:
        devices = [key for key in worse if self._graph.type_of(key) in (ItemType.DEVICE, ItemType.CLUSTER)]
        return {"applications": applications(self._organisation, worse), "count": len(devices)}

    def _window(self, other: Intervention) -> dict[str, str]:
        start: datetime = max(other.start, self._works.start)
        end = min(ends_at(other, self._policy), ends_at(self._works, self._policy))
        return {"start_at": start.isoformat(), "end_at": end.isoformat()}


def worsened(graph: Graph, mine: Mapping[str, Effect], other: Mapping[str, Effect]) -> list[str]:
    """What goes down under both losses together, and goes down under neither alone; the worst first."""
    first, second, both = graph.loss(mine), graph.loss(other), graph.loss({**other, **mine})
    serving = (
        ItemType.DEVICE,
        ItemType.CLUSTER,
        ItemType.VIRTUAL_MACHINE,
        ItemType.APPLICATION,
    )
    return [
        key
        for key in both.items
        if graph.type_of(key) in serving
        and both.effect(key) is Effect.DOWN
        and not _down(first, key)
        and not _down(second, key)
    ]


def _down(loss: Impact, key: str) -> bool:
    return loss.effect(key) is Effect.DOWN


def _risk(code: str, meets: Subject, facts: dict[str, object]) -> Finding:
    return Finding(
        severity=Severity.RISK, why=Why(code=f"intervention.meets.{code}", facts=facts), meets=meets
    )
