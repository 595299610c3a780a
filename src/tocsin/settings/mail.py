"""Where Tocsin receives and sends mail, from the environment."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tocsin.connectors.inlet import MailInletSettings
from tocsin.connectors.smtp import SmtpSettings, SmtpTls
from tocsin.settings import environment

_TLS = {"smtp": SmtpTls.NONE, "smtp+starttls": SmtpTls.STARTTLS, "smtps": SmtpTls.SSL}
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def inlet_settings() -> MailInletSettings:
    """``TOCSIN_SMTP_PORT`` and ``TOCSIN_LMTP_PORT`` (0: off), on ``TOCSIN_MAIL_HOST`` (default: loopback).

    ``TOCSIN_MAIL_CERT`` and ``TOCSIN_MAIL_KEY`` name PEM files: STARTTLS is offered.
    """
    return MailInletSettings(
        host=environment.text("TOCSIN_MAIL_HOST", "127.0.0.1"),
        smtp_port=environment.whole("TOCSIN_SMTP_PORT", 0),
        lmtp_port=environment.whole("TOCSIN_LMTP_PORT", 0),
        certificate=environment.text("TOCSIN_MAIL_CERT"),
        key=environment.text("TOCSIN_MAIL_KEY"),
    )


def relay_settings() -> SmtpSettings | None:
    """``TOCSIN_RELAY``: smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]; None: no notices leave.

    The password may also lie in the file that ``TOCSIN_RELAY_PASSWORD_FILE`` names. Raises BadInput.
    """
    url = environment.text("TOCSIN_RELAY")
    return _relay(url) if url else None


def _relay(address: str) -> SmtpSettings:
    url = urlsplit(address)
    try:
        return SmtpSettings(
            host=_named(url.hostname),
            port=url.port or _PORTS[url.scheme],
            tls=_TLS[url.scheme],
            user=unquote(url.username or ""),
            password=environment.content("TOCSIN_RELAY_PASSWORD_FILE") or unquote(url.password or ""),
        )
    except (KeyError, ValueError) as error:
        shown = address.rpartition("@")[2]  # the part before may be a password
        raise environment.wrong("TOCSIN_RELAY", shown, "fault.variable.relay") from error


def _named(host: str | None) -> str:
    if not host:
        raise ValueError("no host")
    return host


def secret(reference: str) -> str:
    """A secret that the organisation only names: ``env:NAME`` or ``file:PATH``. Raises KeyError or OSError."""
    kind, _, name = reference.partition(":")
    return os.environ[name] if kind == "env" else Path(name).read_text("utf-8").strip()
