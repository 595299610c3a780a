"""Authorisation values: one person's right to enter one room, and what people may ask of it. Knows no rule."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class AuthorisationState(StrEnum):
    """How far it is."""

    REQUESTED = "requested"  # the supplier has not answered yet
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REMOVAL_REQUESTED = "removal_requested"  # the supplier has not confirmed yet: the person may still get in
    REMOVED = "removed"


OVER = frozenset({AuthorisationState.REFUSED, AuthorisationState.REMOVED})


class Authorisation(Value):
    """The right of a person (key) to enter a place (item) from one day to another, both included, in the supplier's zone.

    ``name`` is the person's when it was asked for: who has left is in no file any more. ``asked_until`` is a later
    last day that the supplier has not confirmed yet. ``asked_at`` is when the supplier was asked last, ``reminded`` how
    often it was reminded since. ``warned`` is the last day of which the desk was warned.
    """

    id: int
    person: str
    name: str
    supplier: str
    place: str
    badge: str
    since: date
    until: date
    state: AuthorisationState
    asked_at: datetime
    asked_until: date | None = None
    reminded: int = 0
    warned: date | None = None
    revision: int = 0

    @property
    def subject(self) -> Subject:
        """What its timeline and its mails are about."""
        return Subject.authorisation(self.id)

    @property
    def over(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.state in OVER

    @property
    def waiting(self) -> bool:
        """Whether the supplier owes an answer."""
        asked = (AuthorisationState.REQUESTED, AuthorisationState.REMOVAL_REQUESTED)
        return self.state in asked or (
            self.state is AuthorisationState.CONFIRMED and self.asked_until is not None
        )

    def expired(self, now: datetime, zone: str) -> bool:
        """Whether its last day is over where the supplier is."""
        return now.astimezone(ZoneInfo(zone)).date() > self.until


class Asked(Value):
    """What a person asks for: that somebody may enter a place. ``badge`` may be empty: the supplier gives one."""

    person: str
    place: str
    since: date
    until: date
    badge: str = ""


class Extend(Value):
    """It is to last until a later day."""

    until: date


class Remove(Value):
    """The person is to come off the list. ``why`` is set where Tocsin asks for it by itself."""

    note: str = ""
    why: Why | None = None


class Confirm(Value):
    """The supplier has done what was asked. ``proof`` is its words, or the number of its message."""

    proof: str
    badge: str = ""


class Refuse(Value):
    """The supplier does not do what was asked."""

    proof: str


class Remind(Value):
    """The supplier has not answered in time: it is asked again."""


class Warn(Value):
    """Its last day is near."""


class Answered(Value):
    """The supplier has reacted: a mail (``message``, its id) names it, or its ticket (0) has changed. A person reads it."""

    message: int
    line: str


class Called(Value):
    """Somebody called the supplier about it: for how long, at what cost (cents), and what was said."""

    minutes: int
    cost: int
    text: str


Command = Extend | Remove | Confirm | Refuse | Remind | Warn | Answered | Called


class AuthorisationChanged(Value):
    """The authorisation, new or known, as it is after the decision."""

    authorisation: Authorisation
