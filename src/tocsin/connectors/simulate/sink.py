"""Sink: the teams' mailbox of the demo: takes every notice, tells each to whoever listens, keeps a count."""

from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

Told = Callable[[str, str], None]  # recipient, subject


class Sink:
    """A real SMTP server for our own notices."""

    def __init__(self, port: int, told: Told, host: str = "127.0.0.1") -> None:
        self.counts: Counter[str] = Counter()
        self.port = port
        self._told = told
        self._server = Controller(self, hostname=host, port=port)

    def start(self) -> None:
        """Listen; OSError when the port is taken."""
        self._server.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a notice."""
        subject = " ".join(str(message_from_bytes(envelope.content, policy=default)["Subject"] or "").split())
        for recipient in envelope.rcpt_tos:
            self.counts[recipient] += 1
            self._told(recipient, subject)
        return "250 2.0.0 Read"
