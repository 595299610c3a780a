"""Sessions: aiosmtpd's SMTP and LMTP within bounds of number, time and size; knows sockets, no mail."""

import asyncio
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from tocsin.connectors.inlet.bounds import Bounds, peer_of
from tocsin.connectors.inlet.handler import Handler

_log = structlog.get_logger(__name__)

_TOO_MANY = "421 4.3.2 Too many connections, try again"
_TOO_SLOW = "421 4.4.2 Too slow, try again"
_NO_ROOM = "421 4.3.1 Too much mail at once, try again"
_TOO_BIG = "552 5.3.4 Too many lines in one mail"
_LINE_BYTES = 48  # that aiosmtpd spends on each line beside its text, until the mail is whole


class Bounded:
    """Mixed into aiosmtpd's session: bounded in time and in bytes, and long lines are accepted."""

    # Machines write HTML in one line; the limit of RFC 5321, 1,000 bytes, would refuse their mails for ever.
    line_length_limit = 1_000_000

    event_handler: Handler
    envelope: Any
    transport: Any
    _bounds: Bounds

    def bound(self, bounds: Bounds, sessions: "set[Bounded]") -> None:
        """Before the connection is made."""
        self._bounds, self._sessions = bounds, sessions
        self._peer = ""
        self._unanswered = 0  # bytes received and not answered
        self._began = self._last_data = bounds.ticks()
        self._in_data = self._ours = False

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Also called after STARTTLS, for the same session over another transport."""
        if self not in self._sessions:
            self._peer = peer_of(transport.get_extra_info("peername"))
            if code := self._bounds.enter(self._peer):
                self.event_handler.report([""], code, peer=self._peer)
                transport.write(_TOO_MANY.encode() + b"\r\n")
                transport.close()
                return
            self._sessions.add(self)
        super().connection_made(transport)  # type: ignore[misc]

    def connection_lost(self, error: Exception | None) -> None:
        """Release the bytes and the place of the session."""
        if self in self._sessions:
            self._sessions.discard(self)
            self._bounds.leave(self._peer)
            self._release()
            super().connection_lost(error)  # type: ignore[misc]

    def data_received(self, data: bytes) -> None:
        """Receive the data if there is room; else hang up, and the sender tries again."""
        if self not in self._sessions:
            return  # we hung up; ignore what still arrives
        size = len(data) + _LINE_BYTES * data.count(b"\n")
        if not self._bounds.has_room(self._peer, size):
            fits = self._unanswered + size <= self._bounds.share
            self._hang_up("mail_inlet.bytes", _NO_ROOM if fits else _TOO_BIG)
            return
        self._unanswered += size
        self._bounds.hold(self._peer, size)
        super().data_received(data)  # type: ignore[misc]

    def hang_up_if_slow(self) -> None:
        """Hang up if a command, a mail or the whole session takes too long. The time of our own work does not count."""
        limits, now = self._bounds.limits, self._bounds.ticks()
        silence_s = limits.data_s if self._in_data else limits.command_s
        if not self._ours and (now - self._last_data > silence_s or now - self._began > limits.session_s):
            self._hang_up("mail_inlet.slow", _TOO_SLOW)

    async def push(self, status: str) -> None:
        """Answer, and release the bytes received until then; not before a mail, which may have come with the command."""
        await super().push(status)  # type: ignore[misc]
        if not status.startswith("354"):
            self._release()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """A mail has its own time limit."""
        self._in_data = True
        try:
            await super().smtp_DATA(arg)  # type: ignore[misc]
        finally:
            self._in_data = False
            self._last_data = self._bounds.ticks()

    async def _call_handler_hook(self, command: str, *arguments: Any) -> Any:
        self._ours = True
        try:
            return await super()._call_handler_hook(command, *arguments)  # type: ignore[misc]
        finally:
            self._ours = False

    def _reset_timeout(self, duration: float | None = None) -> None:
        """aiosmtpd calls this at each command; its own timer would hang up without an answer."""
        self._last_data = self._bounds.ticks()
        super()._reset_timeout(10 * self._bounds.limits.session_s)  # type: ignore[misc]

    def _hang_up(self, code: str, reply: str) -> None:
        sources = self.event_handler.sources(self.envelope) or [""]
        self.event_handler.report(sources, code, peer=self._peer)
        self._release()
        self.transport.write(reply.encode() + b"\r\n")
        self.transport.close()

    def _release(self) -> None:
        self._bounds.release(self._peer, self._unanswered)
        self._unanswered = 0


class Smtp(Bounded, SMTP):  # type: ignore[misc]
    """A session of SMTP."""


class Lmtp(Bounded, LMTP):  # type: ignore[misc]
    """aiosmtpd gives one reply to a mail; LMTP needs a reply for each recipient (RFC 2033, section 4.2)."""

    _replies = 1

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """As many replies as recipients."""
        self._replies = max(1, len(self.envelope.rcpt_tos))
        try:
            await super().smtp_DATA(arg)
        finally:
            self._replies = 1

    async def push(self, status: str) -> None:
        """Answer, for each recipient."""
        for _ in range(1 if status.startswith("354") else self._replies):
            await super().push(status)
