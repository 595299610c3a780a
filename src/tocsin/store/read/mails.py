"""The mails about a subject as its page reads them, with the proof of their delivery. One query."""

from datetime import datetime

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.store import models

_MOST = 50


class MailRow(Value):
    """A mail: to whom, what, and what became of it. ``supplier`` (key) is empty for one to our own people."""

    address: str
    title: str
    text: str
    supplier: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    reply: str
    error: str


def mails(subject: Subject) -> list[MailRow]:
    """The last mails about the subject, the newest first."""
    found = models.Delivery.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("-id")
    return [
        MailRow(
            address=row.address,
            title=row.payload.get("subject", ""),
            text=row.payload.get("text", ""),
            supplier=row.payload.get("supplier", ""),
            state=row.state,
            created_at=row.created_at,
            sent_at=row.sent_at,
            reply=row.reply,
            error=row.error,
        )
        for row in found[:_MOST]
    ]
