"""Due: what time asks of major incidents: a commander who is there, reminders of updates and actions. Writes nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tocsin.core.major.commanding import Here, moved
from tocsin.core.major.informing import to_remind
from tocsin.core.major.reviewing import overdue
from tocsin.core.major.values import Major, MajorCommand, RemindOfActions, RemindOfUpdates


def due(known: Iterable[Major], here: Here, *, now: datetime) -> Iterator[tuple[Major, MajorCommand]]:
    """What is to be done now, at most one command a major incident; a commander comes first."""
    for major in known:
        if command := _command(major, here, now):
            yield major, command


def _command(major: Major, here: Here, now: datetime) -> MajorCommand | None:
    if command := moved(major, here, now):
        return command
    if updates := to_remind(major, now):
        return RemindOfUpdates(updates=updates)
    today = now.astimezone(ZoneInfo(here.organisation.settings.zone)).date()
    actions = overdue(major, today)
    return RemindOfActions(actions=actions, today=today) if actions else None
