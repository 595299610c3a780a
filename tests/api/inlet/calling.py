"""Calls the inlet's ASGI application as a server would, without one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from tocsin.api.inlet import Limits, make_inlet
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import TocsinError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOKENS = {sha256(token).hexdigest(): source for token, source in ((b"good", "host"), (b"next", "host"))}


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def fields(self) -> list[str]:
        return [error["field"] for error in self.json["errors"]]


@dataclass
class Inlet:
    """An inlet over a list: ``kept`` is what was deposited; ``error`` is what the deposit raises."""

    limits: Limits = field(default_factory=Limits)
    error: Exception | None = None
    kept: list[Message] = field(default_factory=list)
    kinds: Sequence[str] = ()
    refused: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = make_inlet(
            self._deposit,
            lambda: TOKENS,
            lambda: NOON,
            self.limits,
            kinds=lambda: self.kinds,
            report=self._report,
        )

    def _report(self, source: str, error: TocsinError) -> None:
        self.refused.append((source, error.why.code))

    async def _deposit(self, messages: Sequence[Message]) -> None:
        if self.error:
            raise self.error
        self.kept.extend(messages)

    async def post(
        self, body: Any, path: str = "/api/v1/events", *, chunks: Sequence[bytes] = (), **headers: str
    ) -> Reply:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"authorization": "Bearer good", "content-type": "application/json"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.call("POST", path, chunks or (raw,), given)

    async def call(
        self, method: str, path: str, chunks: Sequence[bytes] = (b"",), headers: dict[str, str] | None = None
    ) -> Reply:
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "client": ("192.0.2.7", 1234),
            "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items() if value],
        }
        incoming = [
            {"type": "http.request", "body": chunk, "more_body": at < len(chunks) - 1}
            for at, chunk in enumerate(chunks)
        ]
        sent: list[Any] = []

        async def receive() -> Any:
            return incoming.pop(0) if incoming else {"type": "http.disconnect"}

        async def send(event: Any) -> None:
            sent.append(event)

        await self.app(scope, receive, send)
        start, end = sent
        reply_headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return Reply(start["status"], reply_headers, end["body"])
