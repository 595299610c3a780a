"""Shifts: when a duty passes to the next person, what the last one owns in it goes over, each with a note to accept."""

from django.db import transaction

from tocsin.core.duty.handing import handed_to
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.shifts import ShiftChange, follow
from tocsin.core.incident.values import TOCSIN
from tocsin.core.kernel.why import Why
from tocsin.flow import clock
from tocsin.flow.duties.absences import remarks
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, locks, roster, shifts


def watch() -> int:
    """Look at the duty of every team; how many changes of shift there were."""
    with transaction.atomic():
        return _watch() if locks.try_duty("shifts") else 0


def _watch() -> int:
    now, organisation = clock.now(), snapshot()
    known, seen, changes = roster.standing(now), shifts.seen(), 0
    for team in dict.fromkeys(rotation.team for rotation in organisation.rotations.values()):
        before = seen.get(team)
        followed = follow(before, team, on_duty(team, now, organisation, known))
        if followed.after is not None and followed.after != before:
            shifts.keep(followed.after)
        for shift in followed.effects:
            _pass_on(shift)
            changes += 1
    return changes


def _pass_on(shift: ShiftChange) -> None:
    owned = incidents.load(incidents.of_duty(shift.team, shift.outgoing))
    why = Why(code="duty.note.shift", facts={"outgoing": shift.outgoing, "incoming": shift.incoming})
    for incident in owned.values():
        command = handed_to(shift.incoming, incident, remarks(incident), why, snapshot())
        act(incident.id, command, TOCSIN)
    shifts.add(shift, list(owned), incidents.of_duty(shift.team, ""), clock.now())
