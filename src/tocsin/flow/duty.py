"""Duty: who declares an absence or a cover, if they may, and what follows at once. One answer to who is on duty."""

from datetime import datetime

from msgspec.structs import replace

import tocsin.core.duty.sentences  # noqa: F401  a refusal can be said wherever it is made
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.unowned import Unowned, unowned
from tocsin.core.duty.values import Absence, Cover, OnDuty, Roster
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.flow import access, clock
from tocsin.flow.duties import absences
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, roster
from tocsin.store.models import Account


def known(since: datetime | None = None) -> Roster:
    """What is declared and is not over before ``since`` (default: now)."""
    return roster.standing(since or clock.now())


def now_on_duty(team: str) -> OnDuty:
    """Who is on duty in the team (key) now."""
    now = clock.now()
    return on_duty(team, now, snapshot(), roster.standing(now))


def unowned_between(start: datetime, end: datetime) -> list[Unowned]:
    """When open incidents had nobody who was there, between these instants, computed from what was."""
    open_then = incidents.open_between(start, end)
    return unowned(open_then, start, end, snapshot(), roster.standing(start))


def minutes(found: list[Unowned]) -> int:
    """The whole minutes of these spans; less than half a minute in all is none."""
    return round(sum(span.seconds for span in found) / 60)


def declare_absence(account: Account, absence: Absence) -> int:
    """Somebody is away; what they own goes to others at once if that has begun. How many incidents moved.

    Raises NotAllowed, or Refused with what to correct.
    """
    organisation = snapshot()
    access.require_roster(account, absence.person, organisation)
    _check(absence.start, absence.end)
    _check_person(absence.person)
    if absence.substitute:
        _check_person(absence.substitute)
    if absence.person == absence.substitute:
        raise Refused("duty.refused.own_substitute", person=organisation.persons[absence.person].name)
    by = access.actor(account)
    roster.add_absence(replace(absence, by=by), clock.now())
    return absences.watch()


def end_absence(account: Account, number: int) -> None:
    """The person is back, or does not leave. What was handed over stays where it is. Raises NotAllowed or NotFound."""
    found = roster.absence(number)
    if found is None or (found.end is not None and found.end <= clock.now()):
        raise NotFound("duty.gone")
    access.require_roster(account, found.person, snapshot())
    roster.end_absence(number, access.actor(account), clock.now())


def declare_cover(account: Account, cover: Cover) -> None:
    """Somebody takes the duty of a rotation for a time. Raises NotAllowed, or Refused with what to correct."""
    access.require_roster(account, cover.person, snapshot())
    _check(cover.start, cover.end)
    _check_person(cover.person)
    if cover.rotation not in snapshot().rotations:
        raise Refused("duty.refused.unknown_rotation")
    roster.add_cover(replace(cover, by=access.actor(account)), clock.now())


def end_cover(account: Account, number: int) -> None:
    """The usual turn holds again. Raises NotAllowed or NotFound."""
    found = roster.cover(number)
    if found is None or found.end <= clock.now():
        raise NotFound("duty.gone")
    access.require_roster(account, found.person, snapshot())
    roster.end_cover(number, access.actor(account), clock.now())


def _check(start: datetime, end: datetime | None) -> None:
    if end is not None and end <= start:
        raise Refused("duty.refused.order")


def _check_person(person: str) -> None:
    if person not in snapshot().persons:
        raise Refused("duty.refused.unknown_person", person=person)
