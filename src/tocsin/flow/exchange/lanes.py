"""Lanes: the exchanges with each supplier are worked in a thread of their own: a desk that is slow delays no other."""

import threading

import structlog
from django.db import connection

from tocsin.flow.exchange import working
from tocsin.store.failure import is_transient

log = structlog.get_logger()


class Lanes:
    """One thread for each supplier with whom something is to be done, as long as that takes."""

    def __init__(self) -> None:
        self._at_work: dict[str, threading.Thread] = {}

    def work_due(self) -> None:
        """Begin what is due, with the suppliers whose desk is not being waited for already."""
        working.look()
        for supplier in working.due_suppliers():
            thread = self._at_work.get(supplier)
            if thread is None or not thread.is_alive():
                self._begin(supplier)

    def close(self) -> None:
        """Wait for the calls that are under way."""
        for thread in self._at_work.values():
            thread.join()

    def _begin(self, supplier: str) -> None:
        thread = threading.Thread(target=self._work, args=(supplier,), name=f"exchanges {supplier}")
        self._at_work[supplier] = thread
        thread.start()

    def _work(self, supplier: str) -> None:
        try:
            working.work_of(supplier)
        except Exception as error:  # the outermost edge of a thread: what is due is begun again
            if not is_transient(error):
                log.exception("exchanges.failed", supplier=supplier)
        finally:
            connection.close()
