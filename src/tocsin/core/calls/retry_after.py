"""Retry-After: when a counterpart wants to be called again, in every spelling that was met. Never cut short.

RFC 9110 knows whole seconds and an HTTP date. Counterparts also write fractions (Roundup: ``1.998249``), epoch seconds
and milliseconds, ISO 8601, durations with a unit, and the headers of the RateLimit draft.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_NAMES = (
    "retry-after",
    "x-ratelimit-reset-after",
    "ratelimit-reset",
    "x-ratelimit-reset",
    "x-rate-limit-reset",
)
_NUMBER = re.compile(r"\d{1,16}(?:\.\d{1,9})?")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_WITH_UNIT = re.compile(r"(\d{1,12}(?:\.\d{1,9})?) ?(ms|s|m|h|d)(?:ec|econd|in|inute|our|ay)?s?")
_EPOCH_S, _EPOCH_MS = 10**9, 10**12  # no counterpart wants thirty years


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds from ``now``; None if no header can be read. Names of headers are compared without case. Never below zero."""
    lower = {name.lower(): value for name, value in headers.items()}
    found = (_seconds(lower[name].strip(), now) for name in _NAMES if name in lower)
    return next((max(seconds, 0.0) for seconds in found if seconds is not None), None)


def _seconds(text: str, now: datetime) -> float | None:
    if _NUMBER.fullmatch(text):
        return _of_number(float(text), now)
    if written := _WITH_UNIT.fullmatch(text.lower()):
        return float(written[1]) * _UNITS[written[2]]
    instant = _instant(text)
    return None if instant is None else (instant - now).total_seconds()


def _of_number(number: float, now: datetime) -> float:
    if number >= _EPOCH_MS:
        return number / 1000 - now.timestamp()
    return number - now.timestamp() if number >= _EPOCH_S else number


def _instant(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
