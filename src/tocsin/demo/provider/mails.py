"""Mails: what clients write to the support address becomes tickets and comments; what is said there goes out. Knows SMTP."""

import re
import smtplib
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP

from tocsin.connectors.kit.smtp_server import SmtpServer
from tocsin.demo.provider.state import Provider
from tocsin.demo.provider.values import SEVERITIES
from tocsin.demo.world.letter import letter
from tocsin.demo.world.transmission import Mail

ADDRESS = "support@valmont-dc.example"
_log = structlog.get_logger(__name__)
_TICKET, _THEIRS = re.compile(r"\[(T-\d{4}-\d{4,})\]"), re.compile(r"\bINC-\d+\b")


class Outgoing:
    """Sends the provider's mails to the client's mail server. ``port`` 0: to nobody."""

    def __init__(self, host: str, port: int, now: Callable[[], datetime]) -> None:
        self._host, self._port, self._now = host, port, now

    def __call__(self, to: str, subject: str, text: str, answers: str) -> None:
        """Write a mail from the support address."""
        sent = letter(
            self._now(), "", sender=ADDRESS, name="Support Valmont", to=to, subject=subject, text=text, answers=answers
        )  # fmt: skip
        assert isinstance(sent.wire, Mail)
        self.send(sent.wire)

    def send(self, mail: Mail) -> None:
        """Hand a mail over; one that is refused is lost, and that is logged."""
        if not self._port:
            return
        try:
            with smtplib.SMTP(self._host, self._port, "valmont", timeout=10) as wire:
                wire.sendmail(mail.sender, [mail.recipient], mail.content, ["BODY=8BITMIME"])
        except (OSError, smtplib.SMTPException) as refused:
            _log.warning("provider.mail_refused", recipient=mail.recipient, reason=str(refused))


class Incoming:
    """The provider's own mail server."""

    def __init__(self, provider: Provider, lock: Any, port: int, host: str = "127.0.0.1") -> None:
        self._provider, self._lock = provider, lock
        self._server = SmtpServer("support")
        self._server.listen(
            host, port, lambda loop: SMTP(self, hostname="valmont", enable_SMTPUTF8=True, loop=loop)
        )

    def stop(self) -> None:
        """Listen no more."""
        self._server.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail."""
        with self._lock:
            receive(self._provider, message_from_bytes(envelope.content, policy=default))
        return "250 2.0.0 OK"


def receive(provider: Provider, mail: EmailMessage) -> None:
    """A mail becomes a ticket, or a comment on the one that its subject names. Automatic mails make neither."""
    if str(mail.get("Auto-Submitted", "no")).lower() != "no":
        return
    subject, now = str(mail["Subject"] or ""), provider.now()
    words = mail.get_body(("plain",))
    text = str(words.get_content()).strip() if words else ""
    sender = parseaddr(str(mail["Reply-To"] or mail["From"] or ""))[1]
    named = _TICKET.search(subject)
    if named and named[1] in provider.desk.tickets:
        provider.desk.comment(named[1], text, sender, now, reference=str(mail["Message-ID"] or ""))
    else:
        theirs = _THEIRS.search(subject)
        ticket = provider.desk.create(
            now,
            subject=subject,
            description=text,
            severity=next((word for word in SEVERITIES if word.casefold() in text.casefold()), "Majeure"),
            reference=theirs[0] if theirs else "",
            mailed_by=sender,
            thread=str(mail["Message-ID"] or ""),
        )
        provider.post(sender, f"[{ticket.number}] {subject}", _RECEIVED.format(ticket.number), ticket.thread)
    provider.keep()


_RECEIVED = "Bonjour,\n\nVotre demande est enregistrée sous le numéro {}.\n\nLe centre de supervision Valmont"
