"""Desk: how a connector writes to a supplier's ticket desk and reads it, and what it says when that failed."""

from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from tocsin.connectors.kit.calls import Account
from tocsin.connectors.kit.handover import Now
from tocsin.core.exchange.ticket import NewTicket, RemoteFile, Taken, Ticket
from tocsin.core.kernel.value import Value


class Unsent(Exception):
    """It surely did not leave, or was not asked. ``away``: the desk itself can't be reached."""

    def __init__(self, reason: str, wait_s: float = 1.0, *, away: bool = True) -> None:
        self.reason, self.wait_s, self.away = reason, wait_s, away
        super().__init__(reason)


class Doubtful(Exception):
    """It was perhaps taken: the answer did not come, or said nothing that can be believed."""


class Denied(Exception):
    """The desk refused this very request, and said why."""


class Sent(NamedTuple):
    """A file that leaves."""

    name: str
    media_type: str
    content: bytes


class Changes(NamedTuple):
    """The tickets that changed since a position, with their marks of age (empty: not said), and the position reached."""

    tickets: tuple[tuple[str, str], ...]
    position: Any


class TicketDesk(Protocol):
    """A desk. Each method asks it, within its account's budget; writes raise Unsent, Doubtful or Denied, reads Unsent."""

    def open(self, ticket: NewTicket) -> Taken:
        """Open a ticket; ``remote`` is its number there."""

    def comment(self, ticket: str, text: str) -> Taken:
        """Write under a ticket, for all to read."""

    def transition(self, ticket: str, to: str, fields: dict[str, str], text: str) -> Taken:
        """Bring a ticket into another state, in the desk's words, with the fields that this requires."""

    def attach(self, ticket: str, file: Sent) -> Taken:
        """Put a file under a ticket."""

    def read(self, ticket: str) -> Ticket | None:
        """The ticket as it is now; None: there is none."""

    def fetch(self, ticket: str, file: RemoteFile) -> bytes:
        """The content of a file of theirs. Raises Unsent (ask again), or Denied: it is not to be had."""

    def search(self, reference: str) -> tuple[Ticket, ...]:
        """The tickets that bear our reference: their numbers, and what they keep of ours."""

    def changed(self, since: Any) -> Changes:
        """What has changed since a position (None: from now on)."""


class DeskLine(Value):
    """What a connector needs to speak to a desk: its settings with their secrets, its account, and the time."""

    settings: Any
    now: Now
    calls: Account


class OpenDesk(Protocol):
    """Opens a desk, for as long as the block lasts. ``urgent``: a person waits for it."""

    def __call__(self, line: DeskLine, *, urgent: bool) -> AbstractContextManager[TicketDesk]: ...
