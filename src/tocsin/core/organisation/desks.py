"""Desks: how tickets are exchanged with a supplier, as it is declared. Knows no protocol and no ticket."""

from enum import StrEnum
from typing import Any

from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.value import Value


class TicketState(StrEnum):
    """The states of a ticket: the eight of TMF621, and ``new``, which nobody at the desk has read yet."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    PENDING = "pending"  # the desk waits for us
    HELD = "held"  # the desk waits for somebody else
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Transition(Value):
    """How a ticket is brought into one of our states: their word for it, and the fields that they require with it."""

    to: str
    fields: dict[str, str] = {}


class AutomaticTicket(Value):
    """Which incidents become a ticket there by themselves: these priorities, once they have lasted ``after_s`` seconds."""

    priorities: tuple[Priority, ...]
    after_s: int = 120


class Desk(Value):
    """A supplier's ticket desk.

    ``channel``: the connector that speaks to it, with its ``settings``. ``author``: our account, as their comments name
    it. ``automata``: names under which the desk acts by itself: a ticket that it opens because we wrote is acknowledged
    by nobody. ``states``: their words -> ours; ``transitions``: ours -> theirs; ``priorities``: their word for ours.
    ``contest_s``: so long after they closed a ticket, what we still measure is trouble that they did not end.
    ``silence_s``: so long may a ticket wait to be acknowledged. ``without_api_s``: so long may the API be away before a
    new ticket goes by mail, or a person calls. ``poll_s``: seconds between two looks at what has changed there.
    ``ticket_pattern`` (RE2; its first group, if it has one) finds their number in a mail, ``reply_to`` is an address of
    ours that takes ``name+anything@``: their answers come to it.
    """

    channel: str
    author: str
    states: dict[str, TicketState]
    automata: tuple[str, ...] = ()
    transitions: dict[TicketState, Transition] = {}
    priorities: dict[Priority, str] = {}
    automatic: AutomaticTicket | None = None
    contest_s: int = 300
    silence_s: int = 900
    without_api_s: int = 600
    poll_s: int = 60
    ticket_pattern: str = ""
    reply_to: str = ""
    settings: dict[str, Any] = {}
