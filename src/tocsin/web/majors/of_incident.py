"""What the page of an incident shows of major incidents: the one that it is part of, or the form that declares one."""

from typing import Any

from tocsin.core.incident.values import Incident
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import access, clock
from tocsin.flow.majors import records
from tocsin.store import majors
from tocsin.web.names import Names
from tocsin.web.request import Request, language


def view(request: Request, incident: Incident, *, may: bool) -> dict[str, Any]:
    """The major incident, else what is proposed, and who may command it."""
    known = majors.of_incidents([incident.id]).get(incident.id)
    if known is not None and (known.open or not incident.open):
        return {"major": known, "major_commander": Names(request.organisation).person(known.commander)}
    if not may or not incident.open or incident.folded_into is not None:
        return {}
    made = majors.proposals([incident.id]).get(incident.id)
    here, organisation = records.here(), request.organisation
    present = [person for person in organisation.persons.values() if here.has(person.key, clock.now())]
    return {
        "declarable": True,
        "proposed": render_named(made.why, organisation, language(request))
        if made and not made.dismissed_by
        else "",
        "commanders": sorted(present, key=lambda person: person.name),
        "me": access.actor(request.user),
        "led": majors.current(),
    }
