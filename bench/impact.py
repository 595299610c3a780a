"""Bench: compile 50,000 items and 200,000 links, then one failure of each type of item."""

import json
import random
from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import Any

from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import Item, ItemType, Requirement

ROOMS, RACKS, OUTLETS, ITEMS, LINKS = 20, 40, 14, 50_000, 200_000
AIM_MS = 5.0


def run() -> dict[str, Any]:
    """Milliseconds over 100 failures of each type: effects on every item, then listed as hits with causes."""
    items, requirements = estate()
    links = sum(bool(item.parent) for item in items.values()) + sum(len(need.of) for need in requirements)
    start = perf_counter()
    graph = Graph.compile(items, requirements)
    compiled = perf_counter() - start
    return {
        "items": len(items),
        "links": links,
        "compile_s": round(compiled, 2),
        "aim_ms": AIM_MS,
        "failure": {kind.value: _failures(graph, items, kind) for kind in _kinds(items)},
    }


def _kinds(items: dict[str, Item]) -> list[ItemType]:
    here = {item.type for item in items.values()}
    return [kind for kind in ItemType if kind in here]


def estate() -> tuple[dict[str, Item], list[Requirement]]:
    """An estate of the size that we publish, from the site down to the applications."""
    items = {item.key: item for item in _places()}
    chance = random.Random(1)
    requirements: list[Requirement] = []
    devices: list[str] = []
    for rack in [key for key, item in items.items() if item.type is ItemType.RACK]:
        room = items[rack].parent
        for side in "ab":
            requirements.append(_need(f"{rack}.pdu-{side}", f"{room}.feed-{side}"))
            requirements += [_need(f"{rack}.pdu-{side}.o{n}", f"{rack}.pdu-{side}") for n in range(OUTLETS)]
        for number in range(ITEMS // (ROOMS * RACKS) - 2 * OUTLETS - 6):
            devices.append(key := f"srv-{rack}-{number}")
            items[key] = Item(key=key, type=ItemType.DEVICE, name=key, parent=rack)
    return _loaded(items, requirements, devices, chance)


def _loaded(
    items: dict[str, Item], requirements: list[Requirement], devices: list[str], chance: random.Random
) -> tuple[dict[str, Item], list[Requirement]]:
    """Cords for every device; what is left of the links goes to the applications."""
    for key in devices:
        rack, number = items[key].parent, int(key.rsplit("-", 1)[1]) % OUTLETS
        cords = tuple(f"{rack}.pdu-{side}.o{number}" for side in "ab"[: 1 if number % 5 == 0 else 2])
        requirements.append(Requirement(item=key, of=cords, min_up=1, label="power"))
    left = (
        LINKS - sum(len(need.of) for need in requirements) - sum(bool(item.parent) for item in items.values())
    )
    applications = ITEMS - len(items)
    for number in range(applications):
        key = f"app-{number}"
        items[key] = Item(key=key, type=ItemType.APPLICATION, name=key)
        of = tuple(chance.sample(devices, left // applications))
        requirements.append(Requirement(item=key, of=of, min_up=len(of) * 2 // 3, label="hosting"))
    return items, requirements


def _places() -> Iterator[Item]:
    yield Item(key="s", type=ItemType.SITE, name="s")
    for room in range(ROOMS):
        yield Item(key=f"s.r{room}", type=ItemType.ROOM, name=f"r{room}", parent="s")
        for side in "ab":
            key = f"s.r{room}.feed-{side}"
            yield Item(key=key, type=ItemType.FEED, name=key, parent=f"s.r{room}")
        for rack in range(RACKS):
            yield from _rack(f"s.r{room}", rack)


def _rack(room: str, number: int) -> Iterator[Item]:
    key = f"{room}.k{number}"
    yield Item(key=key, type=ItemType.RACK, name=key, parent=room)
    for side in "ab":
        pdu = f"{key}.pdu-{side}"
        yield Item(key=pdu, type=ItemType.PDU, name=pdu, parent=key)
        for outlet in range(OUTLETS):
            yield Item(key=f"{pdu}.o{outlet}", type=ItemType.OUTLET, name=f"o{outlet}", parent=pdu)


def _need(item: str, needed: str) -> Requirement:
    return Requirement(item=item, of=(needed,), min_up=1, label="power")


def _failures(graph: Graph, items: dict[str, Item], kind: ItemType) -> dict[str, float]:
    keys = [key for key, item in items.items() if item.type is kind]
    times, with_hits, sizes = [], [], []
    for key in random.Random(2).sample(keys, min(100, len(keys))):
        start = perf_counter()
        impact = graph.impact({key: Effect.DOWN})
        times.append((perf_counter() - start) * 1000)
        sizes.append(len(impact.hits))
        with_hits.append((perf_counter() - start) * 1000)
    figures = {
        "median_ms": median(times),
        "worst_ms": max(times),
        "told_ms": median(with_hits),
        "hits": max(sizes),
    }
    return {name: round(figure, 3) for name, figure in figures.items()}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
