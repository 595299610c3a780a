"""Live: /live sends a browser what has changed (Server-Sent Events). Knows subjects' keys, no page.

One LISTEN for each process, on the channel ``tocsin``; payloads are ``{"board": true, "subjects": ["incident:42"]}``.
Changes within a second are sent together: a storm costs a browser one refresh each second.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any

import msgspec
import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest

from tocsin.settings.database import database_url
from tocsin.store.live import CHANNEL
from tocsin.store.models import Account
from tocsin.web.idle import is_over

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_GATHER_S = 1.0
_BEAT_S = 15.0
_AGAIN_S = 2.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
log = structlog.get_logger()


class Change(msgspec.Struct):
    """What a push concerns."""

    board: bool = False
    subjects: list[str] = []


class Hub:
    """The browsers of this process, and the one connection that listens for them while there is any."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Queue[Change]] = set()
        self._listening: asyncio.Task[None] | None = None
        self._listens = asyncio.Event()

    async def ready(self) -> None:
        """Return once the connection listens: a browser must not show «live» before that."""
        await self._listens.wait()

    def join(self) -> asyncio.Queue[Change]:
        """A new browser's queue."""
        queue: asyncio.Queue[Change] = asyncio.Queue(maxsize=1000)
        self._waiting.add(queue)
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        return queue

    def leave(self, queue: asyncio.Queue[Change]) -> None:
        """The browser has gone; with the last one, the connection goes."""
        self._waiting.discard(queue)
        if not self._waiting and self._listening:
            self._listening.cancel()
            self._listening = None
            self._listens.clear()

    async def _listen(self) -> None:
        while True:
            try:
                await self._receive()
            except psycopg.Error as lost:
                log.warning("live.connection_lost", error=str(lost))
            await asyncio.sleep(_AGAIN_S)
            self._publish(Change(board=True))  # changes while we did not listen are unknown

    async def _receive(self) -> None:
        async with await psycopg.AsyncConnection.connect(database_url(), autocommit=True) as listening:
            await listening.execute(f"listen {CHANNEL}")
            self._listens.set()
            async for notified in listening.notifies():
                self._publish(_read(notified.payload))

    def _publish(self, change: Change) -> None:
        for queue in self._waiting:
            if not queue.full():
                queue.put_nowait(change)


_hub = Hub()


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """The endpoint: 403 without a session, else a stream until the browser goes."""
    session = _session(scope)
    if not await _logged_in(session):
        await _refuse(send)
        return
    queue = _hub.join()
    gone = asyncio.create_task(_gone(receive))
    try:
        await _hub.ready()
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _stream(queue, gone, send, session)
    finally:
        gone.cancel()
        _hub.leave(queue)


async def _stream(queue: asyncio.Queue[Change], gone: asyncio.Task[None], send: Send, session: str) -> None:
    """Beats and changes, until the browser goes or its session has ended (which is looked at before each)."""
    await _send_event(send, "beat", b"{}")
    while not gone.done():
        change = await _next(queue, gone)
        if gone.done():
            return
        if not await _logged_in(session):
            await _send_event(send, "ended", b"{}")
            await send({"type": "http.response.body", "body": b""})
            return
        await (
            _send_event(send, "change", msgspec.json.encode(change))
            if change
            else _send_event(send, "beat", b"{}")
        )


async def _next(queue: asyncio.Queue[Change], gone: asyncio.Task[None]) -> Change | None:
    """The changes of a second, gathered; None when nothing changed for a while."""
    getting = asyncio.create_task(queue.get())
    await asyncio.wait({getting, gone}, timeout=_BEAT_S, return_when=asyncio.FIRST_COMPLETED)
    if not getting.done():
        getting.cancel()
        return None
    await asyncio.wait({gone}, timeout=_GATHER_S)
    return _gathered(getting.result(), queue)


def _gathered(first: Change, queue: asyncio.Queue[Change]) -> Change:
    board, subjects = first.board, set(first.subjects)
    while not queue.empty():
        more = queue.get_nowait()
        board, subjects = board or more.board, subjects.union(more.subjects)
    return Change(board=board, subjects=sorted(subjects))


def _read(payload: str) -> Change:
    try:
        return msgspec.json.decode(payload, type=Change)
    except msgspec.MsgspecError:
        return Change(board=True)


def _session(scope: Scope) -> str:
    cookie = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    morsel = cookie.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""


async def _logged_in(session: str) -> bool:
    return bool(session) and await sync_to_async(_has_account)(session)


def _has_account(session: str) -> bool:
    """Whether the session is an account's that a page would be shown to: as Django finds it."""
    request = HttpRequest()
    request.session = SessionStore(session)
    try:
        account = get_user(request)
        may = isinstance(account, Account) and not account.must_change_password
        return may and not is_over(request.session)
    finally:
        connection.close()  # no request ends here that would give it back


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_event(send: Send, event: str, data: bytes) -> None:
    body = b"event: " + event.encode() + b"\ndata: " + data + b"\n\n"
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"log in first"})
