"""Messages and formats written in a line, for the tests of translation."""

from datetime import UTC, datetime
from typing import Any

import yaml

from tocsin.core.event.message import Message
from tocsin.core.translation.formats import compile_formats
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Translation

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def message(body: str | bytes, media_type: str = "message/rfc822", received_at: datetime = NOW) -> Message:
    content = body.encode() if isinstance(body, str) else body
    return Message(source="s", channel="feed", received_at=received_at, media_type=media_type, body=content)


def mail(text: str, subject: str = "Alarm", sender: str = "noc@host.example", headers: str = "") -> Message:
    return message(
        f"From: NOC <{sender}>\nSubject: {subject}\n{headers}Content-Type: text/plain; charset=utf-8\n\n{text}"
    )


def translated(spec: str, message: Message, correspondences: Any = ()) -> Translation:
    return translate(message, compile_formats({"f": yaml.safe_load(spec)}, correspondences))
