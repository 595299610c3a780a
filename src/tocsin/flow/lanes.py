"""Lanes: each counterpart is served in a thread of its own: one that is slow delays no other."""

import threading
from collections.abc import Callable, Iterable

import structlog
from django.db import connection

from tocsin.store.failure import is_transient

log = structlog.get_logger()


class Lanes:
    """One thread for each counterpart (key) for which something is ``due``, as long as ``work`` takes. ``name``: of what."""

    def __init__(self, name: str, due: Callable[[], Iterable[str]], work: Callable[[str], object]) -> None:
        self._name, self._due, self._work = name, due, work
        self._at_work: dict[str, threading.Thread] = {}

    def work_due(self) -> None:
        """Begin what is due, with the counterparts that are not being waited for already."""
        for key in self._due():
            thread = self._at_work.get(key)
            if thread is None or not thread.is_alive():
                self._begin(key)

    def close(self) -> None:
        """Wait for the calls that are under way."""
        for thread in self._at_work.values():
            thread.join()

    def _begin(self, key: str) -> None:
        thread = threading.Thread(target=self._run, args=(key,), name=f"{self._name} {key}")
        self._at_work[key] = thread
        thread.start()

    def _run(self, key: str) -> None:
        try:
            self._work(key)
        except Exception as error:  # the outermost edge of a thread: what is due is begun again
            if not is_transient(error):
                log.exception("lane.failed", lane=self._name, counterpart=key)
        finally:
            connection.close()
