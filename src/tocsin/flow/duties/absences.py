"""Absences: what somebody owns who is away, or has not accepted in time, goes to somebody who is there."""

from tocsin.core.duty.handing import handed
from tocsin.core.incident.values import TOCSIN, Incident
from tocsin.core.kernel.subject import Subject
from tocsin.flow import clock
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, roster

_WRITTEN = "note"


def watch() -> int:
    """Hand over every open incident whose owner is away, or has not accepted it in time; how many."""
    now = clock.now()
    known = roster.standing(now)
    away = {absence.person for absence in known.absences if absence.covers(now)}
    owned = incidents.held_by(away) if away else []
    moved = 0
    for incident in incidents.load({*owned, *incidents.asked()}).values():
        command = handed(incident, remarks(incident), snapshot(), known, now)
        if command is not None:
            act(incident.id, command, TOCSIN)
            moved += 1
    return moved


def remarks(incident: Incident) -> list[str]:
    """What people wrote on its timeline, the newest last."""
    entries = incidents.timeline(Subject.incident(incident.id))
    return [
        str(entry.data[_WRITTEN]) for entry in entries if entry.actor != TOCSIN and entry.data.get(_WRITTEN)
    ]
