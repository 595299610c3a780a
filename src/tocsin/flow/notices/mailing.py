"""Mailing: mails that a decision sends as they are, to suppliers and to our people, become deliveries. Sends nothing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from tocsin.core.duty.ways import MAIL
from tocsin.core.mail import MailDue
from tocsin.core.notice.values import Delivery
from tocsin.flow.notices import choosing
from tocsin.store import deliveries

TO_SUPPLIER = "supplier"  # in a delivery's payload: whose proof it is
TICKET = "desk"  # the channel of deliveries that are tickets at a supplier's desk


def queue(mails: Sequence[MailDue], now: datetime) -> None:
    """Put these mails into the outbox; a subject's mails are one thread."""
    for mail in mails:
        deliveries.add(_delivery(mail), now, now)


def _delivery(mail: MailDue) -> Delivery:
    domain = choosing.domain()
    payload = {
        "sender": choosing.sender(),
        "subject": mail.title,
        "text": mail.text,
        "message_id": f"<{uuid4().hex}@{domain}>",
        "thread_id": f"<{mail.subject.number.lower()}@{domain}>",
        TO_SUPPLIER: mail.supplier,
        **mail.fields,
    }
    channel = TICKET if mail.ticket else MAIL
    return Delivery(subject=mail.subject, channel=channel, address=mail.to, payload=payload)
