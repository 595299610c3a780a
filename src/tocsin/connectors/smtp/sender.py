"""Sender: one SMTP connection; knows after which failures a mail is unsent, and after which that is uncertain."""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from typing import Self

from tocsin.connectors.kit.sending import Outcome, SendFailed
from tocsin.core.kernel.value import Value

_WIRE = SMTP.clone(cte_type="7bit")  # any server takes it, with 8BITMIME or without


class SmtpTls(StrEnum):
    """How the connection is protected."""

    SSL = "ssl"  # from the first byte (port 465)
    STARTTLS = "starttls"  # required (port 587)
    NONE = "none"


class SmtpSettings(Value):
    """The server that takes our notices. Without ``user`` there is no login."""

    host: str
    port: int = 587
    tls: SmtpTls = SmtpTls.STARTTLS
    ca_file: str = ""  # empty: the authorities that the system trusts
    user: str = ""
    password: str = ""
    timeout_s: float = 30.0
    hostname: str = ""  # how we greet; empty: this machine's name

    def __repr__(self) -> str:
        return f"SmtpSettings({self.user}@{self.host}:{self.port})"


class Sender:
    """``with Sender(settings).open() as sender: sender.send(mail, before_data)``, as often as needed."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._wire: smtplib.SMTP | None = None

    def open(self) -> Self:
        """Connect, protect, log in. SendFailed (temporary, or permanent when the server refuses us)."""
        try:
            self._wire = self._connect()
            self._log_in(self._wire)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise _failed(error) from error
        return self

    def close(self) -> None:
        """Say good-bye if the server still listens."""
        wire, self._wire = self._wire, None
        if wire is None:
            return
        try:
            wire.quit()
        except (OSError, smtplib.SMTPException):
            wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, mail: EmailMessage, before_data: Callable[[], None]) -> str:
        """Hand one mail to the server for the one address in its To header; the server's reply.

        ``before_data`` is called once the server has agreed to sender and recipient, just before the content:
        the outbox commits "sending" there. An error in it ends the mail unsent. The outcome of SendFailed
        says what became of the mail; only a failure while the content is sent can be ambiguous.
        """
        if self._wire is None:
            raise SendFailed(Outcome.TEMPORARY, "not connected")
        self._agree(self._wire, mail)
        try:
            before_data()
        except BaseException:
            self.close()
            raise
        return self._hand_over(self._wire, mail.as_bytes(policy=_WIRE))

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        name = settings.hostname or None
        if settings.tls is SmtpTls.SSL:
            context = _trust(settings)
            return smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=settings.timeout_s, context=context
            )
        return smtplib.SMTP(settings.host, settings.port, name, timeout=settings.timeout_s)

    def _log_in(self, wire: smtplib.SMTP) -> None:
        if self._settings.tls is SmtpTls.STARTTLS:
            wire.starttls(context=_trust(self._settings))
        wire.ehlo_or_helo_if_needed()
        if self._settings.user:
            wire.login(self._settings.user, self._settings.password)

    def _agree(self, wire: smtplib.SMTP, mail: EmailMessage) -> None:
        sender, recipient = _address(mail, "From"), _address(mail, "To")
        try:
            _check(*wire.mail(sender))
            _check(*wire.rcpt(recipient))
        except SendFailed:
            self._forget()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise _failed(error) from error

    def _hand_over(self, wire: smtplib.SMTP, content: bytes) -> str:
        try:
            code, reply = wire.docmd("data")
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise _failed(error) from error  # before the content: nothing was sent
        if code != 354:
            self._forget()
            _check(code, reply)
            raise SendFailed(Outcome.TEMPORARY, _text(code, reply))
        try:
            wire.send(_dotted(content))
            code, reply = wire.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise SendFailed(Outcome.AMBIGUOUS, str(error)) from error
        _check(code, reply)
        return _text(code, reply)

    def _forget(self) -> None:
        """Reset after a mail that the server refused, so that the next mail can be sent."""
        try:
            if self._wire is not None:
                self._wire.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def _trust(settings: SmtpSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.ca_file or None)


def _address(mail: EmailMessage, header: str) -> str:
    addresses: Sequence[Address] = mail[header].addresses if mail[header] else ()
    if len(addresses) != 1:
        raise SendFailed(Outcome.PERMANENT, f"{header} must hold one address, it holds {len(addresses)}")
    if not addresses[0].addr_spec.isascii():
        raise SendFailed(Outcome.PERMANENT, f"{header} is not ASCII, which not every server takes")
    return addresses[0].addr_spec


def _check(code: int, reply: bytes) -> None:
    if not 200 <= code < 300:
        outcome = Outcome.PERMANENT if 500 <= code < 600 else Outcome.TEMPORARY
        raise SendFailed(outcome, _text(code, reply))


def _failed(error: Exception) -> SendFailed:
    """A failure before any content: the mail is certainly unsent. Only a 5xx of the server is final."""
    if isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600:
        reply = error.smtp_error
        return SendFailed(
            Outcome.PERMANENT, _text(error.smtp_code, reply if isinstance(reply, bytes) else b"")
        )
    return SendFailed(Outcome.TEMPORARY, str(error))


def _text(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}"


def _dotted(content: bytes) -> bytes:
    """RFC 5321, section 4.5.2: a leading dot is doubled, one dot alone ends the mail."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    dotted = b"." + whole if whole.startswith(b".") else whole
    return dotted.replace(b"\r\n.", b"\r\n..") + b".\r\n"
