"""The yardstick of single posts: the same server, 202 after a group commit, and nothing else. One column is inserted.

``python -m bench.group_commit PORT`` serves it; DATABASE_URL names the database. Knows nothing of Tocsin.
"""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any

import psycopg

from bench.installation import ROOT, free_port, wait_for_port

_TABLE = "drop table if exists group_commit; create table group_commit (body text)"
_INSERT = "insert into group_commit select unnest(%s::text[])"
_Entry = tuple[bytes, asyncio.Future[None]]


class Committer:
    """One thread, one connection: all that waits is one statement and one commit."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[_Entry] = SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    def keep(self, body: bytes) -> asyncio.Future[None]:
        """Done once the body is committed."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((body, done))
        return done

    def _run(self) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(_TABLE)
            while True:
                group = [self._queue.get()]
                while not self._queue.empty():
                    group.append(self._queue.get())
                connection.execute(_INSERT, [[body.decode() for body, _ in group]])
                self._loop.call_soon_threadsafe(_answer, group)


def _answer(group: list[_Entry]) -> None:
    for _, done in group:
        done.set_result(None)


_committer: Committer | None = None


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The ASGI application: whatever is posted is committed, then accepted."""
    global _committer
    if scope["type"] != "http":
        return
    _committer = _committer or Committer()
    body, more = b"", True
    while more:
        event = await receive()
        body, more = body + event.get("body", b""), event.get("more_body", False)
    await _committer.keep(body)
    await send({"type": "http.response.start", "status": 202, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def served(database: str) -> Iterator[str]:
    """The address at which it is served meanwhile, by a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "bench.group_commit", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": database})
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(30)
        with psycopg.connect(database) as connection:
            connection.execute("drop table if exists group_commit")


def _serve(port: int) -> None:
    """As ``tocsin web`` does."""
    from granian.constants import HTTPModes, Interfaces, Loops
    from granian.server import Server

    Server(
        "bench.group_commit:app", address="127.0.0.1", port=port, interface=Interfaces.ASGI, loop=Loops.uvloop,
        http=HTTPModes.http1, websockets=False, log_access=False, log_enabled=False,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
