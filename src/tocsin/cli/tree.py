"""The process tree of `tocsin up`: starts the parts, restarts those that end, stops all of it in order."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO

import structlog
from django.db import connection

from tocsin.cli.database import apply_migrations
from tocsin.core.kernel.errors import Refused
from tocsin.flow import clock
from tocsin.settings.database import is_embedded
from tocsin.settings.place import data_folder
from tocsin.store.embedded import Embedded

log = structlog.get_logger()

_LOOK_EVERY_S = 0.5
_SOON_S = 5  # a part that ends sooner is started again only after a pause
_PATIENCE_S = 20  # the time that a part has to stop before it is killed


@contextmanager
def single_instance() -> Iterator[None]:
    """Hold the data folder's lock. Raises Refused, naming the other process, when it is taken."""
    data_folder().mkdir(parents=True, exist_ok=True)
    with (data_folder() / "up.lock").open("a+", encoding="utf-8") as lock:
        _lock(lock)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def running() -> bool:
    """Whether another process holds the data folder's lock."""
    try:
        with single_instance():
            return False
    except Refused:
        return True


def _lock(lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as locked:
        lock.seek(0)
        raise Refused("error.already_running", folder=str(data_folder()), pid=lock.read().strip()) from locked


class Tree:
    """The parts by name. Leaving the block stops them, the database last."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._commands: dict[str, list[str]] = {}
        self._parts: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._database = Embedded() if is_embedded() else None

    def __enter__(self) -> "Tree":
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop.set())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_parts()
        connection.close()
        if self._database and self._database.running():
            self._database.stop()

    def start_database(self) -> None:
        """Start or adopt the embedded database, if it is ours, and bring the tables up to date."""
        if self._database:
            self._database.start()
        apply_migrations()

    def add(self, name: str, *arguments: str) -> None:
        """Start a part: this same program with ``arguments``."""
        self._commands[name] = [sys.executable, "-m", "tocsin", *arguments]
        self._start(name)

    def watch(self) -> None:
        """Run until asked to stop; restart parts that end."""
        while not self._stop.wait(_LOOK_EVERY_S):
            if self._database and not self._database.running():
                log.warning("tree.database_died")
                self._database.start()
            for name, part in list(self._parts.items()):
                if part.poll() is not None:
                    self._again(name, part.returncode)

    @property
    def stopping(self) -> bool:
        """Whether we were asked to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Make ``watch`` return."""
        self._stop.set()

    def _again(self, name: str, code: int) -> None:
        log.warning("tree.part_died", part=name, exit_code=code)
        if clock.monotonic() - self._started[name] < _SOON_S:
            self._stop.wait(1)
        if not self._stop.is_set():
            self._start(name)

    def _start(self, name: str) -> None:
        self._started[name] = clock.monotonic()
        self._parts[name] = subprocess.Popen(
            self._commands[name],
            stdin=subprocess.PIPE,
            env={**os.environ, "TOCSIN_TREE": "1"},
            start_new_session=True,
        )

    def _stop_parts(self) -> None:
        for part in self._parts.values():
            if part.poll() is None:
                part.terminate()
        for name, part in self._parts.items():
            try:
                part.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                log.warning("tree.part_killed", part=name)
                part.kill()
                part.wait()
