"""Concern: whose work an open incident is: a person's own, their teams', waiting for others, at risk. Knows no rows."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tocsin.core.incident.values import Holder, Incident, State
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.durations import state_at
from tocsin.core.sla.values import ClockState
from tocsin.core.work.running_out import running_out
from tocsin.core.work.values import Known, RunningOut, Task, WorkList

SOON = timedelta(hours=1)  # what runs out within it is at risk
_RISKY = (ClockState.AT_RISK, ClockState.BREACHED)
_NEVER = datetime.max.replace(tzinfo=UTC)


def teams_of(person: str, organisation: Organisation) -> tuple[str, ...]:
    """The teams (keys) whose work is this person's (key): their own, and those of the rotations they take turns in."""
    known = organisation.persons.get(person)
    own = [known.team] if known and known.team else []
    turns = [
        rotation.team for rotation in organisation.rotations.values() if person and person in rotation.members
    ]
    return tuple(dict.fromkeys((*own, *turns)))


def tasks(
    person: str, known: Iterable[Known], organisation: Organisation, *, now: datetime
) -> tuple[Task, ...]:
    """The open incidents that concern this person (key), what runs out first before the others; of what runs out at one
    instant, the more urgent first."""
    teams = teams_of(person, organisation)
    found = (_task(person, teams, entry, organisation, now) for entry in known)
    return tuple(sorted((task for task in found if task.lists), key=_order))


def _order(task: Task) -> tuple[datetime, str, int]:
    return (task.first.at if task.first else _NEVER, task.incident.priority.value, task.incident.id)


def _task(
    person: str, teams: tuple[str, ...], known: Known, organisation: Organisation, now: datetime
) -> Task:
    first = running_out(known, organisation, now=now)
    lists = _lists(person, teams, known, first, now)
    return Task(incident=known.incident, clocks=known.clocks, lists=lists, first=first)


def _lists(
    person: str, teams: tuple[str, ...], known: Known, first: RunningOut | None, now: datetime
) -> tuple[WorkList, ...]:
    incident = known.incident
    whose: WorkList | None = None
    if person and incident.owner == person:
        whose = "mine"
    elif incident.owner_team in teams:
        whose = "team"
    if whose is None or not incident.open or incident.folded_into is not None:
        return ()
    waiting: tuple[WorkList, ...] = ("waiting",) if _waits(incident, person) else ()
    risk: tuple[WorkList, ...] = ("risk",) if _is_at_risk(known, first, now) else ()
    return (whose, *waiting, *risk)


def _waits(incident: Incident, person: str) -> bool:
    """Whether somebody else has to act next: the supplier, a user, the end of works, or who is to accept it."""
    asked = incident.asked_of not in ("", person)
    return incident.holder is not Holder.US or incident.state is State.PENDING or asked


def _is_at_risk(known: Known, first: RunningOut | None, now: datetime) -> bool:
    """Whether a commitment is at risk or broken, or anything runs out within the hour."""
    risky = any(state_at(running, now) in _RISKY for running in known.clocks)
    return risky or (first is not None and first.at <= now + SOON)
