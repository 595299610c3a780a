"""Closing: an incident that stays resolved closes by itself. Knows no rows and no clock."""

from datetime import datetime, timedelta

from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide
from tocsin.core.incident.outcome import Outcome
from tocsin.core.incident.values import Incident, State
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.why import Why
from tocsin.core.sla.durations import render_duration


def close_in_time(incident: Incident, close_s: int, *, now: datetime) -> Outcome:
    """Closed if it has been resolved for ``close_s`` seconds of calendar time; else as it is.

    Calendar time, because users who find that it is not over do not wait for our working hours.
    """
    if not _is_due(incident, close_s, now):
        return Decision(after=incident)
    why = Why(code="escalation.closed_in_time", facts={"after": render_duration(close_s)})
    return decide(incident, c.CloseInTime(why=why), now=now)


def _is_due(incident: Incident, close_s: int, now: datetime) -> bool:
    """Resolved long enough ago, and no symptom of another incident."""
    if incident.state is not State.RESOLVED or incident.folded_into is not None:
        return False
    return incident.resolved_at is not None and now - incident.resolved_at >= timedelta(seconds=close_s)
