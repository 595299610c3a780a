"""User report values: one report of one user, what speaks for an incident, and what people ask. Knows no rule."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

Channel = Literal["mail", "phone"]


class News(StrEnum):
    """What a user is informed of about a report."""

    RECORDED = "recorded"  # it is kept, and no incident is known for it
    OPENED = "opened"  # it is about this incident
    CORRECTED = "corrected"  # it is about another incident than the one they were informed of, or about none
    WORKAROUND = "workaround"  # what to do meanwhile, in a person's words
    ANSWERED = "answered"  # what a person writes to this user alone
    RESOLVED = "resolved"
    REOPENED = "reopened"  # the incident that was over is not


BY_PEOPLE = (News.WORKAROUND, News.ANSWERED)  # a person writes them, as often as they want


class Informed(Value):
    """News that a report was due: when, and about which incident (id). ``mailed``: not where the user has no address,
    or had too many mails by then."""

    news: News
    at: datetime
    incident: int | None = None
    mailed: bool = True


class Judgement(Value):
    """How strongly a report speaks for an incident (id): ``points``, each with its reason.

    ``certain``: it is linked to it without a person. ``structure``: an application, an item or a place speaks for it.
    """

    incident: int
    points: int
    reasons: tuple[Why, ...]
    structure: bool
    certain: bool = False


class UserReport(Value):
    """One user's report. ``reporter`` identifies the user (mail address in lower case, else a name as it was given).

    ``address`` is where they are answered; empty: nowhere. ``items`` are the applications and places (keys) that it names
    or that a technician chose; ``regions`` the user's and those of the items. ``settled_by`` (person key): a person said
    which incident it is about, or none. ``informed`` is the news that it was due, in their order. ``message`` is the mail
    (id) that it came in, ``key`` the form that a call was written in.
    """

    id: int
    channel: Channel
    reporter: str
    text: str
    at: datetime
    by: str
    language: Language = "en"
    title: str = ""
    address: str = ""
    items: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    incident: int | None = None
    judgement: Judgement | None = None
    settled_by: str = ""
    informed: tuple[Informed, ...] = ()
    message: int | None = None
    key: str = ""
    revision: int = 0

    @property
    def subject(self) -> Subject:
        """What its timeline and its mails are about."""
        return Subject.report(self.id)

    @property
    def known(self) -> Informed | None:
        """The news by which the user knows how it stands; None: they have had none yet."""
        return next((had for had in reversed(self.informed) if had.news not in BY_PEOPLE), None)

    @property
    def is_current(self) -> bool:
        """Whether the user was informed of the incident that it is linked to, or that none is known."""
        return self.known is not None and self.known.incident == self.incident

    @property
    def over(self) -> bool:
        """Whether the user knows that the incident is over."""
        return self.known is not None and self.known.news is News.RESOLVED


class UserReportChanged(Value):
    """The report, new or known, as it is after the decision."""

    report: UserReport
