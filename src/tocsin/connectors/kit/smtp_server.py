"""SMTP server: aiosmtpd's sessions in a thread of their own; stopped, it leaves no connection behind."""

import asyncio
import ssl
from collections.abc import Callable
from threading import Thread
from typing import Any
from weakref import WeakSet

Session = Callable[[asyncio.AbstractEventLoop], Any]  # makes aiosmtpd's SMTP, or LMTP, for one connection


class SmtpServer:
    """Listens at the given address, until it is stopped; it can't be started again."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()
        self._servers: list[asyncio.Server] = []
        self._sessions: WeakSet[Any] = WeakSet()

    def every(self, seconds: float, work: Callable[[], None]) -> None:
        """Do this in the server's thread, again and again until it is stopped."""

        def turn() -> None:
            work()
            self._loop.call_later(seconds, turn)

        self._loop.call_soon_threadsafe(turn)

    def listen(
        self,
        host: str,
        port: int,
        session: Session,
        tls: ssl.SSLContext | None = None,
        *,
        share_port: bool = False,
    ) -> None:
        """Returns once it listens; OSError when it can't. ``tls`` is used from the first byte."""

        def make() -> Any:
            made = session(self._loop)
            self._sessions.add(made)
            return made

        async def serve() -> None:
            listening = await self._loop.create_server(make, host, port, ssl=tls, reuse_port=share_port)
            self._servers.append(listening)

        asyncio.run_coroutine_threadsafe(serve(), self._loop).result()

    def stop(self) -> None:
        """Hang up. A mail under way gets no 250, and its sender will send it again."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        # A server that is closed before an accepted connection has its session would leave that connection open.
        for server in self._servers:
            for listening in server.sockets:
                self._loop.remove_reader(listening.fileno())
        turn = self._loop.create_future()
        self._loop.call_soon(turn.set_result, None)
        await turn
        for server in self._servers:
            server.close()
        for session in tuple(self._sessions):
            if session.transport:
                session.transport.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
