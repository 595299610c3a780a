"""Patience: within a walk, a call waits for its turn, if the wait is short."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Event

from tocsin.connectors.kit.calls import Calls
from tocsin.core.calls.breaker import Cause
from tocsin.core.kernel.errors import Busy

_LONGEST_S = 120  # in all, for one call; then the walk ends, and is tried again later


class Stopped(Exception):
    """Asked to stop while it waited."""


class Patient:
    """The calls of an account, of which each waits for its turn. Implements connectors.kit.calls.Calls."""

    def __init__(self, calls: Calls, stop: Event) -> None:
        self._calls = calls
        self._stop = stop

    @contextmanager
    def one_call(self, *, urgent: bool = False) -> Iterator[None]:
        """Make one call inside the block. Raises Busy where the wait is long or the channel cut, Stopped when asked to."""
        with ExitStack() as stack:
            self._enter(stack, urgent)
            yield

    def _enter(self, stack: ExitStack, urgent: bool) -> None:
        waited = 0
        while True:
            try:
                stack.enter_context(self._calls.one_call(urgent=urgent))
                return
            except Busy as busy:
                waited += busy.retry_after_s
                if waited > _LONGEST_S or busy.why.code == "error.calls.cut":
                    raise
                if self._stop.wait(busy.retry_after_s):
                    raise Stopped from busy

    def answered(self) -> None:
        """The counterpart answered correctly."""
        self._calls.answered()

    def failed(self, cause: Cause, reason: str, retry_after_s: float | None = None) -> None:
        """The call failed."""
        self._calls.failed(cause, reason, retry_after_s)

    def session(self) -> str:
        """The session that some process got from a login."""
        return self._calls.session()

    def renew(self, stale: str) -> AbstractContextManager[str]:
        """One process at a time logs in."""
        return self._calls.renew(stale)

    def keep(self, token: str, expires_s: float | None) -> None:
        """A login gave this session."""
        self._calls.keep(token, expires_s)
