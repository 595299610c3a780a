"""Handover: how a connector hands over what it received, and reports whether its counterpart answers. Knows no receiver."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import TocsinError

Now = Callable[[], datetime]  # UTC

# Returns once the raw messages are committed; raises Busy or Unavailable (core/kernel/errors.py) if not.
# Only then does a connector acknowledge to its counterpart.
Deposit = Callable[[Sequence[Message]], None]


# Called with a refusal of a known source, and its reason; returns at once.
Refused = Callable[[str, TocsinError], None]


def unreported(source: str, error: TocsinError) -> None:
    """Report nothing."""


class Status(Protocol):
    """Receives the state of a counterpart; that it cannot be reached is reported, and is not the same as silence."""

    def answered(self) -> None:
        """The counterpart answered a look, whether it had messages or not."""

    def unreachable(self, reason: str) -> None:
        """It does not answer; called when that begins, and again whenever the reason changes."""

    def reachable(self) -> None:
        """It answers (again); called once after each connection."""


class Reach:
    """Reports the state of a counterpart, once for each change."""

    def __init__(self, status: Status) -> None:
        self._status = status
        self._reason: str | None = None

    def report(self, reason: str) -> None:
        """Why it is out of reach; empty: it answers."""
        if reason == self._reason:
            return
        self._reason = reason
        if reason:
            self._status.unreachable(reason)
        else:
            self._status.reachable()
