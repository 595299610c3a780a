"""The inlet as a server runs it: an ASGI application that writes what it keeps to the file named by KEPT."""

import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from tocsin.api.inlet import Limits, handles, make_inlet
from tocsin.core.event.message import Message

_KEPT = Path(os.environ.get("KEPT", os.devnull))
_TOKENS = {sha256(b"good").hexdigest(): "host"}


async def _deposit(messages: Sequence[Message]) -> None:
    with _KEPT.open("ab") as file:
        file.write(b"".join(msgspec.json.encode(message) + b"\n" for message in messages))


_inlet = make_inlet(
    _deposit, lambda: _TOKENS, lambda: datetime(2026, 11, 23, tzinfo=UTC), Limits(body_bytes=100_000)
)


async def app(
    scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """What a front application does: the inlet gets what it handles."""
    if handles(scope):
        await _inlet(scope, receive, send)
