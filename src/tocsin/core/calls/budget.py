"""Budget: the calls that a contract allows, spent one by one (GCRA, the generic cell rate algorithm). Reads no clock.

A line of the contract allows ``limit`` calls in each ``interval``. We use only the share ``margin`` of them, in every
window of that length, wherever it begins: at most ``burst`` calls at once, then one every ``every_s``. The sum of both
never exceeds what is usable: floor(burst + interval / every) <= max(1, floor(margin x limit)). The margin also covers a
clock that jumps forward, which gives one burst too many.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil, floor
from zoneinfo import ZoneInfo

from tocsin.core.kernel.value import Value


class Rate(Value):
    """A line of the contract: ``limit`` calls in any ``interval_s``. With a ``zone``: on each calendar day there."""

    limit: int
    interval_s: int
    zone: str = ""

    @property
    def name(self) -> str:
        """What identifies it among the lines: ``60/60s``, ``5000/day Europe/Paris``."""
        return f"{self.limit}/day {self.zone}" if self.zone else f"{self.limit}/{self.interval_s}s"


class Spent(Value):
    """The calls spent of one line. ``full_at``: when the whole burst is available again. ``used`` calls on ``day``."""

    full_at: datetime | None = None
    day: str = ""
    used: int = 0


class Debit(Value):
    """Whether one call may be made: then ``spent`` counts it. Otherwise ``wait_s``, and nothing is spent."""

    wait_s: float = 0.0
    spent: dict[str, Spent] = {}
    line: str = ""  # the line of the contract that makes it wait

    @property
    def granted(self) -> bool:
        """Whether the call may be made."""
        return self.wait_s <= 0


class Allowance(Value):
    """How much of a line we use: ``burst`` calls at once, then one every ``every_s`` seconds; ``usable`` of it in all."""

    usable: int
    burst: int
    every_s: float


def allowance(rate: Rate, margin: float) -> Allowance:
    """How a line is used at this margin (of 1)."""
    usable = max(1, floor(margin * rate.limit))
    burst = max(1, min(rate.limit - usable, usable // 2))
    steady = usable - burst
    every_s = rate.interval_s / steady if steady else rate.interval_s / min(margin, 1.0)
    return Allowance(usable=usable, burst=burst, every_s=every_s)


def spend(
    spent: Mapping[str, Spent],
    rates: Iterable[Rate],
    *,
    margin: float,
    now: datetime,
    reserve: float = 0.0,
) -> Debit:
    """Take one call from every line, or none if one of them makes us wait.

    ``reserve`` (of 1): the share of each burst, and of each day, that is left for others: polling leaves some to people.
    """
    after: dict[str, Spent] = {}
    longest, holding = 0.0, ""
    for rate in rates:
        known = spent.get(rate.name, Spent())
        take = _of_day if rate.zone else _of_rate
        wait_s, after[rate.name] = take(known, rate, allowance(rate, margin), now, reserve)
        if wait_s > longest:
            longest, holding = wait_s, rate.name
    return Debit(wait_s=longest, line=holding) if longest > 0 else Debit(spent=after)


def _of_rate(
    known: Spent, rate: Rate, allowed: Allowance, now: datetime, reserve: float
) -> tuple[float, Spent]:
    """GCRA. A clock that went back must not make us wait longer than it takes to get a whole burst back."""
    every = timedelta(seconds=allowed.every_s)
    full_at = min(max(known.full_at or now, now), now + every * allowed.burst)
    ours = allowed.burst - min(floor(allowed.burst * reserve), allowed.burst - 1)
    wait = full_at + every - (now + every * ours)
    return wait.total_seconds(), Spent(full_at=full_at + every)


def _of_day(
    known: Spent, rate: Rate, allowed: Allowance, now: datetime, reserve: float
) -> tuple[float, Spent]:
    """A counter that begins anew at each midnight of the provider; a clock that went back over one keeps the count."""
    local = now.astimezone(ZoneInfo(rate.zone))
    day = max(local.date().isoformat(), known.day)
    used = known.used if known.day == day else 0
    ours = allowed.usable - min(floor(allowed.usable * reserve), allowed.usable - 1)
    if used < ours:
        return 0.0, Spent(day=day, used=used + 1)
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return tomorrow.timestamp() - now.timestamp(), known


def left(
    spent: Mapping[str, Spent], rates: Iterable[Rate], *, margin: float, now: datetime
) -> dict[str, int]:
    """How many calls each line would allow at once now, for a page."""
    return {
        rate.name: _left(spent.get(rate.name, Spent()), rate, allowance(rate, margin), now) for rate in rates
    }


def _left(known: Spent, rate: Rate, allowed: Allowance, now: datetime) -> int:
    if rate.zone:
        today = now.astimezone(ZoneInfo(rate.zone)).date().isoformat()
        return allowed.usable - (known.used if known.day == today else 0)
    owed_s = max((known.full_at - now).total_seconds(), 0.0) if known.full_at else 0.0
    return max(allowed.burst - ceil(owed_s / allowed.every_s), 0)
