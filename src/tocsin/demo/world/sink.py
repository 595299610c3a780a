"""Sink: the teams' mailbox of the demo: takes every notice, tells each to whoever listens, keeps a count."""

from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP

from tocsin.connectors.kit.smtp_server import SmtpServer

OnNotice = Callable[[str, str], None]  # recipient, subject


class Sink:
    """A real SMTP server for our own notices."""

    def __init__(self, port: int, on_notice: OnNotice, host: str = "127.0.0.1") -> None:
        self.counts: Counter[str] = Counter()
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
        """Take a notice."""
        subject = " ".join(str(message_from_bytes(envelope.content, policy=default)["Subject"] or "").split())
        for recipient in envelope.rcpt_tos:
            self.counts[recipient] += 1
            self._on_notice(recipient, subject)
        return "250 2.0.0 Read"
