"""What people do to an incident: the same lock, the same rules, the same timeline as everything else."""

from django.db import transaction

from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide
from tocsin.core.incident.values import Incident, NoticeDue, TimelineEntry
from tocsin.core.kernel.errors import NotFound
from tocsin.flow import clock, notices, standing
from tocsin.flow.keeping import keep
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks


def act(incident_id: int, command: c.Command, by: str) -> Incident:
    """Carry out a person's command (``by``: their key); the incident after it.

    Raises NotFound, or Refused with a sentence in both languages; nothing is changed then.
    """
    now = clock.now()
    with transaction.atomic():
        locks.incidents()
        incident = incidents.load([incident_id]).get(incident_id)
        if incident is None:
            raise NotFound("error.no_incident", number=incident_id)
        decision = decide(incident, command, now=now, by=by)
        if decision.after.open is not incident.open:
            standing.resolve(incident_id, None if decision.after.open else now)
        keep([decision.after], now)
        incidents.write_entries([one for one in decision.effects if isinstance(one, TimelineEntry)])
        notices.queue([one for one in decision.effects if isinstance(one, NoticeDue)], company(), now)
    return decision.after
