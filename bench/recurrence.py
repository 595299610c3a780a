"""Recurrence: what is found by chance alone (by permutation) and of series put in (by injection); likeness of incidents."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tocsin.core.problem.likeness import Frequencies, Likeness, Traits, best, is_same
from tocsin.core.problem.recurring import recurrences
from tocsin.core.problem.regular import regular
from tocsin.core.problem.values import Family, Occurrence

_START = datetime(2026, 1, 1, tzinfo=UTC)
_DAYS, _ITEMS = 300, 200
_WAYS = ("fan stopped", "module failed", "battery weak", "sensor lost", "firmware hung", "contact burnt")
_SERIES = ((6, 7), (6, 28), (4, 10), (4, 28), (4, 60))  # incidents in so many days
_RUNS = 10


def run() -> dict[str, Any]:
    """The figures of docs/rules/recurrence.md and problem.md. The same seeds, the same figures."""
    looks, false = _false_alarms()
    power = {
        f"{count} in {days} days, found of {_RUNS}": sum(
            _is_found(seed, count, days) for seed in range(_RUNS)
        )
        for count, days in _SERIES
    }
    return {
        "by permutation": {"looks": looks, "false findings": false},
        "by injection": power,
        "regular": _regular(),
        "likeness": _likeness(),
    }


def _false_alarms() -> tuple[int, int]:
    """The keys of a history are dealt out again: what is found then is chance. One finding a key and history."""
    looks, false = 0, set[tuple[int, str]]()
    for seed in range(_RUNS):
        permuted = _permuted(_history(seed), seed)
        for day in range(_DAYS - 50, _DAYS, 10):
            looks += 1
            false |= {(seed, found.key) for found in recurrences(permuted, _day(day))}
    return looks, len(false)


def _is_found(seed: int, count: int, days: int) -> bool:
    put_in = [
        _occurrence(100_000 + n, _DAYS - 10 - days + days * (n + 0.5) / count, "i190") for n in range(count)
    ]
    known = sorted([*_history(seed), *put_in], key=lambda each: each.at)
    return any(found.key == "i190" for found in recurrences(known, _day(_DAYS - 10)))


def _regular() -> dict[str, str]:
    """A trouble that came at even intervals since records began, and what is found in histories at random."""
    days = range(_DAYS - 50, _DAYS, 10)
    false = {
        (seed, found.key)
        for seed in range(_RUNS)
        for day in days
        for found in regular(_history(seed), _day(day))
    }
    power = {
        f"every {every} days, {apart} more or less": sum(
            is_regular_found(seed, every, apart) for seed in range(_RUNS)
        )
        for every, apart in ((7, 1), (14, 2), (14, 5), (30, 3))
    }
    return {
        "false findings": f"{len(false)} in {len(days) * _RUNS} looks",
        **{put_in: f"{found} of {_RUNS}" for put_in, found in power.items()},
    }


def is_regular_found(seed: int, every: float, apart: float) -> bool:
    """Whether a trouble on an item that never failed otherwise is found, which comes every so many days, more or less."""
    dice = random.Random(seed)
    put_in = [
        _occurrence(100_000 + n, every * (n + 0.5) + dice.uniform(-apart, apart), "steady")
        for n in range(int(_DAYS / every))
    ]
    known = sorted([*_history(seed), *put_in], key=lambda each: each.at)
    return any(found.key == "steady" for found in recurrences(known, _day(_DAYS)))


def _permuted(known: list[Occurrence], seed: int) -> list[Occurrence]:
    keys = [each.keys for each in known]
    random.Random(seed).shuffle(keys)
    return [
        Occurrence(incident=each.incident, at=each.at, keys=dealt)
        for each, dealt in zip(known, keys, strict=True)
    ]


def _history(seed: int) -> list[Occurrence]:
    """Items of very unequal frequency, quiet weekends, no series."""
    dice = random.Random(seed)
    weights = [1 / (item + 3) for item in range(_ITEMS)]
    found: list[Occurrence] = []
    for day in range(_DAYS):
        for _ in range(int(dice.expovariate(1 / (5 if day % 7 < 5 else 2)))):
            item = dice.choices(range(_ITEMS), weights)[0]
            found.append(_occurrence(len(found) + 1, day + dice.random() * 0.99, f"i{item}"))
    return found


def _occurrence(number: int, day: float, item: str) -> Occurrence:
    return Occurrence(incident=number, at=_START + timedelta(days=day), keys={Family.ITEM: (item,)})


def _day(number: int) -> date:
    return (_START + timedelta(days=number)).date()


def _likeness() -> dict[str, Any]:
    """Of five histories, in per cent."""
    scored, wanted = likeness_on(range(100, 105))
    offered = {
        f"offered at {bits} bits": _measured([true for found, true in scored if found.total >= bits], wanted)
        for bits in (5, 6, 7, 8)
    }
    return offered | {"linked by rule": _measured([true for found, true in scored if is_same(found)], wanted)}


def likeness_on(seeds: Iterable[int], *, worded: bool = True) -> tuple[list[tuple[Likeness, bool]], int]:
    """Thirty troubles come back among 1,200 other incidents; the first two of each are known.

    What is found of the others, with whether it is right; and how many there are to find. ``worded``: how each was
    described is known too; a kind is described in six ways, a trouble nearly always in one of them.
    """
    scored: list[tuple[Likeness, bool]] = []
    wanted = 0
    for seed in seeds:
        past, trouble_of = _troubled(random.Random(seed))
        if worded:
            past = _described(past, trouble_of, random.Random(f"words {seed}"))
        frequencies = Frequencies(past)
        wanted += sum(trouble > 0 for trouble in trouble_of.values()) - 2 * 30
        for trouble in sorted(set(trouble_of.values()) - {0}):
            known = [traits for traits in past if trouble_of[traits.incident] == trouble][:2]
            for traits in past:
                found = best(traits, known, frequencies) if traits not in known else None
                if found:
                    scored.append((found, trouble_of[traits.incident] == trouble))
    return scored, wanted


def _described(past: list[Traits], trouble_of: dict[int, int], dice: random.Random) -> list[Traits]:
    """The same incidents with words: of six for each kind, the commonest twice as often as the rarest."""
    own: dict[tuple[int, str], str] = {}

    def drawn(kind: str) -> str:
        return f"{kind} " + dice.choices(_WAYS, range(9, 3, -1))[0]

    def words(traits: Traits) -> str:
        trouble = trouble_of[traits.incident]
        usual = own.setdefault((trouble, traits.kind), drawn(traits.kind))
        return usual if trouble and dice.random() < 0.8 else drawn(traits.kind)

    return [replace(traits, words=words(traits)) for traits in past]


def _measured(found: list[bool], wanted: int) -> str:
    return f"P {100 * sum(found) / max(1, len(found)):.0f} R {100 * sum(found) / wanted:.0f}"


def _troubled(dice: random.Random) -> tuple[list[Traits], dict[int, int]]:
    weights = [1 / (item + 3) for item in range(_ITEMS)]
    past: list[Traits] = []
    trouble_of: dict[int, int] = {}

    def add(item: int, kind: int, day: float, trouble: int) -> None:
        rack = item // 5
        traits = Traits(
            incident=len(past) + 1, at=_START + timedelta(days=day), item=f"i{item}", kind=f"k{kind}",
            places=(f"rack{rack}", f"room{rack // 10}"),
        )  # fmt: skip
        past.append(traits)
        trouble_of[traits.incident] = trouble

    for _ in range(1_200):
        add(
            dice.choices(range(_ITEMS), weights)[0],
            dice.choices(range(8), range(8, 0, -1))[0],
            _DAYS * dice.random(),
            0,
        )
    for trouble in range(1, 31):
        item, kind, begins = dice.randrange(_ITEMS), dice.randrange(8), dice.random() * (_DAYS - 60)
        for _ in range(dice.randint(3, 7)):
            other = item if dice.random() < 0.8 else item // 5 * 5 + dice.randrange(5)
            same = kind if dice.random() < 0.85 else dice.randrange(8)
            add(other, same, begins + 60 * dice.random(), trouble)
    return past, trouble_of
