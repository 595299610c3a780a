"""Bodies of requests to pages and API: read whole within a size and a time before Django sees them. Knows no page.

Django writes an upload to disk before it asks who sends it; a stranger could fill the disk from the login form.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from tocsin.api.inlet import answer
from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Gone, Receive, check_head, read_body
from tocsin.api.tmf import answers
from tocsin.connectors.kit.networks import network_of
from tocsin.core.kernel.errors import Busy, TocsinError
from tocsin.core.translation.limits import MAX_BODY_BYTES
from tocsin.web.peer import caller_of

Scope = dict[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Any, Any], Awaitable[None]]

FORM = Limits(body_bytes=256 * 1024, body_timeout_s=30.0)
UPLOAD = Limits(body_bytes=MAX_BODY_BYTES + 64 * 1024, body_timeout_s=60.0)  # a message to try, and its form
STATEMENT = Limits(body_bytes=16 * 1024 * 1024 + 64 * 1024, body_timeout_s=60.0)
HISTORY = Limits(body_bytes=32 * 1024 * 1024, body_timeout_s=120.0)  # one caller's share
IN_FLIGHT_BYTES = 64 * 1024 * 1024  # of bodies held by one process; one caller has half of it
TMF = "/tmf-api/"
_UPLOADS = re.compile(r"/messages/try|/incidents/[0-9]{1,18}/exchange/comment")


class Bodies:
    """An ASGI application around another: it passes on a request whose body has arrived."""

    def __init__(self, inner: Application, in_flight_bytes: int = IN_FLIGHT_BYTES) -> None:
        self._inner = inner
        self._free = in_flight_bytes
        self._share = in_flight_bytes // 2
        self._in_flight: Counter[str] = Counter()  # by caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or refuse its body: 413, 408, 429."""
        limits = _limits(scope)
        try:
            size = _announced(scope, limits)
        except TocsinError as error:
            await _refuse(send, error, scope)
            return
        if size == 0:
            await self._inner(scope, receive, send)
            return
        caller = network_of(caller_of(scope))
        if size > self._free or self._in_flight[caller] + size > self._share:
            await _refuse(send, Busy(5, "inlet.bodies_in_flight"), scope)
            return
        with self._holding(caller, size):
            await self._within(limits, scope, receive, send)

    @contextmanager
    def _holding(self, caller: str, size: int) -> Iterator[None]:
        self._free -= size
        self._in_flight[caller] += size
        try:
            yield
        finally:
            self._free += size
            self._in_flight[caller] -= size
            if not self._in_flight[caller]:
                del self._in_flight[caller]

    async def _within(self, limits: Limits, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive, limits)
            await self._inner(scope, _replayed(body, receive), send)
        except Gone:
            return
        except TocsinError as error:
            await _refuse(send, error, scope)


def _announced(scope: Scope, limits: Limits) -> int:
    """The bytes to expect: as announced by the headers, else the whole limit. Raises TooLarge."""
    headers = dict(scope["headers"])
    if b"content-length" not in headers:
        return limits.body_bytes if b"transfer-encoding" in headers else 0
    check_head({b"content-length": headers[b"content-length"]}, limits)
    return int(headers[b"content-length"])


def _has_session(scope: Scope) -> bool:
    """Whether the caller sent a session's cookie. Django checks it later."""
    return settings.SESSION_COOKIE_NAME.encode() in dict(scope["headers"]).get(b"cookie", b"")


def _replayed(body: bytes, receive: Receive) -> Receive:
    """``receive`` for the inner application: the body at once, then the server's further messages."""
    pending: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> MutableMapping[str, Any]:
        return pending.pop() if pending else await receive()

    return replay


def _limits(scope: Scope) -> Limits:
    path = scope["path"]
    if path.startswith(TMF):
        return answers.LIMITS if b"authorization" in dict(scope["headers"]) else FORM
    if not _has_session(scope):
        return FORM
    if path == "/statements":
        return STATEMENT
    if path == "/histories":
        return HISTORY
    return UPLOAD if _UPLOADS.fullmatch(path) else FORM


async def _refuse(send: Send, error: TocsinError, scope: Scope) -> None:
    language = answer.language_of(dict(scope["headers"]))
    render = answers.refused if scope["path"].startswith(TMF) else answer.refused
    refused = render(error, language)
    headers = [*refused.headers, (b"connection", b"close")]  # what is left of the body is not read
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": refused.body})
