"""Message: what a source sent, verbatim."""

from datetime import datetime

from tocsin.core.kernel.value import Value

TRUNCATED = "truncated"  # envelope: why the body is not there; such a message is to be quarantined
LOOP = "loop"  # envelope: why nothing may be answered to this message: a machine would answer again
BY_HAND = "by-hand"  # the channel of what people report on a page or over the API
PEOPLE = "people"  # the source of what people report
OWN = "own"  # the channel of what Tocsin says about itself: a silent source, its own health


class Message(Value):
    """A raw message. ``body`` is exactly what came in: a whole RFC 5322 mail, or an HTTP body.

    ``channel`` is the word of the connector that took it.

    ``media_type`` says how to read the body (``message/rfc822``, ``application/json``,
    ``application/cloudevents+json`` ...). ``envelope`` holds what the protocol gives beside the body: sender,
    recipient, folder, uid, ce-* headers, path, peer. ``key`` identifies exact repeats within a source (docs/decisions/0006):
    the identity that the sender gave, with the content; empty: never a repeat. ``digest`` is that of the content where
    ``key`` does not hold it (Idempotency-Key): another content under the same key is refused.
    ``received_at`` is UTC. ``id`` is given by the store, and orders the messages of one source.
    """

    source: str
    channel: str
    received_at: datetime
    media_type: str
    body: bytes
    envelope: dict[str, str] = {}
    key: str = ""
    digest: str = ""
    id: int = 0
