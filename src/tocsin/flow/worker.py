"""The worker: one process that works messages, does what is due, receives mail and delivers notices."""

import threading
from collections.abc import Callable

import structlog
from django.db import connection

from tocsin.flow import clock, pipeline
from tocsin.flow.absence import Absence
from tocsin.flow.duties import due as duties
from tocsin.flow.exchange import working
from tocsin.flow.histories import prepared
from tocsin.flow.lanes import Lanes
from tocsin.flow.notices import outbox
from tocsin.flow.sites import tickets
from tocsin.flow.sources.listeners import Listeners
from tocsin.flow.tmf import events
from tocsin.flow.wake import Wake
from tocsin.store import locks
from tocsin.store.failure import is_transient

log = structlog.get_logger()

_DUTY_EVERY_S = 1.0
_AFTER_FAILURE_S = 1.0
_GATHER_S = 0.05  # where few messages wait, those that arrive within this time are worked in one transaction
_MANY = 100


class Worker:
    """Any number may run: no two do the same work at the same time (see ``store/locks.py``)."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._listeners = Listeners(stop)
        self._absence = Absence()
        self._exchanges = Lanes("exchanges", working.due_now, working.work_of)
        self._gateways = Lanes("gateway", outbox.due_gateways, outbox.deliver_by_gateway)

    def run(self) -> None:
        """Work until asked to stop. Every loop survives a database that is away."""
        loops: dict[str, Callable[[], None]] = {
            "pipeline": self._messages,
            "duties": self._every(duties.due, _DUTY_EVERY_S),
            "exchanges": self._every(self._exchanges.work_due, _DUTY_EVERY_S),
            "site tickets": self._every(tickets.work_due, _DUTY_EVERY_S),
            "events": self._every(events.deliver_due, _DUTY_EVERY_S),
            "outbox": self._every(outbox.deliver_due, _DUTY_EVERY_S),
            "gateways": self._every(self._gateways.work_due, _DUTY_EVERY_S),
            "histories": self._every(
                lambda: prepared.work_due(lambda: not self._stop.is_set()), _DUTY_EVERY_S
            ),
            "listeners": self._every(self._listeners.align, 5 * _DUTY_EVERY_S),
        }
        threads = [threading.Thread(target=self._outliving(body), name=name) for name, body in loops.items()]
        for thread in threads:
            thread.start()
        log.info("worker.started")
        self._stop.wait()
        for thread in threads:
            thread.join()
        self._exchanges.close()
        self._gateways.close()
        self._listeners.close()
        log.info("worker.stopped")

    def _messages(self) -> None:
        with Wake("tocsin_work", locks.WORKER) as wake:
            while not self._stop.is_set():
                worked = pipeline.work()
                self._absence.over()
                if not worked:
                    wake.wait(_DUTY_EVERY_S)
                if worked < _MANY:
                    self._stop.wait(_GATHER_S)

    def _every(self, duty: Callable[[], object], seconds: float) -> Callable[[], None]:
        def loop() -> None:
            while not self._stop.is_set():
                started = clock.monotonic()
                duty()
                self._stop.wait(max(0.0, seconds - (clock.monotonic() - started)))

        return loop

    def _outliving(self, loop: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            while not self._stop.is_set():
                try:
                    loop()
                except Exception as error:  # the outermost edge: otherwise a loop would end unnoticed
                    if is_transient(error):
                        self._absence.noticed(str(error).strip().partition("\n")[0])
                    else:
                        log.exception("worker.failed", loop=threading.current_thread().name)
                connection.close()
                self._stop.wait(_AFTER_FAILURE_S)

        return run
