"""Untaken: an incident that nobody takes is notified again to its team, then up the ladder, rung by rung. Reads no clock."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.escalation.ladder import managers
from tocsin.core.incident.values import TOCSIN, Incident, NoticeDue, NoticeKind, State, TimelineEntry, Verb
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CalendarSpec, Team
from tocsin.core.sla.calendar import calendar_of
from tocsin.core.sla.durations import render_duration

_DAY_AND_NIGHT = (
    Priority.P1,
    Priority.P2,
)  # the others wait in the working time of their team, if it declares one
_AHEAD = timedelta(days=31)  # working time is looked for this far


class Waiting(Value):
    """An incident that waits to be taken ``since`` then. ``announced`` are the instants at which it was notified again.

    ``next_at`` is when it is notified next: to the team, or to the manager ``next_to`` (person key). None: nobody is left.
    """

    since: datetime
    announced: tuple[datetime, ...] = ()
    next_at: datetime | None = None
    next_to: str = ""


def waiting(incident: Incident, organisation: Organisation) -> Waiting | None:
    """Since when nobody has taken it, and what follows. None where somebody has, or where nothing follows."""
    wait_s = organisation.policies.untaken.of(incident.priority)
    if incident.owner or incident.state is not State.NEW or incident.folded_into or not wait_s:
        return None
    since = incident.offered_at or incident.opened_at
    announced = _announced(incident, since)
    above = managers(organisation, incident)
    if len(announced) > len(above):
        return Waiting(since=since, announced=announced)
    return Waiting(
        since=since,
        announced=announced,
        next_at=_after(incident, organisation, (announced or (since,))[-1], wait_s),
        next_to=above[len(announced) - 1].key if announced else "",
    )


def alarm(
    incident: Incident, organisation: Organisation, *, now: datetime
) -> Decision[Incident, TimelineEntry | NoticeDue]:
    """The alarm for the next rung, if it is due: one timeline entry and one notice."""
    found = waiting(incident, organisation)
    if found is None or found.next_at is None or found.next_at > now:
        return Decision(after=incident)
    mark = f"{_prefix(found.since)}{now.isoformat()}"
    entry = TimelineEntry(
        subject=incident.subject,
        at=now,
        actor=TOCSIN,
        verb=Verb.UNTAKEN,
        why=_why(incident, organisation, found, now),
        data={"person": found.next_to} if found.next_to else {},
    )
    due = NoticeDue(subject=incident.subject, kind=NoticeKind.UNTAKEN, at=now, person=found.next_to)
    after = replace(incident, announced=(*incident.announced, mark), last_at=now)
    return Decision(after=after, effects=(entry, due))


def _announced(incident: Incident, since: datetime) -> tuple[datetime, ...]:
    prefix = _prefix(since)
    marks = (mark.removeprefix(prefix) for mark in incident.announced if mark.startswith(prefix))
    return tuple(datetime.fromisoformat(mark) for mark in marks)


def _prefix(since: datetime) -> str:
    """The prefix of the marks of one wait: a new wait begins when another team gets the incident."""
    return f"untaken:{since.isoformat()}:"


def _after(incident: Incident, organisation: Organisation, start: datetime, wait_s: int) -> datetime | None:
    spec = _working_time(organisation, organisation.teams.get(incident.owner_team))
    if spec is None or incident.priority in _DAY_AND_NIGHT:
        return start + timedelta(seconds=wait_s)
    return calendar_of(spec, start, start + _AHEAD).due(start, wait_s)


def _working_time(organisation: Organisation, team: Team | None) -> CalendarSpec | None:
    """The working time of the team, else of its region."""
    region = organisation.regions.get(team.region) if team else None
    key = (team.calendar if team else "") or (region.calendar if region else "")
    return organisation.calendars.get(key)


def _why(incident: Incident, organisation: Organisation, found: Waiting, now: datetime) -> Why:
    facts = {
        "waited": render_duration(round((now - found.since).total_seconds())),
        "priority": incident.priority.value,
    }
    if found.next_to:
        return Why(code="escalation.untaken.manager", facts={**facts, "person": found.next_to})
    return Why(code="escalation.untaken.team", facts={**facts, "team": incident.owner_team})
