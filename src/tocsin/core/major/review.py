"""Review values: what a major incident's review says, section by section, and the actions that come of it. Know no rule."""

from datetime import date, datetime
from enum import StrEnum

from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value


class Section(StrEnum):
    """The sections of a review, in their order. The first five are drafted; people write the others."""

    SUMMARY = "summary"
    COURSE = "course"
    INFORMED = "informed"
    COMMITMENTS = "commitments"
    PROVIDER = "provider"
    QUESTIONS = "questions"
    HELPED = "helped"
    HINDERED = "hindered"


class ReviewAction(Value, omit_defaults=True):
    """Something to be done by ``owner`` (person key) by the day ``due``. ``problem``: the problem (id) whose action it
    is: it is
    followed there. ``reminded``: the last day of a reminder.
    """

    id: int
    text: str
    owner: str
    due: date
    problem: int | None = None
    done_at: datetime | None = None
    reminded: date | None = None

    def overdue(self, today: date) -> bool:
        """Whether its day is over and it is not done; what a problem follows, it reminds of."""
        return self.problem is None and self.done_at is None and self.due < today


class Review(Value):
    """A review in one language. ``texts``: section -> its text, lines as people write them."""

    language: Language
    drafted_at: datetime
    texts: dict[Section, str]
    actions: tuple[ReviewAction, ...] = ()
    held_at: datetime | None = None
