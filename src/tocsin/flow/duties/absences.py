"""Absences: what somebody owns who is away goes to somebody who is there, as soon as the absence begins."""

from tocsin.core.duty.handing import handed
from tocsin.core.incident.values import TOCSIN
from tocsin.core.kernel.subject import Subject
from tocsin.flow import clock
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, roster

_WRITTEN = "note"


def watch(by: str = TOCSIN) -> int:
    """Hand over every open incident whose owner is away; how many. ``by``: who declared the absence (person key)."""
    now = clock.now()
    known = roster.standing(now)
    away = {absence.person for absence in known.absences if absence.covers(now)}
    owned = incidents.load(incidents.held_by(away)) if away else {}
    moved = 0
    for incident in owned.values():
        command = handed(incident, _remarks(incident.id), snapshot(), known, now)
        if command is not None:
            act(incident.id, command, by)
            moved += 1
    return moved


def _remarks(incident: int) -> list[str]:
    entries = incidents.timeline(Subject.incident(incident))
    return [
        str(entry.data[_WRITTEN]) for entry in entries if entry.actor != TOCSIN and entry.data.get(_WRITTEN)
    ]
