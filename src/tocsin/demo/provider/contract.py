"""Contract: how many calls a client may make, and how long whoever exceeds that is cut off. Reads no clock."""

from collections import deque
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
LINES = ((2, timedelta(seconds=1)), (60, timedelta(minutes=1)))
A_DAY = 5000  # of Paris
_CUT = timedelta(seconds=60)  # doubled for each time within the last hour
_HOUR = timedelta(hours=1)


class Contract:
    """The calls of the one client. ``calls`` and ``cuts`` count since the start; ``cuts`` are of our own making."""

    def __init__(self) -> None:
        self.calls = self.cuts = self.while_cut = 0
        self.cut_until: datetime | None = None
        self.closed_until: datetime | None = None  # a person cut the API
        self._recent: deque[datetime] = deque()
        self._cut_at: deque[datetime] = deque()
        self._day, self._calls_today = "", 0

    def made(self, now: datetime) -> tuple[int, float]:
        """Count a call. The HTTP status that refuses it, and in how many seconds to come again; (0, 0): it is answered."""
        self.calls += 1
        if self.closed_until and now < self.closed_until:
            return 503, (self.closed_until - now).total_seconds()
        if self.cut_until and now < self.cut_until:
            self.while_cut += 1
            return 429, (self.cut_until - now).total_seconds()
        self._count(now)
        if not self._exceeded(now):
            return 0, 0.0
        self._cut(now)
        assert self.cut_until
        return 429, (self.cut_until - now).total_seconds()

    def lately(self, now: datetime) -> int:
        """Calls within the last minute."""
        return sum(at > now - timedelta(minutes=1) for at in self._recent)

    def calls_today(self, now: datetime) -> int:
        """Calls of this day in Paris."""
        return self._calls_today if self._day == _day(now) else 0

    def _count(self, now: datetime) -> None:
        self._recent.append(now)
        while self._recent[0] <= now - timedelta(minutes=1):
            self._recent.popleft()
        self._calls_today = self.calls_today(now) + 1
        self._day = _day(now)

    def _exceeded(self, now: datetime) -> bool:
        by_line = any(sum(at > now - span for at in self._recent) > most for most, span in LINES)
        return by_line or self._calls_today > A_DAY

    def _cut(self, now: datetime) -> None:
        self.cuts += 1
        while self._cut_at and self._cut_at[0] <= now - _HOUR:
            self._cut_at.popleft()
        self.cut_until = now + _CUT * 2 ** len(self._cut_at)
        self._cut_at.append(now)


def _day(now: datetime) -> str:
    return now.astimezone(PARIS).date().isoformat()
