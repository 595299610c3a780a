"""Connector: what a folder of ``connectors`` offers to the rest, as one value; not who starts it, nor with which rows."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from threading import Event
from typing import Any, Protocol

from tocsin.connectors.kit.calls import Account
from tocsin.connectors.kit.handover import Deposit, Now, Refused, Status, unreported
from tocsin.connectors.kit.sending import Send
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.channels import Channel
from tocsin.core.organisation.values import Source

Position = Mapping[str, Any]  # how far a source was read; its keys are the connector's own

# Returns once the messages, if any, and the position are committed together: how many were no exact repeats.
# Raises as ``Deposit`` does.
DepositAt = Callable[[Sequence[Message], Position], int]


class Line(Value):
    """What a connector needs to read one source: its settings with their secrets, and whom to hand over to.

    ``urgent`` tells whether an incident is open where the source's supplier answers.
    """

    source: str
    settings: Any  # of the connector's settings type
    position: Position
    deposit: DepositAt
    now: Now
    status: Status
    calls: Account
    urgent: Callable[[], bool]


class Door(Value):
    """What a connector needs to receive for all sources of its channel; ``sources`` never waits for a database."""

    sources: Callable[[], Sequence[Source]]
    deposit: Deposit
    now: Now
    refused: Refused = unreported


class Open(Protocol):
    """A door that is open."""

    def stop(self) -> None:
        """Close it; what is under way is not acknowledged, and comes again."""
        ...


class Worked(Value):
    """A message that was worked: what its connector wrote on its envelope, and what was made of it."""

    id: int
    status: str  # as core/translation/values.Status
    envelope: Mapping[str, str]


class FilingPostponed(Exception):
    """The counterpart is out of reach: the same messages are to be filed later."""


# Reads one source until it is asked to stop. Runs in a thread of its own, in one worker of all.
Watch = Callable[[Line, Event], None]

# Looks once at a counterpart, for a person who tries the settings: some of its messages, of which nothing is kept.
Sample = Callable[[Line], Sequence[Message]]

# Asks the counterpart for all that reading it needs, and changes nothing there. Raises Unavailable with the reason.
Look = Callable[[Line], None]

# Opens a door in every worker; None where nobody asks for one. Raises OSError when it can't be opened.
Serve = Callable[[Door], Open | None]

# Puts worked messages where the source's settings want them. Raises FilingPostponed.
Filing = Callable[[Sequence[Worked]], None]


class Connector(Channel, kw_only=True):
    """A channel and what can be done with it; what a connector can't do is None.

    ``filing`` is None for a source whose settings don't ask for it. ``author`` tells who wrote a message whose sender
    nobody checked when it came in. ``notice`` is what people should know of how far a source was read. ``sender`` opens
    a connection for deliveries, and is None as well where nothing is set up to send by; opening it raises SendFailed.
    """

    watch: Watch | None = None
    sample: Sample | None = None
    look: Look | None = None
    serve: Serve | None = None
    filing: Callable[[Line], Filing | None] | None = None
    author: Callable[[Message], str] | None = None
    notice: Callable[[Position], Fault | None] | None = None
    sender: Callable[[], AbstractContextManager[Send] | None] | None = None
