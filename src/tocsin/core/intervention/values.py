"""Intervention values: what is planned by us in a supplier's rooms, and what people may ask of it. Knows no rule."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

Clocks = Literal["none", "supplier"]  # whose commitment is not counted while it lasts


class PlanState(StrEnum):
    """How far it is."""

    DRAFT = "draft"
    DECLARED = "declared"  # the supplier has not answered yet
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    ENDED = "ended"
    CANCELLED = "cancelled"


SENT = frozenset({PlanState.DECLARED, PlanState.ACKNOWLEDGED})
OVER = frozenset({PlanState.REFUSED, PlanState.ENDED, PlanState.CANCELLED})


class Plan(Value):
    """Who does what, where and when. ``places`` are rooms and racks (keys), ``mutes`` the items whose alerts, and whatever
    their loss explains, are counted with it; instants are UTC."""

    what: str
    people: tuple[str, ...]
    places: tuple[str, ...]
    start: datetime
    end: datetime
    mutes: tuple[str, ...] = ()
    clocks: Clocks = "none"


class PlannedIntervention(Value):
    """An intervention of ours. ``id`` is that of the works (WRK-n) by which alerts are muted.

    ``names`` are those of its people when it was planned. ``asked_at`` is when the supplier was written to last,
    ``reminded`` how often it was reminded since; ``sequence`` counts what was sent about it (iCalendar SEQUENCE).
    ``reference`` is the supplier's number for it.
    """

    id: int
    supplier: str
    plan: Plan
    names: tuple[str, ...]
    state: PlanState
    by: str
    declared_at: datetime | None = None
    acknowledged_at: datetime | None = None
    asked_at: datetime | None = None
    reminded: int = 0
    overrun_noted: bool = False
    reference: str = ""
    sequence: int = 0
    revision: int = 0

    @property
    def subject(self) -> Subject:
        """What its timeline and its mails are about."""
        return Subject.intervention(self.id)

    @property
    def over(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.state in OVER


class Severity(StrEnum):
    """What a finding means for the declaration."""

    STOP = "stop"  # it cannot be sent
    RISK = "risk"  # whoever sends it has to accept it
    FINE = "fine"


class Finding(Value):
    """One result of the check. ``meets``: the intervention or incident that it is about."""

    severity: Severity
    why: Why
    meets: Subject | None = None


class Change(Value):
    """A draft is planned otherwise."""

    plan: Plan


class Declare(Value):
    """It is sent to the supplier. ``accepted``: whoever sends it has read the risks, and accepts them."""

    accepted: bool = False


class Acknowledge(Value):
    """The supplier has taken note. ``proof`` is its words, or the number of its message."""

    proof: str
    reference: str = ""


class Refuse(Value):
    """The supplier does not allow it."""

    proof: str


class Prolong(Value):
    """It lasts until later than declared."""

    end: datetime
    accepted: bool = False


class End(Value):
    """It is done."""

    note: str = ""


class Cancel(Value):
    """It will not take place."""

    note: str = ""


class Remind(Value):
    """The supplier has not answered in time: it is written to again."""


class Overrun(Value):
    """Its end has passed, and nobody has closed it."""


class Answered(Value):
    """The supplier has reacted: a mail (``message``, its id) names it, or its ticket (0) has changed. A person reads it."""

    message: int
    line: str


class Called(Value):
    """Somebody called the supplier about it: for how long, at what cost (cents), and what was said."""

    minutes: int
    cost: int
    text: str


Command = (
    Change | Declare | Acknowledge | Refuse | Prolong | End | Cancel | Remind | Overrun | Answered | Called
)


class PlanChanged(Value):
    """The planned intervention, new or known, as it is after the decision."""

    planned: PlannedIntervention
