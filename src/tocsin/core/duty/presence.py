"""Presence: who is away, and who does their work meanwhile: the substitute, the substitute's, and so on."""

from datetime import datetime

from tocsin.core.duty.values import Absence, Roster


def absence_of(person: str, roster: Roster, at: datetime) -> Absence | None:
    """Why the person is away at this instant; of several absences the one declared last. None: they are there."""
    found = (absence for absence in reversed(roster.absences) if absence.person == person)
    return next((absence for absence in found if absence.covers(at)), None)


def is_present(person: str, roster: Roster, at: datetime) -> bool:
    """Whether the person is there at this instant."""
    return absence_of(person, roster, at) is None


def substitute_of(person: str, roster: Roster, at: datetime) -> str:
    """Who stands in for an absent person (key): their substitute, or that one's if it is away too.

    Empty where the chain ends with nobody, or comes back to somebody who is away.
    """
    seen: set[str] = set()
    while person not in seen:
        seen.add(person)
        absence = absence_of(person, roster, at)
        if absence is None:
            return person
        person = absence.substitute
        if not person:
            return ""
    return ""


def away_spans(person: str, roster: Roster, end: datetime) -> list[tuple[datetime, datetime]]:
    """When the person is away before ``end``, in order: absences that meet or overlap are one span."""
    found: list[tuple[datetime, datetime]] = []
    own = (absence for absence in roster.absences if absence.person == person)
    for since, until in sorted((absence.start, absence.end or end) for absence in own):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found
