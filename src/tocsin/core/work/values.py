"""Work values: a task, the lists it stands in, and what runs out first. Know no rule."""

from datetime import datetime
from typing import Literal, get_args

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.sla.values import Clock

WorkList = Literal["mine", "team", "waiting", "risk"]
LISTS: tuple[WorkList, ...] = get_args(WorkList)


class RunningOut(Value):
    """Something ends at ``at`` (UTC; it may be past) unless somebody acts before; ``why`` says what."""

    at: datetime
    why: Why


class Known(Value):
    """An open incident and its clocks as they were last read."""

    incident: Incident
    clocks: tuple[Clock, ...]


class Task(Value):
    """An open incident in a person's work. ``lists``: where it stands; ``first``: what runs out first, None: nothing."""

    incident: Incident
    clocks: tuple[Clock, ...]
    lists: tuple[WorkList, ...]
    first: RunningOut | None
