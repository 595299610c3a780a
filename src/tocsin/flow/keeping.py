"""Keeping incidents: each is written with its clocks as they read now, and when to look at them again."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.core.escalation.alarm import next_look
from tocsin.core.incident.values import Incident
from tocsin.core.sla.clocks import facts_of, read_clocks
from tocsin.core.sla.values import Clock
from tocsin.flow.organisation import Company
from tocsin.store import incidents


def clocks_of(incident: Incident, company: Company, now: datetime) -> tuple[Clock, ...]:
    """Both clocks, as they read at ``now``."""
    percent = company.organisation.policies.at_risk_percent
    return read_clocks(facts_of(incident), incident.terms, now=now, at_risk_percent=percent)


def keep(changed: Iterable[Incident], company: Company, now: datetime) -> None:
    """Write these incidents."""
    incidents.write([_kept(incident, company, now) for incident in changed])


def _kept(incident: Incident, company: Company, now: datetime) -> incidents.Kept:
    clocks = clocks_of(incident, company, now)
    look = next_look(incident, clocks, now=now)
    return incidents.Kept(incident=incident, clocks=clocks, next_deadline_at=look)
