"""Ladder: the rungs of a supplier's escalation, and when each may be called, by the supplier's own clock."""

from datetime import datetime

from tocsin.core.exchange.values import Rung
from tocsin.core.incident.values import Incident
from tocsin.core.organisation.values import Supplier
from tocsin.core.sla.clocks import facts_of, reached


def rungs(supplier: Supplier, incident: Incident, now: datetime) -> tuple[Rung, ...]:
    """Every rung in order of time. None is due before the supplier knows of the incident, nor once it is over."""
    facts = facts_of(incident)
    climbed = []
    for step in supplier.ladder:
        at = reached("supplier", facts, incident.terms, step.after_s, now=now)
        climbed.append(
            Rung(
                name=step.name,
                after_s=step.after_s,
                phone=step.phone,
                email=step.email,
                due_at=at,
                due=at is not None and at <= now,
            )
        )
    return tuple(climbed)
