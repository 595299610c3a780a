"""On duty: the one person of a team at an instant. Pages, notices, calendars and the escalation all ask here."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.duty.handover import Shift, shift
from tocsin.core.duty.presence import absence_of, is_present, substitute_of
from tocsin.core.duty.values import Cover, OnDuty, Roster
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Rotation
from tocsin.core.sla.calendar import calendar_of


def rotations_of(team: str, organisation: Organisation) -> list[Rotation]:
    """The rotations of a team (key), in the order in which they are tried."""
    return [rotation for rotation in organisation.rotations.values() if rotation.team == team]


def on_duty(team: str, at: datetime, organisation: Organisation, roster: Roster) -> OnDuty:
    """Who is on duty in the team (key) at this instant, and why. Nobody where no rotation is in force, or all are away.

    The first rotation in force that has somebody present decides.
    """
    nobody = OnDuty(person="", rotation="", why=Why(code="duty.none_in_force", facts={"team": team}))
    for rotation in rotations_of(team, organisation):
        if _in_force(rotation, at, organisation):
            found = _of_rotation(rotation, at, roster)
            if found.person:
                return found
            nobody = found
    return nobody


def colleagues(team: str, after: str, organisation: Organisation) -> list[str]:
    """Who has turns in the team (keys), each once, those who come after this person first."""
    members = [member for rotation in rotations_of(team, organisation) for member in rotation.members]
    known = list(dict.fromkeys(members))
    first = known.index(after) + 1 if after in known else 0
    return [*known[first:], *known[:first]]


def _in_force(rotation: Rotation, at: datetime, organisation: Organisation) -> bool:
    spec = organisation.calendars.get(rotation.calendar)
    return spec is None or calendar_of(spec, at, at + timedelta(days=1)).is_working(at)


def _of_rotation(rotation: Rotation, at: datetime, roster: Roster) -> OnDuty:
    turn = shift(rotation, at)
    cover = _cover(rotation, at, roster)
    if turn is None and cover is None:
        return OnDuty(
            person="", rotation=rotation.key, why=Why(code="duty.not_begun", facts={"rotation": rotation.key})
        )
    expected = cover.person if cover else rotation.members[turn.member] if turn else ""
    if is_present(expected, roster, at):
        why = _turn(rotation, expected, cover)
        return OnDuty(person=expected, rotation=rotation.key, why=why, expected=expected)
    return replace(_instead(rotation, expected, turn, at, roster), expected=expected)


def _turn(rotation: Rotation, person: str, cover: Cover | None) -> Why:
    facts = {"person": person, "rotation": rotation.key}
    return (
        Why(code="duty.cover", facts={**facts, "by": cover.by})
        if cover
        else Why(code="duty.turn", facts=facts)
    )


def _instead(rotation: Rotation, absent: str, turn: Shift | None, at: datetime, roster: Roster) -> OnDuty:
    """The absent person's substitute, else the next of the rotation who is there."""
    facts = {"absent": absent, "rotation": rotation.key}
    absence = absence_of(absent, roster, at)
    if absence and (person := substitute_of(absent, roster, at)):
        return OnDuty(
            person=person,
            rotation=rotation.key,
            why=Why(code="duty.substitute", facts={**facts, "person": person}),
        )
    for person in _next(rotation, turn):
        if is_present(person, roster, at):
            return OnDuty(
                person=person,
                rotation=rotation.key,
                why=Why(code="duty.next", facts={**facts, "person": person}),
            )
    return OnDuty(person="", rotation=rotation.key, why=Why(code="duty.all_absent", facts=facts))


def _next(rotation: Rotation, turn: Shift | None) -> Iterator[str]:
    first = turn.member + 1 if turn else 0
    for step in range(len(rotation.members)):
        yield rotation.members[(first + step) % len(rotation.members)]


def _cover(rotation: Rotation, at: datetime, roster: Roster) -> Cover | None:
    found = (cover for cover in reversed(roster.covers) if cover.rotation == rotation.key)
    return next((cover for cover in found if cover.covers(at)), None)
