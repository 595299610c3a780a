"""Message: what a source said, verbatim, before anyone thinks."""

from datetime import datetime
from enum import StrEnum

from tocsin.core.kernel.value import Value


class Channel(StrEnum):
    """By which door a message came in."""

    IMAP = "imap"
    SMTP = "smtp"
    HTTP = "http"
    FEED = "feed"  # by hand
    OWN = "own"  # Tocsin about itself: a silent source, its own health


class Message(Value):
    """A raw message. ``body`` is exactly what came in: a whole RFC 5322 mail, or an HTTP body.

    ``media_type`` says how to read the body (``message/rfc822``, ``application/json``,
    ``application/cloudevents+json`` ...). ``envelope`` holds what the protocol said around it: sender,
    recipient, folder, uid, ce-* headers, path, peer. ``key`` identifies exact repeats within a source (docs/decisions/0006):
    the identity that the sender gave, with the content; empty: never a repeat. ``digest`` is that of the content where
    ``key`` does not hold it (Idempotency-Key): another content under the same key is refused.
    ``received_at`` is UTC. ``id`` is given by the store, and orders the messages of one source.
    """

    source: str
    channel: Channel
    received_at: datetime
    media_type: str
    body: bytes
    envelope: dict[str, str] = {}
    key: str = ""
    digest: str = ""
    id: int = 0
