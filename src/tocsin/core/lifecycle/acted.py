"""Acted: what has to be written after a decision on one incident, by a person's command or by its clocks."""

from datetime import datetime

from tocsin.core.incident.outcome import Outcome
from tocsin.core.incident.values import Incident
from tocsin.core.lifecycle.effects import Effect, IncidentChanged, ResolutionSet


def effects_of(before: Incident, outcome: Outcome, *, now: datetime) -> tuple[Effect, ...]:
    """The incident, the decision's own effects, and the changes that correlation must know of."""
    after = outcome.after
    known = () if after.open is before.open else (_resolution(after, now),)
    return (IncidentChanged(incident=after), *outcome.effects, *known)


def _resolution(after: Incident, now: datetime) -> ResolutionSet:
    return ResolutionSet(incident=after.id, at=None if after.open else now)
