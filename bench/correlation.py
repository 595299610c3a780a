"""Bench: correlation of batches with many repeats, and of a storm of 10,000 events from one room."""

import gc
import json
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time
from typing import Any

from bench.impact import estate
from tocsin.cli.run import rarely_collect
from tocsin.core.correlation.decide import decide
from tocsin.core.correlation.values import Sighting, Standing
from tocsin.core.event.values import Event, EventState, Place
from tocsin.core.impact.graph import Graph
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.organisation.values import Kind, Label, Policies

BATCH, STORM, ROUNDS = 5_000, 10_000, 5
AIMS_US = {"repeat": 15, "new": 60}
_START = datetime(2027, 1, 4, 8, tzinfo=UTC)
_POLICIES = Policies(storm_threshold=5)
_KINDS = {"device.down": Kind(key="device.down", label=Label(fr="", en=""), domain="hardware", effect="down")}


class _Counting:
    def __init__(self) -> None:
        self._last = 0

    def new(self, kind: SubjectKind) -> int:
        self._last += 1
        return self._last


_IDS = _Counting()


def run() -> dict[str, Any]:
    """Microseconds of CPU a sighting: new alerts of a storm, of scattered troubles, unresolved; and repeats."""
    items, requirements = estate()
    graph = Graph.compile(items, requirements)
    gc.collect()
    rarely_collect()  # as a worker does: the estate lives as long as it does
    devices = [item.key for item in items.values() if item.type is ItemType.DEVICE]
    scattered = random.Random(3).sample(devices, BATCH * 3 // 10)
    unresolved = [f"unknown-{number}" for number in range(BATCH * 3 // 10)]
    return {
        "aims_us": AIMS_US,
        "scattered": _typical(lambda: _batch(graph.under({}), scattered, spread_s=600_000)),
        "unresolved": _typical(lambda: _batch(graph.under({}), unresolved, known=False)),
        "storm": _typical(lambda: _storm(graph.under({}), items)),
    }


def _typical(measure: Callable[[], dict[str, float]]) -> dict[str, float]:
    """The median of several rounds. In each, every item is looked at for the first time."""
    rounds = [measure() for _ in range(ROUNDS)]
    return {name: median(figures[name] for figures in rounds) for name in rounds[0]}


def _batch(graph: Graph, keys: Sequence[str], *, spread_s: int = 0, known: bool = True) -> dict[str, float]:
    """A batch of new alerts, then the repeats that make up the other 70 % of ``BATCH``."""
    new = [_sighting(key, number * spread_s / len(keys), known) for number, key in enumerate(keys)]
    repeats = random.Random(4).choices(new, k=BATCH - len(new))
    standing, first = _timed(graph, Standing(), new)
    _, second = _timed(graph, standing, repeats)
    return {
        "new_us": round(first / len(new) * 1e6, 1),
        "repeat_us": round(second / len(repeats) * 1e6, 1),
        "incidents": len(standing.incidents),
    }


def _storm(graph: Graph, items: dict[str, Item]) -> dict[str, float]:
    """10,000 distinct events from one room, in batches of 200, in any order."""
    room = [
        key for key, item in items.items() if item.type is ItemType.DEVICE and key.startswith("srv-s.r1.")
    ]
    alarms = [_sighting(key, 0, kind=f"check {n}") for n in range(STORM // len(room) + 1) for key in room][
        :STORM
    ]
    random.Random(5).shuffle(alarms)
    standing, spent = Standing(), 0.0
    for at in range(0, STORM, 200):
        standing, took = _timed(graph, standing, alarms[at : at + 200])
        spent += took
    return {"new_us": round(spent / STORM * 1e6, 1), "incidents": len(standing.incidents)}


def _timed(graph: Graph, standing: Standing, batch: Sequence[Sighting]) -> tuple[Standing, float]:
    """As the flow calls it: only the batch's alerts stand."""
    wanted = {sighting.event.fingerprint for sighting in batch}
    alerts = {key: standing.alerts[key] for key in wanted & standing.alerts.keys()}
    given = Standing(alerts=alerts, incidents=standing.incidents, interventions=standing.interventions)
    start = process_time()
    decision = decide(
        given, batch, graph=graph, kinds=_KINDS, policy=_POLICIES, ids=_IDS, now=_START + timedelta(days=30)
    )
    return decision.after, process_time() - start


def _sighting(key: str, after_s: float, known: bool = True, kind: str = "") -> Sighting:
    event = Event(
        source="host",
        kind="device.down",
        state=EventState.FIRING,
        criticality=Criticality.HIGH,
        place=Place(text=key),
        summary=f"{key} is down",
        occurred_at=_START + timedelta(seconds=after_s),
        fingerprint=f"v1:{key}{kind}",
    )
    return Sighting(event=event, item=key if known else "")


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
