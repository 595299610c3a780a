"""Answering: until when a team must have answered what it was asked. Working time for what is not urgent. Reads no clock."""

from datetime import datetime, timedelta

from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CalendarSpec, Team
from tocsin.core.sla.calendar import calendar_of

_DAY_AND_NIGHT = (
    Priority.P1,
    Priority.P2,
)  # the others wait in the working time of their team, if it declares one
_AHEAD = timedelta(days=31)  # working time is looked for this far


def answer_due(
    team: str, priority: Priority, start: datetime, wait_s: int, organisation: Organisation
) -> datetime | None:
    """The instant ``wait_s`` seconds after ``start`` in which the team (key) answers; None: not within a month."""
    spec = _working_time(organisation, organisation.teams.get(team))
    if spec is None or priority in _DAY_AND_NIGHT:
        return start + timedelta(seconds=wait_s)
    return calendar_of(spec, start, start + _AHEAD).due(start, wait_s)


def _working_time(organisation: Organisation, team: Team | None) -> CalendarSpec | None:
    """The working time of the team, else of its region."""
    region = organisation.regions.get(team.region) if team else None
    key = (team.calendar if team else "") or (region.calendar if region else "")
    return organisation.calendars.get(key)
