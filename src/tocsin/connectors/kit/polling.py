"""Polling: a watch for a counterpart that does not push; knows when to look, not how."""

from collections.abc import Callable
from threading import Event
from typing import Any

from tocsin.connectors.kit.backoff import Backoff
from tocsin.connectors.kit.connector import Line, Position, Watch
from tocsin.connectors.kit.handover import Reach
from tocsin.core.kernel.errors import Busy, Unavailable

# Hands over what is new since the position, and returns the position reached. Raises Unavailable.
Look = Callable[[Line, Position], Position]


def polled(look: Look, every_s: Callable[[Any], float]) -> Watch:
    """Look, wait as long as the settings say, look again; after a failure, report it and back off."""

    def watch(line: Line, stop: Event) -> None:
        _Poll(line, look).run(every_s(line.settings), stop)

    return watch


class _Poll:
    def __init__(self, line: Line, look: Look) -> None:
        self._line, self._look = line, look
        self._position = line.position
        self._backoff = Backoff()
        self._reach = Reach(line.status)

    def run(self, every_s: float, stop: Event) -> None:
        while not stop.is_set():
            stop.wait(self._look_once(every_s))

    def _look_once(self, every_s: float) -> float:
        """Seconds until the next look."""
        try:
            self._position = self._look(self._line, self._position)
        except Busy as busy:
            return busy.retry_after_s
        except Unavailable as away:
            self._reach.report(str(away))
            return self._backoff.next_s()
        self._backoff.reset()
        self._reach.report("")
        self._line.status.answered()
        return every_s
