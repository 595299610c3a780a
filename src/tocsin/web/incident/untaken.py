"""Who is notified next of an incident that nobody has taken, with names. Decides nothing."""

from datetime import datetime
from typing import NamedTuple

from tocsin.core.escalation.untaken import waiting
from tocsin.core.incident.values import Incident
from tocsin.core.organisation.organisation import Organisation
from tocsin.web.names import Names


class UntakenView(NamedTuple):
    """When it was announced again, and when it will be next; ``next_to`` empty: to its team."""

    announced: tuple[datetime, ...]
    next_at: datetime | None
    next_to: str


def shown(incident: Incident, organisation: Organisation) -> UntakenView | None:
    """None where somebody has taken it, or nobody will be notified."""
    found = waiting(incident, organisation)
    if found is None:
        return None
    return UntakenView(found.announced, found.next_at, Names(organisation).person(found.next_to))
