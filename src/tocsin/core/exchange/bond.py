"""Bond: one exchange with a supplier's desk about one incident, and every entry of it. Values; they decide nothing."""

from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Literal

from tocsin.core.incident.values import Holder
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.desks import TicketState

ENDED = frozenset({TicketState.RESOLVED, TicketState.CLOSED, TicketState.REJECTED, TicketState.CANCELLED})
ChannelName = Literal["api", "mail", "phone"]


class Kind(StrEnum):
    """What an entry is."""

    OPEN = "open"  # the ticket itself
    COMMENT = "comment"
    MOVE = "move"  # the ticket is to be in another state
    ATTACHMENT = "attachment"
    CALL = "call"  # a phone call, by a person
    NOTE = "note"  # private: it never leaves


class Way(StrEnum):
    """Which way an entry goes."""

    OUT = "out"
    IN = "in"
    PRIVATE = "private"


class Sending(StrEnum):
    """What has become of an entry that leaves."""

    WAITING = "waiting"
    LEAVING = "leaving"  # committed before the call: a worker that stops in it leaves a doubt
    UNKNOWN = "unknown"  # perhaps taken: the desk is read before anything is sent again
    TAKEN = "taken"  # the desk said so
    CONFIRMED = "confirmed"  # read back there
    REFUSED = "refused"  # the desk refused it, or changed nothing: a person decides
    DROPPED = "dropped"  # a person gave it up


_UNSENT = (Sending.WAITING, Sending.LEAVING)  # by mail, what was handed over can't be read back
_UNSETTLED = (*_UNSENT, Sending.UNKNOWN, Sending.TAKEN)


class Health(StrEnum):
    """How an exchange is."""

    FINE = "fine"
    CUT = "cut"  # the channel is away: it goes on when that answers
    UNKNOWN = "unknown"  # something was perhaps taken
    REFUSED = "refused"  # the desk refused something
    STRANGE_WORD = "strange_word"  # a state that no table translates
    CONTESTED = "contested"  # they say it is over, we still measure trouble
    MOVED = "moved"  # their number changed
    GONE = "gone"  # no such ticket there any more
    REUSED = "reused"  # their number now names another ticket


UNKNOWN_TYPE = "application/octet-stream"
MOST_FILE = 5 * 2**20  # bytes of a file that is sent or kept


class File(Value):
    """A file beside an entry. ``digest`` is that of its content; empty: its content was not fetched."""

    name: str
    size: int
    media_type: str = UNKNOWN_TYPE
    digest: str = ""


class Entry(Value):
    """One line of an exchange. ``number`` counts within the bond; instants are UTC.

    ``author``: a person (key) or ``tocsin``; of what came in, as their desk names it. ``remote``: their id of it.
    ``proof``: what the counterpart said when it took it. ``acknowledged_at``: the desk has reacted since.
    ``channel``: by which it left; an exchange may change its own. ``duration_s`` and ``cost`` (cents) are those of a call.
    """

    number: int
    way: Way
    kind: Kind
    at: datetime
    author: str
    text: str = ""
    to: TicketState | None = None
    file: File | None = None
    sending: Sending | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    acknowledged_at: datetime | None = None
    remote: str = ""
    proof: str = ""
    error: str = ""
    digest: str = ""  # of the text that came in: an edited comment is another
    duration_s: int = 0
    cost: int = 0
    channel: ChannelName | None = None


class Bond(Value):
    """An exchange. ``reference`` is ours, given once and never again; ``their_reference`` is the ticket's there.

    ``theirs`` is its state in their word, ``state`` in ours. ``updated`` is their own mark of its age: what is older is
    not believed. ``hosted``: the ticket lies with us, and they call.
    ``next_at``: when it is to be looked at again; None: nothing is to be done. ``ended_at``: since when they
    say that it is over. ``contested``: how often we said that it is not.
    """

    id: int
    incident: int
    supplier: str
    reference: str
    opened_at: datetime
    channel: ChannelName = "api"
    hosted: bool = False
    their_reference: str = ""
    former: tuple[str, ...] = ()  # their numbers before it was moved
    page: str = ""  # where people read it at the desk
    theirs: str = ""
    state: TicketState | None = None
    updated: str = ""
    updated_at: datetime | None = None  # when that mark was first read
    allowed: tuple[str, ...] = ()  # states that the desk lets it go to, in its words
    holder: Holder = Holder.US
    health: Health = Health.FINE
    why: Why | None = None  # the reason of its health
    entries: tuple[Entry, ...] = ()
    failures: int = 0
    read_at: datetime | None = None
    next_at: datetime | None = None
    ended_at: datetime | None = None
    contested: int = 0
    cut_since: datetime | None = None
    silent: bool = False  # people were notified that nobody acknowledged it
    restored: bool = False  # the desk was informed that we measure no trouble any more
    over: bool = False

    def entry(self, number: int) -> Entry | None:
        """The entry of this number."""
        return next((entry for entry in self.entries if entry.number == number), None)

    @property
    def opening(self) -> Entry | None:
        """The entry that opens the ticket."""
        return next((entry for entry in self.entries if entry.kind is Kind.OPEN), None)

    @property
    def head(self) -> Entry | None:
        """The entry that is to leave, or to be cleared up, before any other. Private ones are never among them."""
        unsettled = _UNSETTLED if self.channel == "api" else _UNSENT
        return next((entry for entry in self.entries if entry.sending in unsettled), None)

    @property
    def unfetched(self) -> Entry | None:
        """The first file of theirs whose content is still to be fetched."""
        files = (entry for entry in self.entries if entry.way is Way.IN and entry.file and not entry.error)
        return next((entry for entry in files if entry.file and not entry.file.digest), None)

    @property
    def fetches(self) -> bool:
        """Whether a file of theirs is to be fetched now: their ticket is there, and is ours."""
        lost = self.health in (Health.GONE, Health.REUSED)
        return self.unfetched is not None and self.channel == "api" and not lost

    @property
    def blocked(self) -> bool:
        """Whether nothing can leave: the desk refused the ticket itself, or there is none any more."""
        opening = self.opening
        return bool(opening and opening.sending in (Sending.REFUSED, Sending.DROPPED)) or self.health in (
            Health.GONE,
            Health.REUSED,
        )


def mark_of(bond: Bond, entry: Entry) -> str:
    """What is written under an entry that leaves: by it, and by its author, it is known again when it comes back."""
    return f"[{bond.reference}/{entry.number}]"


def digest_of(text: str) -> str:
    """The digest of a text, whatever a desk did to its blanks and line ends."""
    return blake2b(" ".join(text.split()).encode(), digest_size=12).hexdigest()
