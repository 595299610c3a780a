"""Problem record: what is known of a problem, how far it is, and what people may ask of it. Knows no rule."""

from datetime import date, datetime
from enum import StrEnum

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.problem.values import Family

QUIET_DAYS = 30  # without a new incident: a resolved problem is closed


class ProblemState(StrEnum):
    """How far it is, in ITIL 4's words: identification, problem control, error control."""

    IDENTIFIED = "identified"
    IN_ANALYSIS = "in_analysis"
    KNOWN_ERROR = "known_error"  # analysed, and not resolved yet
    RESOLVED = "resolved"  # the cause is removed: watched until it has not recurred for the stated time
    CLOSED = "closed"


class WatchedKey(Value):
    """What its incidents have in common: a key of a family of recurrences."""

    family: Family
    key: str


class Cause(Value):
    """An answer to «why?». ``of`` is the cause that it explains, 0 the trouble itself. ``root``: nothing is behind it."""

    id: int
    of: int
    text: str
    by: str
    root: bool = False


class Action(Value):
    """Something to be done by ``owner`` (person key) by the day ``due``. ``reminded``: the last day of a reminder."""

    id: int
    text: str
    owner: str
    due: date
    done_at: datetime | None = None
    reminded: date | None = None

    def overdue(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return self.done_at is None and self.due < today


class Change(Value):
    """The change that is to remove the cause. ``supplier`` (key): the provider makes it; empty: we do.

    ``reference`` is its number there or here: a ticket of theirs, an intervention (WRK-9).
    """

    text: str
    supplier: str = ""
    reference: str = ""
    day: date | None = None
    done_at: datetime | None = None


class Problem(Value):
    """A problem. Keys are the organisation's; instants are UTC.

    ``incidents`` (ids) are those that belong to it, ``unlinked`` those of which a person said that they do not.
    ``known_since``: since when it is a known error, which is offered on incidents that resemble it.
    ``last_incident_at`` is when the trouble of its latest incident began. ``quiet_days``: so long it must not recur
    before it is closed. ``void``: closed by a person as no problem; it is offered no more, and no incident reopens it.
    """

    id: int
    title: str
    team: str
    opened_at: datetime
    last_at: datetime
    state: ProblemState = ProblemState.IDENTIFIED
    owner: str = ""
    keys: tuple[WatchedKey, ...] = ()
    incidents: tuple[int, ...] = ()
    unlinked: tuple[int, ...] = ()
    last_incident_at: datetime | None = None
    hypothesis: str = ""
    causes: tuple[Cause, ...] = ()
    workaround: str = ""
    actions: tuple[Action, ...] = ()
    change: Change | None = None
    known_since: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    quiet_days: int = QUIET_DAYS
    reopened: int = 0
    void: bool = False
    revision: int = 0

    @property
    def subject(self) -> Subject:
        """What its timeline, its mails and its links are about."""
        return Subject.problem(self.id)

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do, or to watch."""
        return self.state is not ProblemState.CLOSED

    @property
    def over(self) -> bool:
        """Whether its cause is taken to be removed: another incident then is a recurrence."""
        return self.state in (ProblemState.RESOLVED, ProblemState.CLOSED)

    @property
    def offered(self) -> bool:
        """Whether it is offered as a known error: it was analysed, has a workaround, and is a problem."""
        return self.known_since is not None and bool(self.workaround) and not self.void


class Begun(Value):
    """A problem that is to begin: from a recurrence that a person confirmed, or by hand from incidents."""

    title: str
    incidents: tuple[int, ...]
    last_incident_at: datetime | None
    team: str = ""
    keys: tuple[WatchedKey, ...] = ()
    why: Why | None = None


class Take(Value):
    """Become its owner."""


class Assign(Value):
    """A person (key) becomes its owner."""

    person: str


class Comment(Value):
    """Add a line to the timeline."""

    note: str


class Retitle(Value):
    """Call it otherwise."""

    title: str


class Suppose(Value):
    """The hypothesis, as it stands now."""

    text: str


class AddCause(Value):
    """Answer «why?»: of the trouble (0), or of a cause (its id). ``root``: nothing is behind it."""

    text: str
    of: int = 0
    root: bool = False


class StrikeCause(Value):
    """A cause was none; what was to explain it goes with it."""

    cause: int


class WorkAround(Value):
    """The workaround, as it stands now."""

    text: str


class DeclareKnownError(Value):
    """The analysis is done: it is offered on incidents that resemble it from here on."""


class AddAction(Value):
    """Something is to be done by a person (key) by a day."""

    text: str
    owner: str
    due: date


class FinishAction(Value):
    """An action is done."""

    action: int


class PostponeAction(Value):
    """An action gets another day."""

    action: int
    due: date


class PlanChange(Value):
    """The change that is to remove the cause."""

    change: Change


class ResolveProblem(Value):
    """The cause is removed. ``quiet_days``: so long it must not recur before the problem is closed."""

    note: str
    quiet_days: int = QUIET_DAYS


class CloseProblem(Value):
    """A person closes it now, with a reason. ``void``: it is no problem, or another one's."""

    note: str
    void: bool = False


class ReopenProblem(Value):
    """It is not over after all."""

    note: str


class LinkIncidents(Value):
    """These incidents (ids) are of this trouble; the latest began at ``began``. ``why`` is set where a rule says so."""

    incidents: tuple[int, ...]
    began: datetime
    why: Why | None = None
    keys: tuple[WatchedKey, ...] = ()


class UnlinkIncident(Value):
    """This incident is not of this trouble."""

    incident: int
    note: str = ""


class RemindOfActions(Value):
    """Actions (ids) are overdue on this day."""

    actions: tuple[int, ...]
    today: date


class CloseQuiet(Value):
    """It has not recurred for the stated time."""


PersonCommand = (
    Take | Assign | Comment | Retitle | Suppose | AddCause | StrikeCause | WorkAround | DeclareKnownError
    | AddAction | FinishAction | PostponeAction | PlanChange | ResolveProblem | CloseProblem | ReopenProblem | LinkIncidents
    | UnlinkIncident
)  # fmt: skip
Command = PersonCommand | RemindOfActions | CloseQuiet


class ProblemChanged(Value):
    """The problem, new or known, as it is after the decision."""

    problem: Problem
