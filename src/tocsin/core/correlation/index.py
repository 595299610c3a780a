"""Index: where to look for an incident: by cause, by subject, by time. Built when first asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from tocsin.core.correlation.case import Case
from tocsin.core.correlation.values import OpenIncident
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType

Incident = Case | OpenIncident


class Reach(Protocol):
    """A set of items with quick look-up: what a loss hits, or leaves unseen."""

    @property
    def items(self) -> Collection[str]:
        """Their keys."""
        ...

    def __len__(self) -> int: ...

    def __contains__(self, item: object, /) -> bool: ...


class Index:
    """Numbers of incidents under the keys by which the rules look for them."""

    def __init__(self, incidents: Iterable[Incident], graph: Graph, window: timedelta) -> None:
        self._graph, self._window_s = graph, max(window.total_seconds(), 1.0)
        self.by_cause: dict[str, set[int]] = defaultdict(set)
        self.by_subject: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.inferred: set[int] = set()
        self.unstable: set[int] = set()
        self.slow: set[int] = set()  # incidents caused by an application that works badly
        self.hot: set[int] = set()  # incidents in which something is hot
        self.taken_out: set[str] = set()  # alerts that a person took out of an incident
        self.supplies: set[int] = set()  # incidents caused by a place or a piece of the power line
        # (item, effect, kind) -> the incidents that explain such an alert, each with its causes that do; found by explainers
        self.explaining: dict[tuple[str, Effect, str], list[tuple[int, Sequence[str]]]] = {}
        self._by_time: dict[int, set[int]] = defaultdict(set)
        for incident in incidents:
            self.add(incident)

    def add(self, incident: Incident) -> None:
        """The incident is found from now on."""
        self.explaining.clear()
        number = incident.id
        self._by_time[self._bucket(incident.caused_at or incident.opened_at)].add(number)
        for cause, claim in incident.causes.items():
            self.by_cause[cause].add(number)
            if claim is Effect.DEGRADED and self._graph.type_of(cause) is ItemType.APPLICATION:
                self.slow.add(number)
            if self._graph.is_supply(cause):
                self.supplies.add(number)
        if incident.inferred:
            self.inferred.add(number)
        if incident.unstable:
            self.unstable.add(number)
        if incident.hot:
            self.hot.add(number)
        self.taken_out.update(incident.taken_out)
        if not incident.causes:
            self.by_subject[incident.source, incident.subject].add(number)

    def remove(self, incident: Incident) -> None:
        """The incident is not found any more, at least under its present keys."""
        self.explaining.clear()
        number = incident.id
        self._by_time[self._bucket(incident.caused_at or incident.opened_at)].discard(number)
        for cause in incident.causes:
            self.by_cause[cause].discard(number)
        self.inferred.discard(number)
        self.supplies.discard(number)
        self.slow.discard(number)
        self.hot.discard(number)
        self.unstable.discard(number)
        self.by_subject[incident.source, incident.subject].discard(number)

    def above(self, item: str) -> set[int]:
        """Incidents whose cause is the item, or something that may be behind an alert about it."""
        causes, behind = self.by_cause, self._graph.behind(item)
        few = len(causes) < len(behind)
        return self._union(
            [key for key in causes if key in behind] if few else [key for key in behind if key in causes]
        )

    def below(self, loss: Reach) -> set[int]:
        """Incidents with a cause that this loss hits, and all inferred incidents."""
        causes = self.by_cause
        few = len(loss) < len(causes)
        keys = [key for key in loss.items if key in causes] if few else [key for key in causes if key in loss]
        return self._union(keys) | self.inferred

    def about(self, at: datetime) -> set[int]:
        """Incidents whose cause was reported within two windows of this instant, and all inferred incidents."""
        bucket = self._bucket(at)
        near = (self._by_time.get(slot, ()) for slot in (bucket - 1, bucket, bucket + 1))
        return self.inferred.union(*near)

    def late(self, at: datetime, span: timedelta) -> set[int]:
        """Incidents whose cause was reported up to ``span`` before this instant, and all inferred incidents."""
        first, last = self._bucket(at - span), self._bucket(at) + 1
        return self.inferred.union(*(self._by_time.get(slot, ()) for slot in range(first, last + 1)))

    def _union(self, causes: Iterable[str]) -> set[int]:
        return {number for cause in causes for number in self.by_cause[cause]}

    def _bucket(self, at: datetime) -> int:
        return int(at.timestamp() // self._window_s)
