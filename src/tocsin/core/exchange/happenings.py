"""Happenings: what a bond is judged by: what people ask, what the desk answered, what time brought. Values."""

from datetime import datetime

from tocsin.core.exchange.bond import ChannelName, File
from tocsin.core.exchange.ticket import Taken, Ticket
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.desks import TicketState


class Say(Value):
    """A person, or Tocsin, writes to the desk."""

    by: str
    text: str
    file: File | None = None


class Note(Value):
    """A person notes something that stays here."""

    by: str
    text: str


class Move(Value):
    """The ticket is to be in another state; ``text`` goes with it."""

    by: str
    to: TicketState
    text: str = ""


class Called(Value):
    """A person called them: for how long, at what cost (cents), and what was said."""

    by: str
    text: str
    duration_s: int
    cost: int
    their_reference: str = ""
    acknowledged: bool = False


class TryAgain(Value):
    """What was refused is to be tried once more."""

    by: str
    number: int


class Drop(Value):
    """What was refused is given up."""

    by: str
    number: int


class Left(Value):
    """The entry is about to leave: committed before the call. ``remote``: the Message-ID that it leaves under."""

    number: int
    remote: str = ""


class Accepted(Value):
    """The desk took it."""

    number: int
    taken: Taken


class NotSent(Value):
    """It surely did not leave: the channel is away, or our budget is spent. ``away``: the channel itself is."""

    number: int
    reason: str
    wait_s: float
    away: bool = True


class Doubted(Value):
    """It was perhaps taken: the answer did not come."""

    number: int
    reason: str


class Denied(Value):
    """The desk refused it, and said why."""

    number: int
    reason: str


class Searched(Value):
    """What the desk has under our reference."""

    tickets: tuple[Ticket, ...]


class Read(Value):
    """The ticket as it is now."""

    ticket: Ticket


class NotThere(Value):
    """The desk says that there is no such ticket."""

    reason: str


class NotRead(Value):
    """The desk could not be read: the channel is away, or our budget is spent. ``away``: the channel itself is."""

    reason: str
    wait_s: float
    away: bool = True


class Fetched(Value):
    """The content of a file of theirs is kept here."""

    number: int
    file: File


class NotFetched(Value):
    """The content of a file of theirs was not had, and will not be asked for again."""

    number: int
    reason: str


class Answered(Value):
    """A mail of theirs that answers this exchange. ``remote``: its Message-ID. ``automatic``: no person wrote it.

    ``files``: what hangs on it, kept here already.
    """

    author: str
    text: str
    remote: str
    at: datetime
    their_reference: str = ""
    automatic: bool = False
    files: tuple[File, ...] = ()


class Opened(Value):
    """They opened their own ticket, which lies with us. ``text``: what they say of it."""

    ticket: Ticket
    text: str


class Looked(Value):
    """Time has passed, or the incident has changed."""


class Rerouted(Value):
    """What has surely not left goes by another channel."""

    channel: ChannelName
    reason: str


Asked = Say | Note | Move | Called | TryAgain | Drop  # by people
Sent = Left | Accepted | NotSent | Doubted | Denied | Searched | Rerouted  # what became of what we send
Seen = Read | NotThere | Fetched | NotFetched  # what was read there
Happening = Asked | Sent | Seen | NotRead | Answered | Opened | Looked
