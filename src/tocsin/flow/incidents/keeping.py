"""Keeping incidents: each is written with its clocks as computed now, their outcomes, and when to look again."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.core.escalation.decide import next_look
from tocsin.core.incident.values import Incident
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla import clocks
from tocsin.core.sla.outcomes import outcomes as outcomes_of
from tocsin.core.sla.values import Clock
from tocsin.store import incidents, outcomes


def clocks_of(incident: Incident, now: datetime) -> tuple[Clock, ...]:
    """Both clocks at ``now``, computed from frozen commitments and the incident alone."""
    return clocks.clocks_of(incident, now=now)


def keep(changed: Iterable[Incident], organisation: Organisation, now: datetime) -> None:
    """Write these incidents, and the outcomes of their clocks."""
    kept = [_kept(incident, organisation, now) for incident in changed]
    incidents.write(kept)
    before = outcomes.last([followed.incident.id for followed in kept])
    outcomes.write(
        outcome
        for followed in kept
        for outcome in outcomes_of(
            followed.incident, followed.clocks, before.get(followed.incident.id, {}), now=now
        )
    )


def _kept(incident: Incident, organisation: Organisation, now: datetime) -> incidents.Kept:
    read = clocks_of(incident, now)
    spared = (known.end for known in incident.spared if incident.open and known.end > now)
    looks = (next_look(incident, organisation, read, now=now), *spared)
    look = min(filter(None, looks), default=None)
    return incidents.Kept(incident=incident, clocks=read, next_deadline_at=look)
