"""Increments: the values from which a resource is asked on: compared, taken back by a lag, and written as it wants them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tocsin.connectors.rest.settings import Incremental

_DATE = len("2026-11-28")
_SECONDS = re.compile(r"-?\d{1,20}\.\d{1,9}")  # a number with a fraction, as text
_DOT_NET = re.compile(
    r"/Date\((-?\d{1,17})(?:[+-]\d{4})?\)/"
)  # milliseconds, as .NET writes an instant in JSON
_EPOCHS = (
    (10**8, 1),
    (10**11, 10**3),
    (10**14, 10**6),
    (10**17, 10**9),
)  # from this size on: so many a second


def order(cursor: Any, incremental: Incremental | None) -> tuple[int, float, str]:
    """Instants by time whatever their zone, numbers by size, also those written as text; anything else as text."""
    number = _number(cursor)
    if number is not None:
        return 0, number, ""
    instant = _instant(cursor, incremental)
    return (1, instant.timestamp(), "") if instant else (2, 0.0, cursor)


def start(incremental: Incremental, since: Any) -> Any:
    """What a request asks for: from the increment reached (None: from the declared beginning), less the lag. None: all."""
    begins = incremental.initial_value if since is None else _less(since, incremental)
    if begins is None:
        return None
    plain = incremental.start_format == "{start}"
    return begins if plain else incremental.start_format.replace("{start}", str(begins))


def end(incremental: Incremental, since: Any, now: datetime) -> Any:
    """Now, as a request writes an instant: in the declared form, else in that of the beginning."""
    if incremental.datetime_format:
        return _formatted(now, incremental)
    like = incremental.initial_value if since is None else since
    number = _number(like)
    if number is not None:
        written = int(now.timestamp() * (_per_second(number) or 1))
        return str(written) if isinstance(like, str) else written
    at = now.replace(microsecond=0)
    instant = _instant(like, incremental) if isinstance(like, str) else None
    if instant is None:
        return at.isoformat().replace("+00:00", "Z")
    return _as_written(str(like), instant - at, incremental)


def has_lag(cursor: Any, incremental: Incremental) -> bool:
    """Whether the lag can be taken from what the items say: a length of time wants an instant."""
    lag = incremental.lag
    return (
        not lag
        or not isinstance(lag, timedelta)
        or _number(cursor) is not None
        or bool(_instant(cursor, incremental))
    )


def is_known(cursor: Any, incremental: Incremental, since: Any) -> bool:
    """Whether an item was there when the increment was reached, its lag included."""
    return order(cursor, incremental) < order(
        _less(since, replace(incremental, datetime_format="")), incremental
    )


def _less(cursor: Any, incremental: Incremental) -> Any:
    """The increment, earlier by its lag, as a request writes it: as the items do, unless another form is declared."""
    lag, number = incremental.lag, _number(cursor)
    if number is not None:
        earlier = number - (_units(lag, number) if isinstance(lag, timedelta) else lag)
        if incremental.datetime_format and (per_second := _per_second(number)):
            return _formatted(datetime.fromtimestamp(earlier / per_second, UTC), incremental)
        return str(earlier) if isinstance(cursor, str) else earlier
    instant = _instant(cursor, incremental)
    if instant is None or not isinstance(lag, timedelta):
        return cursor
    if incremental.datetime_format:
        return _formatted(instant - lag, incremental)
    return _as_written(cursor, lag, incremental)


def _as_written(cursor: str, lag: timedelta, incremental: Incremental) -> str:
    """An instant, earlier by ``lag``, in the very form of the item."""
    written = _iso(cursor)
    if written is None:
        form, written = next(_parsed(cursor, incremental), ("", None))
        return (written - lag).strftime(form) if written else cursor
    earlier = (written - lag).isoformat(sep=cursor[_DATE])
    return earlier.replace("+00:00", "Z") if cursor.endswith("Z") else earlier


def _formatted(instant: datetime, incremental: Incremental) -> Any:
    match incremental.datetime_format:
        case "%s":
            return int(instant.timestamp())
        case "%ms":
            return int(instant.timestamp() * 1000)
        case form:
            return instant.astimezone(ZoneInfo(incremental.zone)).strftime(form)


def _number(cursor: Any) -> int | float | None:
    if isinstance(cursor, str):
        if written := _DOT_NET.fullmatch(cursor):
            return int(written[1])
        if _SECONDS.fullmatch(cursor):
            return float(cursor)
        return int(cursor) if cursor.isascii() and cursor.isdigit() else None
    return cursor if isinstance(cursor, int | float) else None


def _units(lag: timedelta, number: float) -> int:
    """A length of time in the units of an epoch; nothing of a number that is no time."""
    return int(lag.total_seconds() * _per_second(number))


def _per_second(number: float) -> int:
    """In which fraction of a second an epoch counts, by its size; 0: it is an identifier."""
    return next((units for least, units in reversed(_EPOCHS) if number >= least), 0)


def _instant(text: str, incremental: Incremental | None) -> datetime | None:
    written = _iso(text) or next((at for _, at in _parsed(text, incremental)), None)
    if written is None or written.tzinfo:
        return written
    return written.replace(tzinfo=ZoneInfo(incremental.zone) if incremental else UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) > _DATE else None
    except ValueError:
        return None


def _parsed(text: str, incremental: Incremental | None) -> Iterator[tuple[str, datetime]]:
    """The declared form that a text has, and its instant."""
    for form in incremental.cursor_datetime_formats if incremental else ():
        try:
            yield form, datetime.strptime(text, form)  # noqa: DTZ007  what names no zone gets the declared one
        except ValueError:
            continue
