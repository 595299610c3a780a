"""Read: which reader a media type needs. Knows no format."""

from tocsin.core.event.message import Message
from tocsin.core.translation import limits
from tocsin.core.translation.reading import mail, payload
from tocsin.core.translation.reading.document import Document, over
from tocsin.core.translation.reading.plain import read_plain


def read(message: Message) -> tuple[Document, ...]:
    """The documents of a message: mostly one; several for JSON lines, batches and forwarded mails.

    Raises Unreadable when the message can't be read or is over a limit (``limits``).
    """
    if len(message.body) > limits.MAX_BODY_BYTES:
        raise over("bytes", len(message.body), limits.MAX_BODY_BYTES)
    media_type = message.media_type.partition(";")[0].strip().lower()
    if media_type == "message/rfc822":
        return mail.read_mail(message)
    if "json" in media_type or (media_type == "application/cloudevents" and message.body[:1] in b"{["):
        return payload.read_json(message, media_type)
    return (read_plain(message, media_type),)
