"""Commands: what may be asked of an incident, by a person or by Tocsin itself."""

from datetime import datetime

from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.values import FrozenCommitment, Holder, Incident, PauseReason
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Label


class Take(Value):
    """Become its owner."""


class HandOver(Value):
    """Give it to another person (key)."""

    to: str
    note: str = ""


class Comment(Value):
    """Say something; nothing else changes."""

    note: str


class Pause(Value):
    """Make it pending. Waiting for someone also passes the ball to them."""

    reason: PauseReason
    note: str = ""


class Resume(Value):
    """End the pause: the ball is ours again if we waited for someone."""

    note: str = ""


class PassBall(Value):
    """Say who has to act now."""

    to: Holder
    note: str = ""


class ReportToSupplier(Value):
    """It was reported to the supplier under their ``reference``. The ball is theirs.

    ``supplier`` (key) is named, and its ``terms`` are frozen, when no rule had involved one. An incident is followed
    up with one supplier: its clock is theirs.
    """

    reference: str = ""
    supplier: str = ""
    terms: tuple[FrozenCommitment, ...] = ()


class Resolve(Value):
    """The service is back, says a person: what was done."""

    note: str = ""


class Close(Value):
    """Nothing more is to be said of it."""


class Reopen(Value):
    """It is wrong again, or still. ``why`` when Tocsin says it; ``reported``: the supplier itself told us.

    ``at``: since when, by its source; None: from now on.
    """

    note: str = ""
    why: Why | None = None
    reported: bool = False
    at: datetime | None = None


class Recover(Value):
    """The last of its alerts is over: the service is back by itself, since ``at`` by its source (None: since now)."""

    why: Why
    at: datetime | None = None


class Worsen(Value):
    """It hits more than before. ``terms`` are frozen now for what it newly hits.

    ``owner_team``, for the reasons ``routed``, is the team of all that is hit now.
    """

    assessment: Assessment
    why: Why
    terms: tuple[FrozenCommitment, ...] = ()
    owner_team: str = ""
    routed: tuple[Why, ...] = ()


class Ease(Value):
    """It hits less than before, and is not over."""

    assessment: Assessment
    why: Why


class NameCause(Value):
    """An alert names the cause that was inferred, or a better one.

    The cause decides who owns it: ``owner_team``, ``supplier`` and the ``terms`` frozen for them are those
    of the new cause. ``reported``: the supplier itself named it, ``at`` that instant (None: now).
    """

    cause: str
    kind: str
    title: Label
    why: Why
    inferred: bool = False
    owner_team: str = ""
    supplier: str = ""
    reported: bool = False
    at: datetime | None = None
    terms: tuple[FrozenCommitment, ...] = ()
    routed: tuple[Why, ...] = ()


class JoinAlerts(Value):
    """So many more alerts are the same trouble."""

    count: int
    why: Why


class EndAlerts(Value):
    """So many of its alerts are over, though their source did not say so; others still fire."""

    count: int
    why: Why


class GiveAlerts(Value):
    """So many of its alerts are another incident's (``target``, id), which explains them."""

    count: int
    target: int
    why: Why


class FoldInto(Value):
    """It is a symptom of another incident (id)."""

    parent: int
    why: Why


class Absorb(Value):
    """Another incident was a symptom of this one: its alerts, and the time since it began, count here."""

    child: Incident
    why: Why


class ChangePriority(Value):
    """A person knows better. ``criticality`` selects among the frozen commitments."""

    priority: Priority
    criticality: Criticality | None = None
    note: str = ""


Command = (
    Take
    | HandOver
    | Comment
    | Pause
    | Resume
    | PassBall
    | ReportToSupplier
    | Resolve
    | Close
    | Reopen
    | Recover
    | Worsen
    | Ease
    | NameCause
    | JoinAlerts
    | EndAlerts
    | GiveAlerts
    | FoldInto
    | Absorb
    | ChangePriority
)
