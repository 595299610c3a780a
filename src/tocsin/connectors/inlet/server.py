"""Server: listens for SMTP and LMTP in a thread of its own; several processes may share its ports."""

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import Any

from tocsin.connectors.inlet.bounds import Bounds, Limits, Ticks
from tocsin.connectors.inlet.handler import Handler, Rules
from tocsin.connectors.inlet.sessions import Bounded, Lmtp, Smtp
from tocsin.connectors.kit.handover import Deposit, Now, Refused, unreported
from tocsin.connectors.kit.smtp_server import SmtpServer
from tocsin.core.kernel.value import Value

_SWEEP_S = 1.0  # how often slow sessions are looked for
_COMMITS_AT_ONCE = 32  # threads that mostly wait for a group commit


class MailInletSettings(Value):
    """Where the inlet listens. A port of 0 is not listened on."""

    host: str = "127.0.0.1"
    smtp_port: int = 0
    lmtp_port: int = 0
    hostname: str = "tocsin"
    limits: Limits = Limits()
    certificate: str = ""  # file (PEM, with its chain); STARTTLS is offered if given
    key: str = ""  # file; empty: it stands in the certificate's file


class MailInlet:
    """Start it, stop it. ``rules`` is called at every command, so that they may change meanwhile.

    Raises OSError (ssl.SSLError among them) for a certificate that can't be used.
    """

    def __init__(
        self,
        settings: MailInletSettings,
        rules: Rules,
        deposit: Deposit,
        now: Now,
        refused: Refused = unreported,
        ticks: Ticks = monotonic,
    ) -> None:
        self._settings = settings
        self._tls = _tls(settings)
        self._workers = ThreadPoolExecutor(_COMMITS_AT_ONCE, "mail-inlet-commit")
        self._bounds = Bounds(settings.limits, ticks)
        self._handler = Handler(rules, deposit, now, self._workers, self._bounds, refused)
        self._server = SmtpServer("mail-inlet")
        self._open: set[Bounded] = set()

    def start(self) -> None:
        """Returns once it listens; OSError when it can't."""
        host = self._settings.host
        try:
            for kind, port in ((Smtp, self._settings.smtp_port), (Lmtp, self._settings.lmtp_port)):
                if port:
                    self._server.listen(host, port, partial(self._session, kind), share_port=True)
        except OSError:
            self.stop()
            raise
        self._server.every(_SWEEP_S, self._sweep)

    def stop(self) -> None:
        """Hang up. A mail under way gets no 250, and its sender will send it again."""
        self._server.stop()
        self._workers.shutdown()

    def _session(self, kind: "type[Smtp | Lmtp]", loop: asyncio.AbstractEventLoop) -> Any:
        session = kind(
            self._handler,
            data_size_limit=self._bounds.limits.mail_bytes,
            enable_SMTPUTF8=True,
            hostname=self._settings.hostname,
            ident="Tocsin",
            tls_context=self._tls,
            loop=loop,
        )
        session.bound(self._bounds, self._open)
        return session

    def _sweep(self) -> None:
        for session in tuple(self._open):
            session.hang_up_if_slow()
        self._bounds.forget()


def _tls(settings: MailInletSettings) -> ssl.SSLContext | None:
    if not settings.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.certificate, settings.key or None)
    return context
