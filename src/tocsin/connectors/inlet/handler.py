"""Handler: what the server answers to each command; knows reply codes, not sockets.

5xx only where trying again can't help; 4xx whenever the fault is ours, so that the sender keeps the mail.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from typing import Any

import structlog

from tocsin.connectors.inlet import sentences as sentences
from tocsin.connectors.inlet.bounds import Bounds, peer_of
from tocsin.connectors.inlet.rules import Rule, by_source
from tocsin.connectors.kit import mail as mails
from tocsin.connectors.kit.handover import Deposit, Now, unreported
from tocsin.connectors.kit.handover import Refused as Report
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Busy, Refused, TocsinError

CHANNEL = "smtp"
_RECIPIENTS = 100  # of one mail: as many as RFC 5321 (section 4.5.3.1.8) asks for

Rules = Callable[[], Sequence[Rule]]

_log = structlog.get_logger(__name__)


class Handler:
    """aiosmtpd calls these for each command; all sessions share one."""

    def __init__(
        self,
        rules: Rules,
        deposit: Deposit,
        now: Now,
        workers: Executor,
        bounds: Bounds,
        refused: Report = unreported,
    ) -> None:
        self._rules = rules
        self._deposit = deposit
        self._now = now
        self._workers = workers
        self._bounds = bounds
        self._refused = refused

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str | None, options: list[str]
    ) -> str:
        """Accept any sender: a wrong sender is refused at the recipient, because the recipient names the source."""
        peer, size = peer_of(session.peer), _announced(options)
        if not self._bounds.has_room(peer, size):
            self.report([""], "mail_inlet.bytes", peer=peer)
            return "452 4.3.1 Too much mail at once, try again"
        envelope.mail_from = address or ""
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Accept a recipient that belongs to a source and that this sender may write to."""
        if len(envelope.rcpt_tos) >= _RECIPIENTS:
            return "452 4.5.3 Too many recipients, send the rest apart"
        rules = self._rules()
        if not any(rule.takes(address) for rule in rules):
            return "550 5.1.1 No such recipient here"
        if not by_source(rules, envelope.mail_from, [address]):
            sources = [rule.source for rule in rules if rule.takes(address)]
            self.report(sources, "mail_inlet.sender", sender=envelope.mail_from, recipient=address)
            return "550 5.7.1 Sender not accepted for this recipient"
        if not envelope.rcpt_tos and not self._bounds.mail(peer_of(session.peer)):
            sources = list(by_source(rules, envelope.mail_from, [address]))
            self.report(sources, "mail_inlet.rate", peer=peer_of(session.peer))
            return "451 4.7.1 Too many mails in a minute, try again"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Commit the mail, once for each source that it is for; only then say 250."""
        if mails.is_circling(mails.split(envelope.content)[0]):
            self.report(self.sources(envelope), "mail_inlet.circle", sender=envelope.mail_from)
            return "554 5.4.6 This mail goes round in circles"
        messages = self._messages(session, envelope)
        if not messages:
            return "451 4.3.0 The recipients have just changed, try again"
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._workers, self._deposit, messages)
        except Busy:
            return "451 4.3.2 Busy, try again"
        except TocsinError as error:
            _log.warning("mail not kept", error=str(error))
            return "451 4.3.0 Not kept, try again"
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        """An error of ours: the sender must try again."""
        _log.error("mail inlet failed", error=repr(error))
        return "451 4.3.0 Internal error, try again"

    def sources(self, envelope: Any) -> list[str]:
        """The sources for which the present mail is, by the recipients so far."""
        if envelope is None or not envelope.rcpt_tos:
            return []
        return list(by_source(self._rules(), envelope.mail_from, envelope.rcpt_tos))

    def report(self, sources: Iterable[str], code: str, **facts: str) -> None:
        """Report a refusal for its sources; an empty source: it is not known for whom the mail was."""
        printed = {name: mails.printable(value)[:200] for name, value in facts.items()}
        for source in sources:
            self._refused(source, Refused(code, **printed))

    def _messages(self, session: Any, envelope: Any) -> list[Message]:
        """One message for each source. Text that a caller chose is made printable."""
        about = {
            "sender": envelope.mail_from,
            "peer": str((session.peer or ("",))[0]),
            "helo": session.host_name or "",
        }
        received_at = self._now()
        sources = by_source(self._rules(), envelope.mail_from, envelope.rcpt_tos)
        return [
            mails.message(
                source, CHANNEL, received_at, envelope.content, about | {"recipient": ", ".join(to)}
            )
            for source, to in sources.items()
        ]


def _announced(options: Sequence[str]) -> int:
    """The size that a sender announces (RFC 1870); 0: none."""
    sizes = [option[5:] for option in options if option.upper().startswith("SIZE=")]
    return int(sizes[0]) if sizes and sizes[0].isdigit() else 0
