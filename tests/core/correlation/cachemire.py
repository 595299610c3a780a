"""Cachemire: nights in the example company, written in lines, through ``decide`` and ``tick``."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from tests.core.correlation.world import START, World
from tocsin.connectors.files.read import read_directory
from tocsin.core.company import Company, compiled
from tocsin.core.correlation.decide import decide, tick
from tocsin.core.correlation.values import Sighting
from tocsin.core.event.values import Event, EventState, Place
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.objects import Concern

SOURCE = "http-it"


@cache
def company() -> Company:
    """The example company as its files declare it."""
    from pathlib import Path

    objects, mistakes = read_directory(Path("examples/cachemire"))
    assert not mistakes
    return compiled(None, dict.fromkeys(Concern, 1), objects, tuple(Concern))


class Night(World):
    """What becomes of the company's alarms; incidents by what is at fault."""

    def __init__(self, **policies: int) -> None:
        from msgspec.structs import replace

        super().__init__(replace(company().organisation.settings.policies, **policies))

    def receives_at(self, minute: float, *reports: str, source: str = SOURCE) -> list[str]:
        """One batch at this minute; ``kind item`` fires, ``-kind item`` recovers, ``@3 ...`` is dated so."""
        now = START + timedelta(minutes=minute)
        here = company()
        return self.take(
            decide(
                self.standing,
                [event_of(text, minute, source) for text in reports],
                graph=here.graph,
                kinds=here.organisation.kinds,
                policy=self.policy,
                ids=self.ids,
                now=now,
            )
        )

    def waits_until(self, minute: float) -> list[str]:
        """A tick at this minute."""
        here = company()
        return self.take(
            tick(
                self.standing,
                graph=here.graph,
                kinds=here.organisation.kinds,
                policy=self.policy,
                ids=self.ids,
                now=START + timedelta(minutes=minute),
                unrepeated={},
            )
        )

    @property
    def items(self) -> dict[str, set[str]]:
        """Cause (with a question mark if it was inferred) -> the items that fire in it."""
        return {incident.cause + "?" * incident.inferred: set(incident.members) for incident in self.open}


def event_of(text: str, minute: float, source: str = SOURCE) -> Sighting:
    """One event of a night."""
    if text.startswith("@"):
        dated, text = text[1:].split(" ", 1)
        minute = float(dated)
    kind, item = text.lstrip("-").split()
    event = Event(
        source=source,
        kind=kind,
        state=EventState.RESOLVED if text.startswith("-") else EventState.FIRING,
        criticality=Criticality.HIGH,
        place=Place(text=item, item=item),
        summary=text,
        occurred_at=START + timedelta(minutes=minute),
        fingerprint=f"{source} {kind} {item}",
    )
    return Sighting(event=event, item=item)


def down(keys: Iterable[str]) -> list[str]:
    """Each of these devices is down."""
    return [f"device.down {key}" for key in keys]
