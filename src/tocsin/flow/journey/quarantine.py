"""Quarantine: a message on which the rules fail is kept, with the reason, for a person to replay."""

from tocsin.connectors.kit.mail import printable
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import TocsinError
from tocsin.core.kernel.why import Why
from tocsin.core.translation.values import Status
from tocsin.flow import clock
from tocsin.store import queue

_MOST = 2_000  # characters of an error that a person is shown


def set_aside(message: Message, error: Exception) -> None:
    """Quarantine the message, inside the transaction that holds its source's lane."""
    outcome = queue.Outcome(
        id=message.id,
        received_at=message.received_at,
        source=message.source,
        status=Status.QUARANTINED.value,
        format="",
        why=(reason_of(error),),
        events=0,
    )
    queue.settle([outcome], clock.now())


def reason_of(error: Exception) -> Why:
    """The error as a reason; characters that a database can't store are left out."""
    text = error.sentence("en") if isinstance(error, TocsinError) else f"{type(error).__name__}: {error}"
    return Why(code="flow.message_failed", facts={"error": printable(text)[:_MOST]})
