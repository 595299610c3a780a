"""Lines: one source read by its connector, in a thread and under a lock that no other worker can take meanwhile."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg
import structlog
from django.db import connection

from tocsin.connectors.kit.connector import Connector, Line, Position
from tocsin.core.calls.breaker import Cause
from tocsin.core.event.message import Message
from tocsin.core.organisation.durations import Lengths
from tocsin.core.organisation.secrets import with_secrets
from tocsin.core.organisation.values import Source
from tocsin.flow import clock
from tocsin.flow.calls import AccountCalls
from tocsin.flow.intake import deposit as intake
from tocsin.flow.sources import heartbeats
from tocsin.flow.sources.filing import file_worked
from tocsin.settings.database import database_url
from tocsin.settings.mail import secret
from tocsin.store import sources
from tocsin.store.read.incidents import is_open_at

log = structlog.get_logger()

_LOCK = 0x70C55


def settings_of(source: Source, connector: Connector, find: Callable[[str], str] = secret) -> Any:
    """The source's settings as its connector wants them, secrets looked up by ``find``.

    Raises KeyError or OSError for a missing secret, msgspec.ValidationError for a wrong setting.
    """
    lengths = Lengths(source.settings, connector.settings, {})
    return msgspec.convert(with_secrets(lengths.spec, find), connector.settings)


class Watched:
    """A source that is being read."""

    def __init__(
        self,
        source: Source,
        connector: Connector,
        settings: Any,
        lock: psycopg.Connection[tuple[object, ...]],
    ) -> None:
        self.source = source
        self._connector = connector
        self._lock = lock
        self._stop = threading.Event()
        self._status = _Status(source.key)
        self._line = Line(
            source=source.key, settings=settings, position=sources.position(source.key),
            deposit=self._deposit, now=clock.now, status=self._status,
            calls=_LentCalls, urgent=self._urgent,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._run, name=f"source-{source.key}", daemon=True)
        self._thread.start()

    @classmethod
    def begin(cls, source: Source, connector: Connector) -> "Watched | None":
        """Read it, unless another worker does, or its secret is missing (which is reported as unreachable)."""
        try:
            settings = settings_of(source, connector)
        except (KeyError, OSError, msgspec.ValidationError) as wrong:
            missing = "not in the environment: " if isinstance(wrong, KeyError) else ""
            heartbeats.unreachable(source.key, f"settings: {missing}{wrong}")
            return None
        lock = psycopg.connect(database_url(), autocommit=True)
        mine = lock.execute("select pg_try_advisory_lock(%s, hashtext(%s))", [_LOCK, source.key]).fetchone()
        if mine and mine[0]:
            return cls(source, connector, settings, lock)
        lock.close()
        return None

    @property
    def alive(self) -> bool:
        """Whether we still have the lock: it is lost when its connection breaks."""
        try:
            self._lock.execute("select 1")
        except psycopg.Error:
            return False
        return self._thread.is_alive()

    def file(self) -> None:
        """Put away what was worked, but only while the counterpart answers, since this does not back off by itself."""
        if self._status.reached:
            file_worked(self._connector, self._line)

    def stop(self) -> None:
        """Let go of the source."""
        self._stop.set()
        self._thread.join(timeout=10)
        self._lock.close()

    def _deposit(self, messages: Sequence[Message], position: Position) -> int:
        with lent_connection():
            if messages:
                return intake.deposit(messages, position=dict(position))
            intake.reach(self.source.key, position)
            return 0

    def _urgent(self) -> bool:
        with lent_connection():
            return is_open_at(self.source.supplier)

    def _run(self) -> None:
        assert self._connector.watch is not None
        try:
            self._connector.watch(self._line, self._stop)
        except Exception as error:  # the thread's outermost edge: its end must be seen
            log.exception("source.watch_failed", source=self.source.key)
            self._status.unreachable(f"internal error: {error!r}")


def sample(source: Source, connector: Connector) -> Sequence[Message]:
    """What the source's counterpart gives at one look; nothing is stored.

    The calls count, as all calls do. Raises as ``settings_of``, Busy or Unavailable.
    """
    assert connector.sample is not None
    return connector.sample(_line_for_a_look(source, connector))


def look(source: Source, connector: Connector) -> None:
    """Log in at the source's counterpart and look, as reading does first. Raises as ``settings_of``, or Unavailable."""
    assert connector.look is not None
    connector.look(_line_for_a_look(source, connector))


def _line_for_a_look(source: Source, connector: Connector) -> Line:
    return Line(
        source=source.key, settings=settings_of(source, connector), position={}, deposit=lambda *_: 0,
        now=clock.now, status=_Status(source.key), calls=AccountCalls, urgent=lambda: False,
    )  # fmt: skip


class _LentCalls(AccountCalls):
    """The calls of a source that is read in a thread: its database connection is given back after each call."""

    @contextmanager
    def one_call(self, *, urgent: bool = False) -> Iterator[None]:
        with lent_connection(), super().one_call(urgent=urgent):
            yield

    def answered(self) -> None:
        with lent_connection():
            super().answered()

    def failed(self, cause: Cause, reason: str, retry_after_s: float | None = None) -> None:
        with lent_connection():
            super().failed(cause, reason, retry_after_s)


class _Status:
    """How a counterpart is, reported to the heartbeats."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.reached = False

    def answered(self) -> None:
        """Nothing: an answer proves the connection, not that the provider sends; silence is judged by its messages."""

    def unreachable(self, reason: str) -> None:
        """It can't be reached."""
        self.reached = False
        with lent_connection():
            heartbeats.unreachable(self._source, reason)

    def reachable(self) -> None:
        """It can be reached again."""
        self.reached = True
        with lent_connection():
            heartbeats.reachable(self._source)


@contextmanager
def lent_connection() -> Iterator[None]:
    """Give the thread's connection back to the pool at the end: otherwise it would stay open as long as the thread."""
    try:
        yield
    finally:
        connection.close()
