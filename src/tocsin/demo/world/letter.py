"""Letter: a plain text mail as bytes, as programs write them. Knows nothing of its content."""

from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import blake2b

from tocsin.demo.world.transmission import Mail, Post, Read, Transmission


def letter(
    at: datetime,
    source: str,
    *,
    sender: str,
    name: str,
    to: str,
    subject: str,
    text: str,
    answers: str = "",
) -> Transmission:
    """A mail sent at ``at``. Its Message-ID depends on its content alone, so that a replay is an exact repeat."""
    host = sender.partition("@")[2]
    content = "\r\n".join(
        (
            f"From: {_phrase(name)} <{sender}>" if name else f"From: <{sender}>",
            f"To: {to}",
            f"Subject: {_phrase(subject)}",
            f"Date: {format_datetime(at)}",
            f"Message-ID: <{_identity(at, subject, text)}@{host}>",
            *([f"In-Reply-To: {answers}", f"References: {answers}"] if answers else []),
            "MIME-Version: 1.0",
            'Content-Type: text/plain; charset="UTF-8"',
            "Content-Transfer-Encoding: 8bit",
            "",
            *text.splitlines(),
            "",
        )
    )
    return Transmission(
        at=at, wire=Mail(source=source, sender=sender, recipient=to, content=content.encode())
    )


def message_id(wire: Mail | Post | Read) -> str:
    """The Message-ID of a mail, as an answer names it."""
    content = wire.content.decode() if isinstance(wire, Mail) else ""
    return next(line.partition(": ")[2] for line in content.splitlines() if line.startswith("Message-ID: "))


def _phrase(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=200).encode(linesep="\r\n")


def _identity(*parts: object) -> str:
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=10).hexdigest()
