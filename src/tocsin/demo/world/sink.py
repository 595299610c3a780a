"""Sink: the teams' mailbox of the demo: takes every notice, passes it to a callback, keeps the last ones."""

import asyncio
import smtplib
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP

from tocsin.connectors.kit.handover import Now
from tocsin.connectors.kit.smtp_server import SmtpServer
from tocsin.core.kernel.value import Value

MOST = 300  # mails that are kept to be read
OnNotice = Callable[[str, str], None]  # recipient, subject


class Received(Value):
    """A notice as it arrived, one to each recipient."""

    number: int
    at: datetime
    recipient: str
    subject: str
    text: str


class Forward(Value):
    """Mails for this domain go on to another mail server of this machine."""

    domain: str
    port: int


class Sink:
    """A real SMTP server for our own notices. ``mails`` are the last ones, the newest first."""

    def __init__(
        self,
        port: int,
        on_notice: OnNotice,
        now: Now,
        host: str = "127.0.0.1",
        forward: Forward | None = None,
    ) -> None:
        self._forward = forward
        self.counts: Counter[str] = Counter()
        self.mails: deque[Received] = deque(maxlen=MOST)
        self._now = now
        self.port = port
        self._on_notice = on_notice
        self._host = host
        self._server = SmtpServer("sink")

    def start(self) -> None:
        """Listen; OSError when the port is taken."""
        self._server.listen(
            self._host,
            self.port,
            lambda loop: SMTP(self, hostname=self._host, enable_SMTPUTF8=True, loop=loop),
        )

    def stop(self) -> None:
        """Stop listening."""
        self._server.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a notice; one that goes on elsewhere is taken when it has arrived there."""
        theirs = [address for address in envelope.rcpt_tos if self._goes_on(address)]
        try:
            if theirs:
                await asyncio.to_thread(self._pass_on, envelope.mail_from, theirs, envelope.original_content)
        except (OSError, smtplib.SMTPException) as away:
            return f"451 4.4.1 {away}"
        mail = message_from_bytes(envelope.content, policy=default)
        subject, words = str(mail["Subject"] or ""), mail.get_body(("plain",))
        text = str(words.get_content()) if words else ""
        for recipient in envelope.rcpt_tos:
            self.counts[recipient] += 1
            number = sum(self.counts.values())
            self.mails.appendleft(
                Received(number=number, at=self._now(), recipient=recipient, subject=subject, text=text)
            )
            self._on_notice(recipient, subject)
        return "250 2.0.0 Read"

    def _goes_on(self, address: str) -> bool:
        return self._forward is not None and address.lower().endswith(f"@{self._forward.domain}")

    def _pass_on(self, sender: str, recipients: list[str], content: bytes) -> None:
        assert self._forward
        with smtplib.SMTP("127.0.0.1", self._forward.port, "relay", timeout=10) as wire:
            wire.sendmail(sender, recipients, content)
