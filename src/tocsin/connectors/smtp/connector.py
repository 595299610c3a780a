"""The connector of the mail relay: its channel is ``mail``. It sends only; mail comes in by other channels."""

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from tocsin.connectors.kit.connector import Connector
from tocsin.connectors.kit.handover import Now
from tocsin.connectors.kit.sending import Outcome, Send, SendFailed
from tocsin.connectors.smtp.notice import address_notice
from tocsin.connectors.smtp.sender import Sender, SmtpSettings
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.values import own_label

CHANNEL = "mail"
_NOBODY = "Tocsin <tocsin@tocsin.invalid>"


def connector(settings: Callable[[], SmtpSettings | None], now: Now) -> Connector:
    """The connector, sending through the relay that ``settings`` names; None: no mail leaves."""

    def sender() -> AbstractContextManager[Send] | None:
        relay = settings()
        return _connected(relay, now) if relay else None

    return Connector(word=CHANNEL, label=own_label(fr="Courriel", en="Mail"), receives=False, sender=sender)


@contextmanager
def _connected(relay: SmtpSettings, now: Now) -> Iterator[Send]:
    with Sender(relay).open() as wire:
        yield lambda delivery, about_to_leave: wire.send(written(delivery, now), about_to_leave)


def written(delivery: Delivery, now: Now) -> EmailMessage:
    """The mail. Raises SendFailed if it can't be written: a wrong address must not block other mails."""
    try:
        return _addressed(delivery, now)
    except (ValueError, IndexError, MessageError) as error:  # errors of the email package for a bad address
        raise SendFailed(Outcome.PERMANENT, f"not an address: {error}") from error


def _attach(mail: EmailMessage, letter: dict[str, str]) -> None:
    """The file whole; a media type that is none is sent as bytes."""
    kind, _, subtype = letter["file_type"].partition("/")
    if not (kind.isalpha() and subtype) or kind in ("multipart", "message"):
        kind, subtype = "application", "octet-stream"
    content = base64.b64decode(letter["file_base64"])
    mail.add_attachment(content, maintype=kind, subtype=subtype, filename=letter["file_name"])


def _addressed(delivery: Delivery, now: Now) -> EmailMessage:
    mail, letter = EmailMessage(), delivery.payload
    mail["From"] = letter["sender"] or _NOBODY
    mail["To"] = Address(addr_spec=delivery.address)
    mail["Subject"] = letter["subject"]
    mail["Date"] = now()
    if letter.get("reply_to"):
        mail["Reply-To"] = Address(addr_spec=letter["reply_to"])
    mail.set_content(letter["text"], cte="base64")  # whatever a library makes of the default
    if "file_base64" in letter:
        _attach(mail, letter)
    return address_notice(
        mail,
        message_id=letter["message_id"],
        thread_id=letter["thread_id"],
        automatic=not letter.get("written_by"),
    )
