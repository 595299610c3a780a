"""Major incident values: who commands it, its updates, its review, and what people may ask of it. Knows no rule."""

from datetime import date, datetime
from enum import StrEnum

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.major.review import Review, Section
from tocsin.core.organisation.majors import Audience, MajorPlan


class MajorState(StrEnum):
    """How far it is."""

    DECLARED = "declared"
    STOOD_DOWN = "stood_down"  # it is led no more; its review is due
    REVIEWED = "reviewed"


class Phase(StrEnum):
    """What an update says of the trouble, in the words that users know from status pages."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    WATCHING = "watching"  # something was done, and it is looked whether that was enough
    RESTORED = "restored"


class Update(Value, omit_defaults=True):
    """What the commander wrote to an audience, in French and in English. ``updates``: names of the planned updates that
    it was."""

    id: int
    at: datetime
    by: str
    audience: Audience
    phase: Phase
    fr: str = ""
    en: str = ""
    updates: tuple[str, ...] = ()

    def text(self, language: str) -> str:
        """The text in this language, else in the other one."""
        return (self.fr or self.en) if language == "fr" else (self.en or self.fr)


class Asked(Value, omit_defaults=True):
    """``to`` (person key; empty: nobody was left) is asked to say that they have the command.

    ``given``: they have it already, because whoever had it is away; else ``by`` has it until they accept. ``before``: who
    was asked before (person keys); none is asked twice.
    """

    to: str
    by: str
    at: datetime
    given: bool = False
    before: tuple[str, ...] = ()


class Command(Value):
    """From ``at`` on, ``person`` (key; empty: nobody, and people are called) had the command."""

    at: datetime
    person: str


class Major(Value):
    """A major incident: several incidents (ids) led as one. Keys are the organisation's; instants are UTC.

    ``plan`` is frozen when it is declared. ``commander`` (person key) is empty only while nobody who is there can be found:
    then people are called, last at ``called_at``. ``commanders``: who had it when. ``reminded``: planned update (name) ->
    when its commander was last reminded of it. ``felt``: items (keys) that it took down or degraded, at any time of it.
    """

    id: int
    incidents: tuple[int, ...]
    regions: tuple[str, ...]
    plan: MajorPlan
    team: str
    reason: str
    declared_by: str
    declared_at: datetime
    last_at: datetime
    state: MajorState = MajorState.DECLARED
    commander: str = ""
    commanders: tuple[Command, ...] = ()
    asked: Asked | None = None
    called_at: datetime | None = None
    updates: tuple[Update, ...] = ()
    felt: tuple[str, ...] = ()
    reminded: dict[str, datetime] = {}
    stood_down_at: datetime | None = None
    review: Review | None = None
    revision: int = 0

    @property
    def subject(self) -> Subject:
        """What its timeline, its mails and its links are about."""
        return Subject.major(self.id)

    @property
    def open(self) -> bool:
        """Whether it is led."""
        return self.state is MajorState.DECLARED

    @property
    def owner(self) -> str:
        """Who holds it, as access asks of every subject."""
        return self.commander

    @property
    def owner_team(self) -> str:
        """Which team answers for it, as access asks of every subject."""
        return self.team

    def last(self, audience: Audience) -> Update | None:
        """The newest update for this audience."""
        return next((update for update in reversed(self.updates) if update.audience == audience), None)


class Declared(Value):
    """Incidents (ids) become a major incident because of ``reason``; ``commander`` (person key) leads it."""

    incidents: tuple[int, ...]
    regions: tuple[str, ...]
    team: str
    reason: str
    commander: str
    plan: MajorPlan


class TakeCommand(Value):
    """Command it: nobody does, or whoever does is away, or has asked."""


class OfferCommand(Value):
    """Ask a person (key) to take the command; they have it once they accept."""

    person: str
    note: str


class SendBack(Value):
    """Whoever was asked does not take it, and says why."""

    note: str


class NameCommander(Value):
    """A person (key) has the command from now on; whoever names them has spoken to them."""

    person: str
    note: str


class Comment(Value):
    """Add a line to the timeline."""

    note: str


class PostUpdate(Value):
    """Tell an audience how it stands. ``updates``: names of the planned updates that it is; empty: all of the audience."""

    audience: Audience
    phase: Phase
    fr: str = ""
    en: str = ""
    updates: tuple[str, ...] = ()


class LinkIncident(Value):
    """This incident (id, of these regions) is part of it. ``instead``: of this one, which was folded into it."""

    incident: int
    regions: tuple[str, ...] = ()
    instead: int | None = None


class UnlinkIncident(Value):
    """This incident (id) is no part of it, and why."""

    incident: int
    note: str


class StandDown(Value):
    """It is led no more, and why."""

    note: str


class DeclareAgain(Value):
    """It is not over after all; whoever asks commands it."""

    note: str


class KeepReview(Value):
    """The first draft of its review, made from its timelines."""

    review: Review


class EditReview(Value):
    """A section of the review, as it stands now."""

    section: Section
    text: str


class AddAction(Value):
    """Something to be done by a person (key) by a day. ``problem``: the problem (id) whose action it became."""

    text: str
    owner: str
    due: date
    problem: int | None = None


class FollowActions(Value):
    """The actions that are not done are a problem's (id) from now on, which follows them."""

    problem: int


class FinishAction(Value):
    """An action of the review is done."""

    action: int


class FinishReview(Value):
    """The review is held; what it says stands."""


class MoveCommand(Value):
    """The command goes to ``to`` (person key) without being asked for: why."""

    to: str
    why: Why


class CallForCommander(Value):
    """Nobody who is there can be found: people are called until somebody takes it."""


class RemindOfUpdates(Value):
    """Planned updates (names) are overdue."""

    updates: tuple[str, ...]


class NoteFelt(Value):
    """Its incidents have taken down or degraded these items (keys)."""

    items: tuple[str, ...]


class RemindOfActions(Value):
    """Actions (ids) of the review are overdue on this day."""

    actions: tuple[int, ...]
    today: date


PersonCommand = (
    TakeCommand | OfferCommand | SendBack | NameCommander | Comment | PostUpdate | LinkIncident | UnlinkIncident | StandDown
    | DeclareAgain | KeepReview | EditReview | AddAction | FollowActions | FinishAction
    | FinishReview
)  # fmt: skip
MajorCommand = PersonCommand | MoveCommand | CallForCommander | RemindOfUpdates | RemindOfActions | NoteFelt


class MajorChanged(Value):
    """The major incident, new or known, as it is after the decision."""

    major: Major
