"""Incident values: its state, who must act, its commitments, and the entries of its timeline."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tocsin.core.impact.values import Effect
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.escalation import FrozenPolicy, Line
from tocsin.core.organisation.values import CalendarSpec, CommitmentSpec, Label

LATE = timedelta(minutes=1)  # from the beginning of a trouble to its reception: pages show a longer delay
TOCSIN = "tocsin"  # the actor of what no person did


class State(StrEnum):
    """ITIL states. New, in progress and pending are *open*."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"


OPEN = frozenset({State.NEW, State.IN_PROGRESS, State.PENDING})


class IncidentKind(StrEnum):
    """What sort of trouble: the effect on the business, in one word."""

    OUTAGE = "outage"
    DEGRADATION = "degradation"
    REDUNDANCY = "redundancy"
    INFORMATION = "information"


class Holder(StrEnum):
    """The party that must act now."""

    US = "us"
    SUPPLIER = "supplier"
    USER = "user"


class PauseReason(StrEnum):
    """Why an incident is pending."""

    WAITING_USER = "waiting_user"
    WAITING_SUPPLIER = "waiting_supplier"
    PLANNED_WORKS = "planned_works"


class Turn(Value):
    """From ``at`` (UTC) on, ``holder`` must act; ``works``: planned works are on; ``over``: the service is restored.

    Clocks are computed from the turns of an incident, an extract of its timeline.
    """

    at: datetime
    holder: Holder
    works: bool = False
    over: bool = False


class FrozenCommitment(Value):
    """A commitment, its calendar and the policy that warns of it, as they were at the opening: later edits do not matter.

    ``period`` is the calendar of the period in which the incident must begin; None where any will do.
    """

    spec: CommitmentSpec
    calendar: CalendarSpec
    period: CalendarSpec | None = None
    at_risk_percent: int = 75


class Correction(Value):
    """Its place was wrong: the alerts (fingerprints) that ended for it, and the beginning of the right incident before this
    one's time counted there."""

    ended: tuple[str, ...]
    since: datetime


class SupplierReference(Value):
    """A number of the supplier's own, and who gave it when: a source or a person (key)."""

    text: str
    by: str
    at: datetime


class Spared(Value):
    """A span in which the supplier's time is not counted: works of ours (id) that touched what failed, as declared to it."""

    works: int
    start: datetime
    end: datetime


class Asked(Value, omit_defaults=True):
    """A step (its place in the frozen policy) was carried out, first at ``began``, last at ``at``, ``count`` times, for the
    reason that holds since ``since``. ``to``: persons (key) and teams (``team:KEY``) asked; none: nobody could be reached.
    ``unread``: only mailboxes of teams of which nobody was there.
    """

    step: int
    since: datetime
    at: datetime
    began: datetime
    to: tuple[str, ...] = ()
    count: int = 1
    unread: bool = False

    @property
    def reached(self) -> bool:
        """Whether somebody who was there was asked."""
        return bool(self.to) and not self.unread


class Push(Value, omit_defaults=True):
    """A person (key) asks for the next step of a line now, and says why."""

    line: Line
    at: datetime
    by: str
    note: str


class Handover(Value):
    """Handed over by ``giver`` (person key; empty: nobody owned it) to ``to`` at this instant, who has not accepted yet.

    ``to`` is empty once it was sent back. ``asked`` are those who were asked before (person keys): none is asked twice.
    """

    giver: str
    to: str
    at: datetime
    asked: tuple[str, ...] = ()


class Tenure(Value):
    """From ``at`` (UTC) on, ``owner`` (person key; empty: nobody yet) of ``team`` (key) had it; ``over``: nobody had to."""

    at: datetime
    owner: str
    team: str
    over: bool = False


class Imported(Value, omit_defaults=True):
    """Taken over from another program's history (``origin``) under its ``reference`` there: nobody works on it here.

    ``overruns``: whether the commitment of a side (``ours``, ``supplier``) was missed, as that program says; ``due``: by
    when it was to restore. ``reopened``: how often.
    """

    origin: str
    reference: str
    overruns: dict[str, bool] = {}
    due: dict[str, datetime] = {}
    reopened: int = 0
    details: dict[str, str] = {}


class Incident(Value):
    """An incident. Keys are the organisation's; instants are UTC.

    ``since`` is when the trouble began, as its source says; ``opened_at`` is when it was received.
    ``terms`` are the frozen commitments that may apply; which of them does depends on the criticality and on
    ``peak``, the worst effect that it had. ``weighed`` is the last priority by the matrix, also where a
    person has set another. ``announced`` remembers which clocks' alarms were raised, so that each
    is raised once. ``last_at`` is the instant of the last change.
    """

    id: int
    kind: IncidentKind
    effect: Effect
    peak: Effect
    priority: Priority
    criticality: Criticality
    cause: str  # item
    cause_kind: str  # kind of event
    title: Label
    owner_team: str
    opened_at: datetime
    since: datetime
    last_at: datetime
    state: State = State.NEW
    priority_by: str = TOCSIN
    weighed: Priority | None = None
    inferred: bool = False  # nobody reported the cause itself: correlation named it
    applications: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    owner: str = ""
    offered_at: datetime | None = None  # since when its team is to take it, if not since it was opened
    supplier: str = ""
    reference: str = ""  # the supplier's own number for it, as it is quoted
    references: tuple[SupplierReference, ...] = ()  # all that were given, in order
    holder: Holder = Holder.US
    pause: PauseReason | None = None
    reported_at: datetime | None = None
    recovered_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    terms: tuple[FrozenCommitment, ...] = ()
    turns: tuple[Turn, ...] = ()
    announced: tuple[str, ...] = ()
    policy: FrozenPolicy | None = None  # None: it is older than policies
    asked: tuple[Asked, ...] = ()  # the last time that each step was carried out
    pushed: tuple[Push, ...] = ()  # steps that people asked for and that are not carried out yet
    acknowledged_at: datetime | None = None  # when its owner last did something on it
    on_it_until: datetime | None = None  # until when its owner says to be on it
    worsened_at: datetime | None = None
    calm_since: datetime | None = None  # a person ended its escalation then
    spared: tuple[Spared, ...] = ()
    alert_count: int = 0
    reporters: int = 0  # users who reported it
    revision: int = 0  # how often people have acted on it
    folded_into: int | None = None
    correction: Correction | None = None  # it folded because its place was wrong
    handover: Handover | None = None  # what is not settled of the last one
    tenures: tuple[Tenure, ...] = ()  # who had it when, from the first change on
    imported: Imported | None = None

    @property
    def subject(self) -> Subject:
        """What its timeline, its notices and its links are about."""
        return Subject.incident(self.id)

    @property
    def number(self) -> str:
        """``INC-42``: as people and mail subjects write it."""
        return self.subject.number

    @property
    def received_late(self) -> bool:
        """Whether it was received a minute or more after it began."""
        return self.opened_at - self.since >= LATE

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do; never for imported history."""
        return self.state in OPEN and self.imported is None

    @property
    def asked_of(self) -> str:
        """Who has to accept it (person key); empty: no hand-over waits for an answer."""
        return self.handover.to if self.handover and self.open and self.folded_into is None else ""


class Verb(StrEnum):
    """What an entry of the timeline says was done."""

    OPENED = "opened"
    PRIORITISED = "prioritised"
    ROUTED = "routed"
    COMMITTED = "committed"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    ACCEPTED = "accepted"  # a hand-over
    SENT_BACK = "sent_back"  # a hand-over
    COMMENTED = "commented"
    PAUSED = "paused"
    RESUMED = "resumed"
    PASSED = "passed"
    REPORTED = "reported"
    REFERENCED = "referenced"  # the supplier's own number became known
    EXCHANGED = "exchanged"  # something came of a ticket at the supplier's desk
    PLACE_CORRECTED = "place_corrected"
    PLACE_RESTORED = "place_restored"
    JOINED = "joined"
    ENDED = "ended"  # some of its alerts, though their source did not say so
    GAVE = "gave"  # some of its alerts, to another incident that explains them
    WORSENED = "worsened"
    EASED = "eased"
    EXPLAINED = "explained"  # its cause was named
    SPLIT = "split"  # a person took alerts out of it, into a new incident
    MERGED = "merged"  # a person made it part of another incident
    MERGED_IN = "merged_in"  # a person made another incident part of it
    FOLDED = "folded"
    ABSORBED = "absorbed"
    RECOVERED = "recovered"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    UNTAKEN = "untaken"  # nobody has taken it: it was announced again
    ESCALATED = "escalated"  # more people were asked, by the policy or by a person
    DEESCALATED = "deescalated"  # a person ended the escalation
    ON_IT = "on_it"  # its owner says until when they are on it
    LAPSED = "lapsed"  # its owner gave no sign of work for as long as an acknowledgement holds
    FLAPPING = "flapping"  # alerts of it: they change nothing until they are stable
    SETTLED = "settled"  # alerts of it that flapped
    DECLARED = "declared"  # from here on: of an intervention
    CHANGED = "changed"
    CANCELLED = "cancelled"
    MUTED = "muted"  # alerts that it explains
    RAISED = "raised"  # alerts that still fire when it is over
    OVER = "over"
    DRAFTED = "drafted"  # from here on: what is agreed with a supplier
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REMINDED = "reminded"
    ANSWERED = "answered"  # the supplier reacted, by mail or in its ticket: a person reads it
    CALLED = "called"  # the supplier, on the phone
    WARNED = "warned"
    COLLIDING = "colliding"  # an intervention meets another one, or an open incident
    TESTED = "tested"
    SPARED = "spared"  # the supplier: its time is not counted during an intervention of ours
    IDENTIFIED = "identified"  # from here on: of a problem
    ANALYSED = "analysed"  # a hypothesis, a cause, a workaround, or that it is a known error
    PLANNED = "planned"  # an action, or the change that is to remove the cause
    DONE = "done"
    LINKED = "linked"  # incidents to it
    UNLINKED = "unlinked"
    OFFERED = "offered"  # a known error, on an incident that resembles it
    HELPED = "helped"  # its workaround did
    REJECTED = "rejected"  # a person says that the incident is no case of it
    USER_REPORTED = "user_reported"  # from here on: of a user's report
    USER_LINKED = "user_linked"  # a user's report, to the incident that it is about
    USER_REPLIED = "user_replied"
    USER_INFORMED = "user_informed"  # by mail
    IMPORTED = "imported"  # from another program's history
    MAJOR_PROPOSED = "major_proposed"  # from here on: of a major incident
    MAJOR_DECLARED = "major_declared"
    MAJOR_UPDATE = "major_update"  # how it stands, as its commander wrote for an audience
    COMMANDED = "commanded"  # somebody has the command, by naming or because whoever had it is away
    STOOD_DOWN = "stood_down"
    REVIEWED = "reviewed"  # its review was drafted, changed or held


class TimelineEntry(Value):
    """One line of a subject's append-only timeline. ``actor``: a person's key, or ``tocsin``; then ``why`` says why.

    ``data`` is what the line needs to be rendered: note, to, reason, from, count ... (plain JSON values).
    """

    subject: Subject
    at: datetime
    actor: str
    verb: Verb
    why: Why | None = None
    data: dict[str, Any] = {}


class NoticeKind(StrEnum):
    """What people are notified of. Nobody is notified when an incident is taken."""

    OPENED = "opened"
    WORSENED = "worsened"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    RECOVERED = "recovered"
    UNTAKEN = "untaken"
    ESCALATED = "escalated"
    DEESCALATED = "deescalated"
    LAPSED = "lapsed"
    ANSWERED = "answered"  # the supplier's desk answered, and it is for us to act
    MAJOR = "major"  # an update of the major incident that it is part of


class NoticeDue(Value):
    """People are to be notified; a later stage decides who. ``clock`` is the side at risk.

    ``by`` is the actor (a person's key, or ``tocsin``) who caused it, ``note`` what they wrote. ``to``: it is for these
    persons (key) and teams (``team:KEY``) alone. ``call``: whom they are to call, with the number. ``channel``: by which
    way persons are to be reached, if they have one of that kind.
    """

    subject: Subject
    kind: NoticeKind
    at: datetime
    clock: str = ""
    by: str = TOCSIN
    note: str = ""
    to: tuple[str, ...] = ()
    call: str = ""
    channel: str = "mail"


def number_of(incident: int) -> str:
    """The readable number of an incident's id."""
    return Subject.incident(incident).number
