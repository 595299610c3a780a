"""Server: listens for SMTP and LMTP in a thread of its own; several processes may share its ports."""

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from tocsin.connectors.inlet.handler import Handler, Rules
from tocsin.connectors.kit.handover import Deposit, Now, Refused, unreported
from tocsin.connectors.kit.smtp_server import SmtpServer
from tocsin.core.kernel.value import Value

_COMMITS_AT_ONCE = 32  # they wait for one another's group commit, so they need little else


class MailInletSettings(Value):
    """Where the inlet listens, and how much it takes. A port of 0 is not listened on."""

    host: str = "127.0.0.1"
    smtp_port: int = 0
    lmtp_port: int = 0
    hostname: str = "tocsin"
    max_bytes: int = 25_000_000
    connections: int = 100  # at once: each may hold a mail in memory
    timeout_s: float = 300.0  # of silence
    certificate: str = ""  # file (PEM, with its chain); STARTTLS is offered if given
    key: str = ""  # file; empty: it stands in the certificate's file


class MailInlet:
    """Start it, stop it. ``rules`` is asked at every command, so that it may change meanwhile.

    Raises OSError (ssl.SSLError among them) for a certificate that can't be used.
    """

    def __init__(
        self,
        settings: MailInletSettings,
        rules: Rules,
        deposit: Deposit,
        now: Now,
        refused: Refused = unreported,
    ) -> None:
        self._settings = settings
        self._tls = _tls(settings)
        self._workers = ThreadPoolExecutor(_COMMITS_AT_ONCE, "mail-inlet-commit")
        self._handler = Handler(rules, deposit, now, self._workers, refused)
        self._server = SmtpServer("mail-inlet")
        self._open: set[asyncio.BaseTransport] = set()

    def start(self) -> None:
        """Returns once it listens; OSError when it can't."""
        host = self._settings.host
        try:
            for kind, port in ((_Smtp, self._settings.smtp_port), (_Lmtp, self._settings.lmtp_port)):
                if port:
                    self._server.listen(host, port, partial(self._session, kind), share_port=True)
        except OSError:
            self.stop()
            raise

    def stop(self) -> None:
        """Hang up. A mail under way gets no 250, and its sender will bring it again."""
        self._server.stop()
        self._workers.shutdown()

    def _session(self, kind: "type[_Smtp | _Lmtp]", loop: asyncio.AbstractEventLoop) -> Any:
        session = kind(
            self._handler,
            data_size_limit=self._settings.max_bytes,
            enable_SMTPUTF8=True,
            hostname=self._settings.hostname,
            ident="Tocsin",
            timeout=self._settings.timeout_s,
            tls_context=self._tls,
            loop=loop,
        )
        session.bound(self._open, self._settings.connections)
        return session


def _tls(settings: MailInletSettings) -> ssl.SSLContext | None:
    if not settings.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.certificate, settings.key or None)
    return context


class _Bounded:
    """Mixed into aiosmtpd's session: no more of them at once than agreed, and long lines are let in."""

    # Machines write HTML in one line; RFC 5321's 1,000 bytes would refuse their mails for good.
    line_length_limit = 1_000_000

    def bound(self, sessions: set[asyncio.BaseTransport], limit: int) -> None:
        self._sessions, self._limit = sessions, limit

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._sessions.discard(getattr(self, "_mine", None))  # after STARTTLS the same session comes again
        if len(self._sessions) >= self._limit:
            transport.write(b"421 4.3.2 Too many connections, try again\r\n")
            transport.close()
            return
        self._mine = transport
        self._sessions.add(transport)
        super().connection_made(transport)  # type: ignore[misc]

    def connection_lost(self, error: Exception | None) -> None:
        if mine := getattr(self, "_mine", None):
            self._sessions.discard(mine)
            super().connection_lost(error)  # type: ignore[misc]


class _Smtp(_Bounded, SMTP):  # type: ignore[misc]
    pass


class _Lmtp(_Bounded, LMTP):  # type: ignore[misc]
    """aiosmtpd gives one reply to a mail; LMTP wants one a recipient (RFC 2033, section 4.2)."""

    _replies = 1

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        self._replies = max(1, len(self.envelope.rcpt_tos))
        try:
            await super().smtp_DATA(arg)
        finally:
            self._replies = 1

    async def push(self, status: str) -> None:
        for _ in range(1 if status.startswith("354") else self._replies):
            await super().push(status)
