"""Breaker: whether a supplier's channel may be used, by its last answers. Knows no counterpart and no clock."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from tocsin.core.kernel.value import Value

Cause = Literal["refused", "unreachable", "broken", "forbidden"]

_FIRST_S, _CAP_S = 30, 1800  # between two probes: doubled each time, up to half an hour
_TOLERATED = 3  # failed answers in a row before a channel is cut
_FOR_EVER = timedelta(days=3650)  # a wrong password is never tried again: the account would be locked
_AT_ONCE = frozenset({"refused", "forbidden"})  # a 429, a ban, a wrong password: the next call makes it worse


class Breaker(Value):
    """A channel of a supplier. ``until`` None: it may be called. Otherwise nobody calls before it; then one caller tries.

    ``cut_since``, ``cause`` and ``reason`` say since when and why it is cut. The first good answer clears all of it.
    """

    failures: int = 0
    cut_since: datetime | None = None
    until: datetime | None = None
    cause: Cause | None = None
    reason: str = ""
    credentials: str = ""  # a digest of the credentials that were refused, where that is the cause

    @property
    def is_cut(self) -> bool:
        """Whether the channel is cut."""
        return self.until is not None


def wait_s(breaker: Breaker, now: datetime) -> float:
    """Seconds until the channel may be tried; 0: now. While one caller tries it, the others wait for the outcome."""
    if breaker.until is None:
        return 0.0
    return max((breaker.until - now).total_seconds(), 0.0)


def probed(breaker: Breaker, now: datetime) -> Breaker:
    """A cut channel that one caller is about to try: until its outcome is known, others wait as if it had failed again."""
    if breaker.until is None:
        return breaker
    return replace(breaker, until=now + _pause(breaker.failures + 1))


def failed(
    breaker: Breaker,
    cause: Cause,
    reason: str,
    now: datetime,
    *,
    retry_after_s: float = 0.0,
    jitter: float = 0.0,
    credentials: str = "",
) -> Breaker:
    """A call failed. ``retry_after_s`` is what the counterpart asks for: we wait that long, however long it is.

    ``forbidden`` cuts until other ``credentials`` come. ``jitter`` (of 1, drawn by the caller) makes the pause up to a
    fifth longer, so that not all callers come back at the same instant.
    """
    failures = breaker.failures + 1
    if cause not in _AT_ONCE and failures < _TOLERATED and not breaker.is_cut:
        return Breaker(failures=failures, cause=cause, reason=reason)
    pause = max(_pause(failures), timedelta(seconds=retry_after_s)) * (1 + jitter / 5)
    if cause == "forbidden":
        pause = _FOR_EVER
    return Breaker(
        failures=failures,
        cut_since=breaker.cut_since or now,
        until=now + pause,
        cause=cause,
        reason=reason,
        credentials=credentials if cause == "forbidden" else "",
    )


def with_credentials(breaker: Breaker, credentials: str) -> Breaker:
    """The channel for a caller with these credentials: no longer cut if other credentials were refused."""
    changed = breaker.cause == "forbidden" and breaker.credentials != credentials
    return Breaker() if changed else breaker


def _pause(failures: int) -> timedelta:
    return timedelta(seconds=min(_CAP_S, _FIRST_S * 2 ** min(failures - 1, 16)))
