"""The database's absence: logged when it begins, less and less often while it lasts, and when it is over."""

import threading
from datetime import datetime, timedelta

import structlog

from tocsin.flow import clock

log = structlog.get_logger()

_FIRST = timedelta(seconds=10)
_LONGEST = timedelta(minutes=10)


class Absence:
    """What all loops of a process know of it: one of them logs it for all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: datetime | None = None
        self._next = clock.now()

    def noticed(self, reason: str) -> None:
        """The database did not answer."""
        now = clock.now()
        with self._lock:
            if self._since is None:
                self._since, self._next = now, now + _FIRST
                log.warning("worker.database_away", reason=reason)
            elif now >= self._next:
                lasts = now - self._since
                self._next = now + min(lasts, _LONGEST)
                log.warning("worker.database_still_away", reason=reason, away_s=round(lasts.total_seconds()))

    def over(self) -> None:
        """The database answered."""
        with self._lock:
            if self._since is not None:
                lasted = clock.now() - self._since
                self._since = None
                log.info("worker.database_back", away_s=round(lasted.total_seconds()))
