"""Plausible: when a loss explains an alert, an incident or an inferred cause. Shared by the rules."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tocsin.core.correlation.case import claimed
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.index import Incident
from tocsin.core.impact.impact import Impact
from tocsin.core.impact.values import Effect


def enough(effect: Effect, claim: Effect) -> bool:
    """Whether being hit with ``effect`` explains an alert that reports ``claim``.

    It must be at least as bad; and lost redundancy explains nothing but lost redundancy.
    """
    return effect.rank >= _LEAST[claim]


def least(claim: Effect) -> int:
    """The rank of the least effect that is enough for this claim."""
    return _LEAST[claim]


def hits_all(loss: Impact, claims: Mapping[str, Effect]) -> bool:
    """Whether a loss explains all of these claims, of which there is at least one."""
    for item, claim in claims.items():
        if loss.effect(item).rank < _LEAST[claim]:
            return False
    return bool(claims)


def accounts_for(loss: Impact, incident: Incident) -> bool:
    """Whether a loss explains an incident: its causes, or, if they are inferred, everything that fires."""
    if hits_all(loss, incident.causes):
        return True
    if not incident.inferred or len(loss) < len(incident.members):
        return False
    return hits_all(loss, {key: claimed(counts) for key, counts in incident.members.items()})


def close(desk: Desk, incident: Incident, at: datetime) -> bool:
    """Whether this instant is within the window around the incident's active time."""
    window = desk.window
    last = max(incident.last_at, incident.recovered_at or incident.last_at)
    return incident.opened_at - window <= at <= last + window


def began_close(desk: Desk, incident: Incident, at: datetime) -> bool:
    """Whether its cause was reported within the window of this instant; for an inferred cause, whether it grew then."""
    window = desk.window
    newest = incident.last_at if incident.inferred else incident.caused_at or incident.opened_at
    return incident.opened_at - window <= at <= newest + window


def began_before(desk: Desk, incident: Incident, at: datetime) -> bool:
    """Whether a cause reported at this instant may be the incident's: if that is inferred, or began in the last hour."""
    if at < incident.opened_at - desk.window:
        return False
    return incident.inferred or at - (incident.caused_at or incident.opened_at) < LATE


LATE = timedelta(hours=1)  # a provider may name the cause this long after its symptoms, while they fire
_LEAST = {claim: max(claim.rank, Effect.DEGRADED.rank) for claim in Effect}
_LEAST[Effect.REDUNDANCY_LOST] = Effect.REDUNDANCY_LOST.rank
