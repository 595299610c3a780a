"""The clock: the only reader of the time. A test, a replay and the demo move it here."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_moved_to: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC; the moved one while the clock is moved."""
    return _moved_to or datetime.now(UTC)


def monotonic() -> float:
    """Seconds that only grow, for measuring how long something took."""
    return time.monotonic()


@contextmanager
def moved(to: datetime) -> Iterator[None]:
    """Stop this process's clock at ``to`` (aware) for the length of the block."""
    global _moved_to
    before, _moved_to = _moved_to, to.astimezone(UTC)
    try:
        yield
    finally:
        _moved_to = before


def fast_forward(**span: float) -> datetime:
    """Move a stopped clock on (``minutes=30``); the new instant. A running clock can't be: RuntimeError."""
    global _moved_to
    if _moved_to is None:
        raise RuntimeError("the clock runs: stop it with moved() first")
    _moved_to += timedelta(**span)
    return _moved_to
