"""Refusals: refused requests are noted with their source and counted by reason, at most every two seconds, in a thread."""

import threading
from collections import Counter
from datetime import datetime

import structlog
from django.db import DatabaseError, connection, transaction

from tocsin.core.kernel.errors import BadInput, Fault, TocsinError
from tocsin.flow import clock
from tocsin.store import sources

log = structlog.get_logger()

_EVERY_S = 2.0
_Noted = tuple[int, datetime, Fault]  # how many, when the last one, what was wrong with it


class Refusals:
    """Counts by source, kept in memory until they are written: a flood of bad requests is a write every two seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._noted: dict[str, _Noted] = {}
        self._reasons: Counter[str] = Counter()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="refusals", daemon=True)
        self._thread.start()

    def __call__(self, source: str, error: TocsinError) -> None:
        """One request of this source was refused; an empty source: it is not known whose it was."""
        with self._lock:
            self._reasons[error.why.code] += 1
            if not source:
                return
            count = self._noted[source][0] if source in self._noted else 0
            self._noted[source] = (count + 1, clock.now(), _fault(error))

    def close(self) -> None:
        """Write what is noted, then end the thread."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY_S):
            self._write()
        self._write()
        connection.close()

    def _write(self) -> None:
        with self._lock:
            noted, self._noted = self._noted, {}
            reasons, self._reasons = self._reasons, Counter()
        if not reasons:
            return
        try:
            with transaction.atomic():
                for source, (count, at, fault) in sorted(noted.items()):
                    sources.refused(source, count, at, fault)
                sources.count_refusals(reasons)
        except DatabaseError as away:
            log.warning("refusals.lost", reason=str(away).strip().splitlines()[:1], sources=sorted(noted))
            connection.close()


def _fault(error: TocsinError) -> Fault:
    """What was wrong: the first fault, else the reason itself."""
    return error.faults[0] if isinstance(error, BadInput) and error.faults else Fault(why=error.why)
