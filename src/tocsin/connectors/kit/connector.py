"""Connector: what a folder of ``connectors`` offers to the rest, as one value. Knows neither who starts it nor rows."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from threading import Event
from typing import Any, Protocol

from tocsin.connectors.kit.calls import Account, Terms
from tocsin.connectors.kit.desk import OpenDesk
from tocsin.connectors.kit.handover import Deposit, Now, Refused, Status, unreported
from tocsin.connectors.kit.listening import Events
from tocsin.connectors.kit.reaching import OpenGateway, ReadReport
from tocsin.connectors.kit.sending import Send
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.channels import Channel
from tocsin.core.organisation.values import Source

Position = Mapping[str, Any]  # how far a source was read; its keys are the connector's own

# Returns once the messages, if any, and the position are committed together; how many were not exact repeats.
# Raises as ``Deposit`` does.
DepositAt = Callable[[Sequence[Message], Position], int]


class Line(Value):
    """What a connector needs to read one source: its settings with their secrets, and whom to hand over to.

    ``urgent``: whether an incident is open for which the source's supplier answers.
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
    """What a connector needs to receive for all sources of its channel; ``sources`` does not query the database."""

    sources: Callable[[], Sequence[Source]]
    deposit: Deposit
    now: Now
    refused: Refused = unreported


class Open(Protocol):
    """A server that listens."""

    def stop(self) -> None:
        """Close it; what is under way is not acknowledged, and will be sent again."""
        ...


class Worked(Value):
    """A message that was worked: its envelope as its connector wrote it, and the outcome."""

    id: int
    status: str  # as core/translation/values.Status
    envelope: Mapping[str, str]


class FilingPostponed(Exception):
    """The counterpart is out of reach: the same messages must be filed later."""


# Reads one source until it is asked to stop. Runs in a thread of its own, in only one worker.
Watch = Callable[[Line, Event], None]

# Looks once at a counterpart, for a person who tries the settings: some of its messages, which are not stored.
Sample = Callable[[Line], Sequence[Message]]

# Asks the counterpart for all that reading it needs, and changes nothing there. Raises Unavailable with the reason.
Look = Callable[[Line], None]

# Starts a server in every worker; None where none is configured. Raises OSError when it can't be started.
Serve = Callable[[Door], Open | None]

# Puts worked messages where the source's settings want them. Raises FilingPostponed.
Filing = Callable[[Sequence[Worked]], None]


class Connector(Channel, kw_only=True):
    """A channel and what can be done with it; what a connector can't do is None.

    ``filing`` is None for a source whose settings don't ask for it. ``author`` gives the author of a message whose sender
    was not checked on reception. ``notice`` is what people should know of how far a source was read. ``sender`` opens
    a connection for deliveries, and is None where no relay is configured; opening it raises SendFailed.
    ``terms`` are those under which a source with these settings calls its counterpart, ``desk_terms`` those of a desk.
    ``desk`` opens a supplier's ticket desk. ``events`` are handed over to the listeners of a source. ``gateway`` opens
    what reaches people, ``report`` reads what it reports back.
    """

    watch: Watch | None = None
    sample: Sample | None = None
    look: Look | None = None
    serve: Serve | None = None
    terms: Callable[[Any], Terms] | None = None
    desk_terms: Callable[[Any], Terms] | None = None
    filing: Callable[[Line], Filing | None] | None = None
    author: Callable[[Message], str] | None = None
    notice: Callable[[Position], Fault | None] | None = None
    sender: Callable[[], AbstractContextManager[Send] | None] | None = None
    desk: OpenDesk | None = None
    events: Events | None = None
    gateway: OpenGateway | None = None
    report: ReadReport | None = None
