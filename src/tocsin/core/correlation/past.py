"""Past: an alarm that the same batch says is over is judged without the incidents that began only afterwards."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from tocsin.core.correlation.case import Rise
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.values import Sighting
from tocsin.core.event.values import EventState

Ends = Mapping[str, datetime]


def ends(sightings: Sequence[Sighting]) -> list[datetime | None]:
    """For each event of the batch: when its alarm was over, if the recovery follows in the batch; else None."""
    if all(sighting.event.state is not EventState.RESOLVED for sighting in sightings):
        return [None] * len(sightings)
    found: list[datetime | None] = []
    recovered: dict[str, datetime] = {}
    for sighting in reversed(sightings):
        event = sighting.event
        found.append(recovered.get(event.fingerprint) if event.state is EventState.FIRING else None)
        if event.state is EventState.RESOLVED:
            recovered[event.fingerprint] = event.occurred_at
    return found[::-1]


def apart(desk: Desk, rises: Sequence[Rise], over: Ends) -> Iterator[list[Rise]]:
    """The new alerts in groups, those that still last first. Each group is judged among the incidents of its time.

    A mailbox read late reports troubles of yesterday, which are no symptoms of today's.
    """
    if not over or not any(rise.alert.fingerprint in over for rise in rises):
        yield list(rises)
        return
    groups: dict[frozenset[int], list[Rise]] = defaultdict(list)
    for rise in rises:
        groups[_later(desk, over.get(rise.alert.fingerprint))].append(rise)
    for later, group in sorted(groups.items(), key=lambda item: len(item[0])):
        with _hidden(desk, later):
            yield group


def _later(desk: Desk, over: datetime | None) -> frozenset[int]:
    """The incidents that began more than a window after that."""
    if over is None:
        return frozenset()
    began = over + desk.window
    return frozenset(number for number, incident in desk.incidents.items() if incident.opened_at > began)


@contextmanager
def _hidden(desk: Desk, numbers: frozenset[int]) -> Iterator[None]:
    """Hide these incidents from the rules meanwhile."""
    if not numbers:
        yield
        return
    index = desk.index
    hidden = {number: desk.incidents.pop(number) for number in numbers if number in desk.incidents}
    for incident in hidden.values():
        index.remove(incident)
    try:
        yield
    finally:
        desk.incidents.update(hidden)
        for incident in hidden.values():
            index.add(incident)
