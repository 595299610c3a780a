"""Post: one request to keep, read within its limits; knows bytes and headers, not what they mean."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from tocsin.api.inlet.limits import Limits
from tocsin.api.problem import HttpProblem
from tocsin.connectors import http
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import TooLarge, fault
from tocsin.core.kernel.value import Value

_UNDECLARED = frozenset({"", "text/plain", "application/octet-stream", "application/x-www-form-urlencoded"})
_OWN_FORMS = (
    "application/cloudevents", "application/vnd.tocsin", "application/x-ndjson", "application/jsonl", "application/ndjson"
)  # fmt: skip
_BLANK = b"\xef\xbb\xbf \t\r\n"
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Gone(Exception):
    """The caller hung up before the end of the body: there is nobody to answer."""


class Post(Value):
    """A request whose caller is known and whose body has arrived whole."""

    source: str
    received_at: datetime
    path: str
    headers: dict[bytes, bytes]
    body: bytes
    peer: str = ""

    @property
    def content_type(self) -> str:
        """The Content-Type as it was sent; empty when there is none."""
        return self.header(b"content-type")

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in small letters; empty when there is none."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def form(self) -> str:
        """The real media type of the body: if it begins as JSON does, it is JSON, whatever its Content-Type.

        AWS SNS posts JSON as ``text/plain``, curl as a form, and nobody can change either.
        """
        declared = self.media_type
        if (declared in _UNDECLARED or "json" in declared) and not declared.startswith(_OWN_FORMS):
            return (
                "application/json"
                if self.body.lstrip(_BLANK)[:1] in (b"{", b"[") or "json" in declared
                else declared
            )
        return declared

    def declared(self, read_as: str) -> dict[str, str]:
        """The declared media type, if the body is read as another: for the envelope."""
        return {"content_type": self.content_type} if self.media_type != read_as else {}

    def header(self, name: bytes) -> str:
        """A header by its name in small letters; empty when there is none."""
        return self.headers.get(name, b"").decode("latin-1")

    def message(
        self, media_type: str, body: bytes, *, key: str = "", about: dict[str, str] | None = None
    ) -> Message:
        """What will be stored for this request (or for one part of it)."""
        chosen = self.headers.get(b"idempotency-key", b"") if not key else b""
        return Message(
            source=self.source,
            channel=http.CHANNEL,
            received_at=self.received_at,
            media_type=media_type,
            body=body,
            envelope={"path": self.path, "peer": self.peer} | (about or {}),
            key=key or (digest(chosen) if chosen else ""),
            digest=digest(self.path.encode(), self.body) if chosen else "",
        )


def digest(*parts: bytes) -> str:
    """A short digest of fixed length for parts of any length that a caller chose."""
    return blake2b(b"\x1f".join(parts), digest_size=16).hexdigest()


def check_head(headers: dict[bytes, bytes], limits: Limits) -> None:
    """Refuse by the headers alone: a compressed body (415: it may expand), or a body that is too large (413)."""
    encoding = headers.get(b"content-encoding", b"identity").decode("latin-1").strip().lower()
    if encoding not in ("identity", ""):
        raise HttpProblem(415, "inlet.encoding", {"accept-encoding": "identity"}, encoding=encoding)
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or len(length) > 18 or int(length) > limits.body_bytes:
        raise too_large(limits)


async def read_body(receive: Receive, limits: Limits) -> bytes:
    """The whole body; TooLarge as soon as it passes its limit, 408 when it is too slow, Gone when the caller hangs up."""
    try:
        async with asyncio.timeout(limits.body_timeout_s):
            return await _read(receive, limits)
    except TimeoutError:
        raise HttpProblem(408, "inlet.slow_body", limit_s=limits.body_timeout_s) from None


async def _read(receive: Receive, limits: Limits) -> bytes:
    chunks, size, more = [], 0, True
    while more:
        event = await receive()
        if event["type"] != "http.request":
            raise Gone
        chunks.append(event.get("body", b""))
        size += len(chunks[-1])
        more = event.get("more_body", False)
        if size > limits.body_bytes:
            raise too_large(limits)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def too_large(limits: Limits) -> TooLarge:
    """The body is over its limit."""
    mistake = fault("inlet.fault.too_large", limit=limits.body_bytes)
    return TooLarge((mistake,), "inlet.too_large", limit=limits.body_bytes)
