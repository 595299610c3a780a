"""Commands: what a person may ask of an incident, and the facts that Tocsin finds out about it."""

from datetime import datetime
from typing import Annotated

import msgspec

from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.values import (
    Correction,
    FrozenCommitment,
    Holder,
    Incident,
    PauseReason,
    Spared,
    SupplierReference,
)
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.subject import subject_in
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.escalation import Line
from tocsin.core.organisation.values import Label

PersonKey = Annotated[str, msgspec.Meta(extra={"choices": "persons"})]
TeamKey = Annotated[str, msgspec.Meta(extra={"choices": "teams"})]
Number = Annotated[
    str, msgspec.Meta(pattern=r"^\s*(?:[Ii][Nn][Cc]-?)?[0-9]{1,15}\s*$")
]  # of an incident: INC-42, or 42
Fingerprints = Annotated[str, msgspec.Meta(min_length=1)]  # of alerts, with a blank between them
SupplierKey = Annotated[str, msgspec.Meta(extra={"choices": "suppliers"})]
Note = Annotated[str, msgspec.Meta(max_length=4000)]
Reference = Annotated[str, msgspec.Meta(max_length=200)]
IncidentNumber = Annotated[str, msgspec.Meta(pattern=r"^(?i:INC-)?[0-9]{1,15}$")]  # INC-42, or 42


class PersonCommand(Value, tag_field="verb"):
    """What a person asks. Its tag is its verb; its fields are what they fill in, on a page or over the API."""


class Fact(Value):
    """What Tocsin itself finds out. A fact may come late or twice; that is no mistake."""


class Take(PersonCommand, tag="take"):
    """Become its owner."""


class OnIt(PersonCommand, tag="on-it"):
    """Say until when one is on it: so long, nobody else is asked because of a missing acknowledgement."""

    until: Annotated[datetime, msgspec.Meta(tz=True)]
    note: Note = ""


class Escalate(PersonCommand, tag="escalate"):
    """Ask whom the policy names next on a line, now, and say why. Who has the incident keeps it."""

    line: Line
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Deescalate(PersonCommand, tag="deescalate"):
    """Those who were asked are needed no more, and say why; a missing acknowledgement still asks."""

    note: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class HandOver(PersonCommand, tag="hand-over"):
    """Give it to another person (key) or to a team (key), one of the two. Given to a team, it waits to be taken."""

    to: PersonKey = ""
    team: TeamKey = ""
    note: Note = ""


class Accept(PersonCommand, tag="accept"):
    """Accept a hand-over, by saying in one's own words what comes next."""

    step: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class SendBack(PersonCommand, tag="send-back"):
    """Not accept a hand-over: it is the giver's again."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Comment(PersonCommand, tag="comment"):
    """Add a note; nothing else changes."""

    note: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Pause(PersonCommand, tag="pause"):
    """Make it pending. If it waits for a party, that party must act."""

    reason: PauseReason
    note: Note = ""


class Resume(PersonCommand, tag="resume"):
    """End the pause: it is our turn again if we waited for somebody."""

    note: Note = ""


class PassTurn(PersonCommand, tag="pass"):
    """Say who has to act now."""

    to: Holder
    note: Note = ""


class ReportToSupplier(PersonCommand, tag="report"):
    """It was reported to the supplier under their ``reference``. It is their turn.

    ``supplier`` (key) is named when no rule had involved one. An incident is followed up with one supplier: its
    clock is theirs.
    """

    reference: Reference = ""
    supplier: SupplierKey = ""


class NoteReference(PersonCommand, tag="reference"):
    """The supplier's own number for it, as a person was given it. It does not change who must act."""

    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class CorrectPlace(PersonCommand, tag="correct-place"):
    """Its place was wrong: its trouble is that of another incident, ``instead`` (its number)."""

    instead: IncidentNumber
    note: Note = ""

    @property
    def right(self) -> int:
        """The id of the incident that goes on."""
        named = subject_in(self.instead)
        return named.id if named else 0


class RestorePlace(PersonCommand, tag="restore-place"):
    """Its place was right after all: it is a trouble of its own again."""

    note: Note = ""


class Resolve(PersonCommand, tag="resolve"):
    """A person says that the service is back, and what was done."""

    note: Note = ""


class Close(PersonCommand, tag="close"):
    """Nothing more is to be done."""


class Reopen(PersonCommand, tag="reopen"):
    """It is wrong again, or still."""

    note: Note = ""


class ChangePriority(PersonCommand, tag="prioritise"):
    """A person sets the priority. ``criticality`` selects among the frozen commitments."""

    priority: Priority
    criticality: Criticality | None = None
    note: Note = ""


class Regrouping(PersonCommand, kw_only=True):
    """A person decides which alerts are the same trouble. Correlation carries it out, and does not change it later."""

    note: Note = ""


class Merge(Regrouping, tag="merge"):
    """It is the same trouble as another incident, which goes on for both."""

    into: Number

    @property
    def parent(self) -> int:
        """The id of the incident that goes on."""
        return int(self.into.strip().upper().removeprefix("INC").removeprefix("-"))


class Split(Regrouping, tag="split"):
    """These of its alerts are another trouble: a new incident, since they began."""

    alerts: Fingerprints


class Recur(Fact):
    """It is wrong again after it was done. ``reported``: the supplier itself reported it.

    ``at``: since when, by its source; None: from now on.
    """

    why: Why
    reported: bool = False
    at: datetime | None = None


class Recover(Fact):
    """The last of its alerts is over: the service is back by itself, since ``at`` by its source (None: since now)."""

    why: Why
    at: datetime | None = None


class Worsen(Fact):
    """It hits more than before. ``terms`` are frozen now for what it newly hits.

    ``owner_team``, for the reasons ``routed``, is the team of all that is hit now.
    """

    assessment: Assessment
    why: Why
    terms: tuple[FrozenCommitment, ...] = ()
    owner_team: str = ""
    routed: tuple[Why, ...] = ()


class Ease(Fact):
    """It hits less than before, and is not over."""

    assessment: Assessment
    why: Why


class NameCause(Fact):
    """An alert names the cause that was inferred, or a better cause.

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


class JoinAlerts(Fact):
    """``count`` more alerts are the same trouble. ``since``: when the first of them began to fire, by its source."""

    count: int
    why: Why
    since: datetime | None = None


class LearnReferences(Fact):
    """The supplier's own numbers for it, as its messages gave them."""

    given: tuple[SupplierReference, ...]
    why: Why


class SpareSupplier(Fact):
    """It began within works of ours that were declared to its supplier as touching what failed."""

    spared: Spared
    why: Why


class LearnFromDesk(Fact):
    """What came of an exchange with the supplier's desk. ``holder``: who has to act from now on (None: as before).

    ``reported``: they know of the incident now. ``reference`` is their number for it, ``notify``: people must know.
    """

    why: Why
    holder: Holder | None = None
    supplier: str = ""
    reference: str = ""
    reported: bool = False
    notify: bool = False
    terms: tuple[FrozenCommitment, ...] = ()


class CloseInTime(Fact):
    """It has been resolved for as long as the organisation's policy says."""

    why: Why


class EndAlerts(Fact):
    """``count`` of its alerts are over, although their source did not report it; others still fire."""

    count: int
    why: Why


class GiveAlerts(Fact):
    """``count`` of its alerts move to another incident (``target``, id), which explains them."""

    count: int
    target: int
    why: Why


class FoldInto(Fact):
    """It is a symptom of another incident (id), or (``correction``) the same trouble, reported at a wrong place."""

    parent: int
    why: Why
    correction: Correction | None = None


class Absorb(Fact):
    """Another incident was a symptom of this one: its alerts, and the time since it began, count here.

    ``corrected``: it was this trouble, reported at a wrong place; its alerts are over.
    """

    child: Incident
    why: Why
    corrected: bool = False


class GoOnAs(Fact):
    """It was folded by mistake: it goes on as another incident (id)."""

    target: int
    why: Why


class Disown(Fact):
    """An incident folded into it by mistake goes on as another incident (id). ``since``: when this one began by itself."""

    child: Incident
    target: int
    since: datetime
    why: Why


Command = PersonCommand | Fact
