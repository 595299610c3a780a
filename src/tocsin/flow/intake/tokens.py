"""Tokens: which source a token belongs to, and which kinds there are, kept fresh so that requests need no query."""

import threading
from collections.abc import Collection, Mapping

import structlog
from django.db import DatabaseError, connection

import tocsin.flow.sentences  # noqa: F401  declares what is said here
from tocsin.core.kernel.errors import TocsinError, Unavailable
from tocsin.flow.organisation import snapshot

log = structlog.get_logger()

_REFRESH_S = 2.0


class Tokens:
    """The table SHA-256 (hexadecimal) -> source key, read again every two seconds by a thread of its own."""

    def __init__(self) -> None:
        self._table: Mapping[str, str] = {}
        self._kinds: Collection[str] = ()
        self._stop = threading.Event()
        self._read = threading.Event()
        self._thread = threading.Thread(target=self._refresh, name="tokens", daemon=True)
        self._thread.start()

    def __call__(self) -> Mapping[str, str]:
        """The present table; the first call waits for the first reading. Raises Unavailable if there was none yet."""
        self._await_reading()
        return self._table

    def kinds(self) -> Collection[str]:
        """The kinds of the organisation. Raises Unavailable if it was not read yet."""
        self._await_reading()
        return self._kinds

    def _await_reading(self) -> None:
        """A token is unknown only when the table was read: a sender whose token is refused does not send again."""
        if not self._read.wait(_REFRESH_S):
            raise Unavailable("intake.not_read_yet")

    def close(self) -> None:
        """End the thread."""
        self._stop.set()

    def _refresh(self) -> None:
        while not self._stop.is_set():
            try:
                company = snapshot()
                self._kinds = company.kinds
                self._table = {
                    digest: source.key for source in company.sources.values() for digest in source.tokens
                }
                self._read.set()
            except (DatabaseError, TocsinError) as away:
                log.warning("tokens.stale", reason=str(away).strip().splitlines()[:1])
                connection.close()
            self._stop.wait(_REFRESH_S)
