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
    """What a user is mailed about a report."""

    RECORDED = "recorded"  # it is kept, and no incident is known for it
    OPENED = "opened"  # it is about this incident
    WORKAROUND = "workaround"  # what to do meanwhile, in a person's words
    RESOLVED = "resolved"


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
    which incident it is about, or none. ``news`` are the mails about it in their order, ``mailed_at`` when each was
    decided. ``message`` is the mail (id) that it came in; ``over``: its incident is, and its user knows.
    """

    id: int
    channel: Channel
    reporter: str
    language: Language
    text: str
    at: datetime
    by: str
    title: str = ""
    address: str = ""
    items: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    incident: int | None = None
    judgement: Judgement | None = None
    settled_by: str = ""
    news: tuple[News, ...] = ()
    mailed_at: tuple[datetime, ...] = ()
    message: int | None = None
    over: bool = False
    revision: int = 0

    @property
    def subject(self) -> Subject:
        """What its timeline and its mails are about."""
        return Subject.report(self.id)


class UserReportChanged(Value):
    """The report, new or known, as it is after the decision."""

    report: UserReport
