"""Due: what time asks of the problems: reminders of overdue actions, and the end of a problem that stays quiet."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.organisation.organisation import Organisation
from tocsin.core.problem.record import Action, CloseQuiet, Command, Problem, ProblemState, RemindOfActions

_AGAIN = timedelta(days=7)  # an action that stays overdue is reminded of weekly


def due(
    known: Iterable[Problem], organisation: Organisation, *, now: datetime
) -> Iterator[tuple[Problem, Command]]:
    """What is to be done now, at most one command a problem."""
    for problem in known:
        if command := _command(problem, organisation, now):
            yield problem, command


def _command(problem: Problem, organisation: Organisation, now: datetime) -> Command | None:
    if not problem.open:
        return None
    today = now.astimezone(ZoneInfo(organisation.settings.zone)).date()
    late = tuple(
        action.id for action in problem.actions if action.overdue(today) and _not_reminded(action, now)
    )
    if late:
        return RemindOfActions(actions=late, today=today)
    return CloseQuiet() if _is_quiet(problem, now) else None


def _not_reminded(action: Action, now: datetime) -> bool:
    return action.reminded is None or now.date() - action.reminded >= _AGAIN


def _is_quiet(problem: Problem, now: datetime) -> bool:
    """Whether it is resolved, and neither then nor since has an incident begun within the stated time."""
    if problem.state is not ProblemState.RESOLVED or problem.resolved_at is None:
        return False
    last = max(filter(None, (problem.resolved_at, problem.last_incident_at)))
    return now - last >= timedelta(days=problem.quiet_days)
