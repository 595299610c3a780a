"""The events of the measures: about 600 bytes each, 70 % repeats over 6,000 fingerprints."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

_START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_TEXT = "Alarme remontée par la supervision du site : " + "tension hors plage sur la voie concernée ; " * 7


class Sample(msgspec.Struct):
    """One event in Tocsin's own JSON."""

    kind: str
    state: str
    criticality: str
    place: dict[str, object]
    identity: str
    summary: str
    occurred_at: datetime
    reference: str


def samples(count: int, *, fingerprints: int = 6_000, items: list[str] | None = None) -> Iterator[Sample]:
    """``count`` events in order of time: each fingerprint first once, the rest repeats of those, seeded."""
    chance = random.Random(42)
    first = sorted(chance.sample(range(count), fingerprints))
    seen = 0
    for index in range(count):
        if seen < fingerprints and first[seen] == index:
            number = seen
            seen += 1
        else:
            number = chance.randrange(max(seen, 1))
        yield _sample(number, index, items)


def _sample(number: int, index: int, items: list[str] | None) -> Sample:
    item = items[number % len(items)] if items else f"srv-{number % 500:03d}"
    return Sample(
        kind="check.failed", state="firing", criticality=("low", "medium", "high", "critical")[number % 4],
        place={"text": f"{item} contrôle {number}", "item": item if items else "", "parts": {"host": item}},
        identity=f"{item}/{number}", summary=_TEXT, occurred_at=_START + timedelta(milliseconds=10 * index),
        reference=f"ALM-{number:06d}",
    )  # fmt: skip
