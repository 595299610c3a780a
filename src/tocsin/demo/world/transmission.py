"""Transmission: what a party sends, and the message that Tocsin's inlets make of it. No I/O."""

from datetime import datetime

from tocsin.connectors.kit import mail
from tocsin.core.event.message import Message
from tocsin.core.kernel.value import Value
from tocsin.core.translation import own_json

_EVENTS = "/api/v1/events"


class Mail(Value):
    """A mail, whole (RFC 5322), and its SMTP envelope."""

    source: str
    sender: str
    recipient: str
    content: bytes


class Post(Value):
    """An HTTP request. The demo's tokens are ``demo-`` and the source's key (sources.yaml), or a person's user name.

    ``about``: ``{incident}`` in the path, and ``"{incident}"`` in the body, is the latest incident with this cause (key);
    ``{major}`` is the major incident that it is part of.
    """

    source: str
    path: str
    body: bytes
    media_type: str = "application/json"
    about: str = ""

    @property
    def token(self) -> str:
        """The bearer token of this source or person."""
        return f"demo-{self.source}"


class Read(Value):
    """An item that was read from an API, of which the key identifies the item and its state. Never on a wire."""

    source: str
    resource: str
    key: str
    body: bytes


class Transmission(Value):
    """A message sent at an instant (UTC). ``noted``: what the provider's own
    supervision receives at that instant, at its own address."""

    at: datetime
    wire: Mail | Post | Read
    noted: Post | None = None


def received(transmission: Transmission, at: datetime | None = None) -> Message:
    """The message as the mail or HTTP inlet would store it, received at ``at`` (else when it was said)."""
    received, wire = at or transmission.at, transmission.wire
    if isinstance(wire, Post):
        envelope = {"path": wire.path, "peer": "127.0.0.1"}
        return Message(
            source=wire.source,
            channel="http",
            received_at=received,
            media_type=own_json.MEDIA_TYPE if wire.path == _EVENTS else wire.media_type,
            body=wire.body,
            envelope=envelope,
        )
    if isinstance(wire, Read):
        return Message(
            source=wire.source,
            channel="rest",
            received_at=received,
            media_type="application/json",
            body=wire.body,
            envelope={"resource": wire.resource},
            key=wire.key,
        )
    envelope = {"sender": wire.sender, "recipient": wire.recipient, "peer": "127.0.0.1", "helo": "demo"}
    return mail.message(wire.source, "smtp", received, wire.content, envelope)
