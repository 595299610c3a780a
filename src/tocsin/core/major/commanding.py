"""Commanding: to whom the command goes if whoever has it is away or silent. Knows no rows; nobody asks for leave."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tocsin.core.duty.on_duty import colleagues, on_duty
from tocsin.core.duty.presence import is_present, substitute_of
from tocsin.core.duty.values import Roster
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.major.concerned import regions_of
from tocsin.core.major.values import CallForCommander, Major, MoveCommand
from tocsin.core.organisation.management import above
from tocsin.core.organisation.organisation import Organisation

CALL_AGAIN = timedelta(minutes=10)  # people are called again after this, until somebody takes the command


class Here(Value):
    """The organisation in force, and who is away."""

    organisation: Organisation
    roster: Roster

    def has(self, person: str, at: datetime) -> bool:
        """Whether the person (key) is known and there at this instant."""
        return person in self.organisation.persons and is_present(person, self.roster, at)


def moved(known: Major, here: Here, now: datetime) -> MoveCommand | CallForCommander | None:
    """What becomes of the command by itself; None: it stays.

    It goes on from somebody who is away, and from somebody to whom it was given and who has not said in time that they
    have it: to their substitute, to who is on duty in its team, to the next of the team's rotations, to those who stand
    above. Nobody gets it who was asked already. Where nobody who is there is left, people are called.
    """
    if not known.open or (why := _why(known, here, now)) is None:
        return None
    if to := next(candidates(known, here, now), ""):
        return MoveCommand(to=to, why=why)
    if known.commander and here.has(known.commander, now):
        return None  # silent, and there is nobody else: they keep it
    again = known.called_at is None or now - known.called_at >= CALL_AGAIN
    return CallForCommander() if known.commander or again else None


def candidates(known: Major, here: Here, now: datetime) -> Iterator[str]:
    """Who may get the command (person keys), in order: those who are there and were not asked."""
    asked = known.asked
    barred = {
        "",
        known.commander,
        *(asked.before if asked else ()),
        asked.to if asked and asked.given else "",
    }
    for person in dict.fromkeys(_in_order(known, here, now)):
        if person not in barred and here.has(person, now):
            yield person


def called(known: Major, here: Here, now: datetime) -> tuple[str, ...]:
    """Whom to call when nobody has the command (person keys): who is there of its team and of those above."""
    people = dict.fromkeys((*team_members(known.team, here.organisation), *_managers(known, here)))
    return tuple(person for person in people if here.has(person, now))


def team_members(team: str, organisation: Organisation) -> tuple[str, ...]:
    """The people of a team (keys)."""
    known = organisation.teams.get(team)
    return known.members if known else ()


def unanswered(known: Major, now: datetime) -> bool:
    """Whether whoever was given the command has not said in time that they have it."""
    asked = known.asked
    return asked is not None and asked.given and now - asked.at >= timedelta(seconds=known.plan.answer)


def _why(known: Major, here: Here, now: datetime) -> Why | None:
    if not known.commander:
        return Why(code="major.moved.nobody", facts={"team": known.team})
    if not here.has(known.commander, now):
        return Why(code="major.moved.away", facts={"person": known.commander})
    if unanswered(known, now):
        return Why(code="major.moved.unanswered", facts={"person": known.commander})
    return None


def _in_order(known: Major, here: Here, now: datetime) -> Iterator[str]:
    yield substitute_of(known.commander, here.roster, now) if known.commander else ""
    current = on_duty(known.team, now, here.organisation, here.roster).person
    yield current
    yield from colleagues(known.team, current, here.organisation)
    yield from _managers(known, here)


def _managers(known: Major, here: Here) -> Iterator[str]:
    """Who stands above its team, and above the regions hit; nearest first."""
    organisation = here.organisation
    persons = organisation.persons
    members = [persons[key] for key in team_members(known.team, organisation) if key in persons]
    hit = regions_of(known, organisation)
    regions = [organisation.regions[key].manager for key in hit if key in organisation.regions]
    for start in (*(person.manager for person in members[:1]), *regions):
        yield from (person.key for person in above(organisation, start))
