"""Wake: sleep until PostgreSQL's NOTIFY says that there is work, or until it is time anyway."""

from types import TracebackType

import psycopg
from psycopg import sql

from tocsin.settings.database import database_url


class Wake:
    """A LISTEN on a connection of its own (a pooled one would lose it). ``name``: how the database lists it."""

    def __init__(self, channel: str, name: str) -> None:
        self._channel, self._name = channel, name
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def __enter__(self) -> "Wake":
        self._connection = psycopg.connect(database_url(), autocommit=True, application_name=self._name)
        self._connection.execute(sql.SQL("listen {}").format(sql.Identifier(self._channel)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection:
            self._connection.close()

    def wait(self, seconds: float) -> None:
        """Return at the next notification, or after ``seconds``."""
        assert self._connection is not None
        for _ in self._connection.notifies(timeout=seconds, stop_after=1):
            pass
