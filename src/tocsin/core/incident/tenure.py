"""Tenure: who had an incident when. Kept with it whenever that changes, so that it can be measured. Knows no duty."""

from datetime import datetime

from msgspec.structs import replace

from tocsin.core.incident.outcome import Outcome
from tocsin.core.incident.values import Incident, Tenure


def with_tenure(before: Incident, outcome: Outcome, now: datetime) -> Outcome:
    """The outcome, whose incident remembers who had it until now where that has changed."""
    after = outcome.after
    old, new = _tenure(before, before.opened_at), _tenure(after, now)
    if replace(old, at=now) == new:
        return outcome
    tenures = (*(before.tenures or (old,)), new)
    return replace(outcome, after=replace(after, tenures=tenures))


def tenures_of(incident: Incident) -> tuple[Tenure, ...]:
    """Who had it from its opening on, each until the next."""
    return incident.tenures or (_tenure(incident, incident.opened_at),)


def _tenure(incident: Incident, at: datetime) -> Tenure:
    over = not incident.open or incident.folded_into is not None
    return Tenure(at=at, owner=incident.owner, team=incident.owner_team, over=over)
