"""Estates: small random inventories and random troubles in them, for the laws that hold whatever the topology."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from tests.core.correlation.world import KINDS, START, World, sighting
from tests.core.impact.drawing import drawn
from tocsin.core.correlation.decide import decide
from tocsin.core.correlation.values import Sighting
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.values import Policies


@dataclass(frozen=True)
class Trouble:
    """What happens: an estate and all alarms in it, each with the minute at which its source dates it."""

    graph: Graph
    alarms: list[tuple[float, str]]
    seconds: list[tuple[float, str]]  # what another source says of some of the same items

    def batches(self, dice: random.Random, size: int, *, shuffled: bool) -> list[list[Sighting]]:
        """The same alarms, in order of time or in any, cut into batches of up to this size."""
        reported = [(at, text, "host") for at, text in self.alarms]
        reported += [(at, text, "second") for at, text in self.seconds]
        reported.sort()
        if shuffled:
            dice.shuffle(reported)
        seen = [sighting(text, at=at, source=source) for at, text, source in reported]
        batches: list[list[Sighting]] = []
        while seen:
            cut = size if size > len(seen) else dice.randint(1, size)
            batches.append(seen[:cut])
            seen = seen[cut:]
        return batches


class Came(NamedTuple):
    """An incident as it came out: its alerts, and what is at fault."""

    alerts: frozenset[str]
    cause: str
    inferred: bool
    causes: frozenset[str]


Outcome = frozenset[Came]


def outcome(
    trouble: Trouble, dice: random.Random, *, size: int, shuffled: bool, threshold: int = 3
) -> Outcome:
    """The outcome of the alarms when they are received so: in batches of up to ``size``, in order of time or in any."""
    return outcome_of(trouble.graph, trouble.batches(dice, size, shuffled=shuffled), threshold)


def outcome_of(graph: Graph, batches: Iterable[Sequence[Sighting]], threshold: int) -> Outcome:
    """What these batches come to, one after the other."""
    policy, world = Policies(storm_threshold=threshold), World()
    for batch in batches:
        now = START + timedelta(minutes=11)
        world.take(
            decide(world.standing, batch, graph=graph, kinds=KINDS, policy=policy, ids=world.ids, now=now)
        )
    members: dict[int, set[str]] = {}
    for alert in world.standing.alerts.values():
        if alert.counted:
            members.setdefault(alert.incident, set()).add(alert.fingerprint)
    known = world.standing.incidents
    return frozenset(
        Came(frozenset(alerts), known[at].cause, known[at].inferred, frozenset(known[at].causes))
        for at, alerts in members.items()
    )


def differing(seeds: Iterable[int]) -> list[str]:
    """The seeds for which another cut, or another order, comes to something else, with how it was received."""
    wrong: list[str] = []
    for seed in seeds:
        alarms, dice = trouble(seed), random.Random(seed)
        threshold = dice.choice([3, 3, 5])
        at_once = outcome(alarms, dice, size=1_000, shuffled=False, threshold=threshold)
        for size, shuffled in ((1, False), (4, False), (1, True), (6, True)):
            if outcome(alarms, dice, size=size, shuffled=shuffled, threshold=threshold) != at_once:
                wrong.append(f"seed {seed}, batches of {size}, {'any order' if shuffled else 'in order'}")
    return wrong


def trouble(seed: int, *, within: float = 10) -> Trouble:
    """A random estate, and one to four troubles in it with some of their symptoms, all within these minutes."""
    dice = random.Random(seed)
    lines = _estate(dice)
    graph = drawn("\n".join(lines))
    keys = [line.split()[0] for line in lines]
    alarms: dict[str, float] = {}
    for _ in range(dice.randint(1, 4)):
        start = dice.choice([0.0, dice.uniform(0, within / 2)])
        cause = dice.choice(keys)
        loss = graph.lost(cause)
        if dice.random() < 0.2 and "core1" in keys:
            loss = graph.loss({"core0": Effect.DOWN, "core1": Effect.DOWN})
            cause = dice.choice(["core0", "core1"])
        share = dice.choice([0.3, 0.7, 1.0])
        symptoms = [key for key in loss.items if key != cause and dice.random() < share][
            : dice.randint(0, 25)
        ]
        if dice.random() < 0.6:
            alarms.setdefault(f"{_kind(graph, cause)} {cause}", round(start + _later(dice, within), 2))
        for key in symptoms:
            kind = "psu" if loss.effect(key) is Effect.REDUNDANCY_LOST else _kind(graph, key)
            alarms.setdefault(f"{kind} {key}", round(start + _later(dice, within), 2))
    for _ in range(dice.randint(0, 4)):
        kind = dice.choice(["down", "slow", "psu", "note", "intrusion"])
        alarms.setdefault(f"{kind} {dice.choice(keys)}", round(dice.uniform(0, within), 2))
    reported = [(at, text) for text, at in alarms.items()]
    return Trouble(graph, reported, _seconds(reported, random.Random(-seed), within))


def _seconds(
    alarms: Sequence[tuple[float, str]], dice: random.Random, within: float
) -> list[tuple[float, str]]:
    """In every other estate a second source reports some of the same, at once or later."""
    share = dice.choice([0.0, 0.4])
    found = [(at, text) for at, text in alarms if dice.random() < share]
    return [(round(min(within, at + _later(dice, within)), 2), text) for at, text in found]


def _later(dice: random.Random, within: float) -> float:
    return dice.choice([0.0, dice.uniform(0, 1), dice.uniform(0, within / 2)])


def _kind(graph: Graph, key: str) -> str:
    return "lost" if graph.type_of(key) not in (ItemType.DEVICE, ItemType.APPLICATION) else "down"


def _estate(dice: random.Random) -> list[str]:
    lines = ["g site"]
    devices: list[str] = []
    core = [f"core{n}" for n in range(dice.randint(1, 2))]
    for number in range(dice.randint(1, 2)):
        room = f"s{number}"
        lines += [f"{room} room in g", f"{room}.a feed in {room}", f"{room}.b feed in {room}"]
        if number == 0:
            lines += [f"{key} device in {room}" for key in core]
        for at in range(dice.randint(1, 3)):
            lines += _rack(dice, room, f"{room}.r{at}", core, devices)
    for number in range(dice.randint(0, 3)):
        some = dice.sample(devices, min(len(devices), dice.randint(1, 3)))
        need = dice.choice(["all", "1", str(max(1, len(some) - 1))])
        lines.append(f"app{number} application; {need} of {' '.join(some)}")
    return lines


def _rack(dice: random.Random, room: str, rack: str, core: list[str], devices: list[str]) -> list[str]:
    lines = [f"{rack} rack in {room}"]
    lines += [f"{rack}.{side} pdu in {rack}; all of {room}.{side}" for side in "ab"]
    switch = f"{rack}.sw"
    lines.append(f"{switch} device in {rack}; 1 of {rack}.a {rack}.b; 1 of {' '.join(core)}")
    for number in range(dice.randint(1, 7)):
        key = f"{rack}.d{number}"
        cords = dice.choice([f"1 of {rack}.a {rack}.b", f"all of {rack}.a", f"all of {rack}.b"])
        network = dice.choice(["", f"; all of {switch}", f"; 1 of {' '.join(core)}"])
        if dice.random() < 0.3:
            lines.append(f"{rack}.o{number} outlet in {rack}; all of {rack}.a")
            cords = dice.choice([f"all of {rack}.o{number}", f"1 of {rack}.o{number} {rack}.b"])
        lines.append(f"{key} device in {rack}; {cords}{network}")
        devices.append(key)
    return lines
