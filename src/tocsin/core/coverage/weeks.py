"""Weeks: exact spans as people read them: those of every ordinary week once, and the exceptions with their dates."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from tocsin.core.coverage.values import Risk, Weekly

_ORDINARY = 0.5  # a span that comes back in at least this share of the weeks is one of an ordinary week

_Wall = tuple[int, time, int, time]


def weekly_and_exceptions(
    risks: Iterable[Risk], zone: ZoneInfo, weeks: int
) -> tuple[tuple[Weekly, ...], tuple[Risk, ...]]:
    """The spans of an ordinary week, in local time of the zone, and those that are in no ordinary week."""
    alike: dict[_Wall, list[Risk]] = defaultdict(list)
    for risk in risks:
        alike[_wall(risk, zone)].append(risk)
    ordinary = {wall: found for wall, found in alike.items() if len(found) >= max(2, weeks * _ORDINARY)}
    exceptions = (risk for wall, found in alike.items() if wall not in ordinary for risk in found)
    return (
        tuple(_weekly(wall, len(ordinary[wall])) for wall in sorted(ordinary)),
        tuple(sorted(exceptions, key=lambda risk: risk.start)),
    )


def _wall(risk: Risk, zone: ZoneInfo) -> _Wall:
    start, end = risk.start.astimezone(zone), risk.end.astimezone(zone)
    return start.weekday(), start.time(), end.weekday(), end.time()


def _weekly(wall: _Wall, times: int) -> Weekly:
    day, since, end_day, until = wall
    return Weekly(weekday=day, start=since, end_weekday=end_day, end=until, times=times)


def instant(second: int) -> datetime:
    """The instant of an epoch second, in UTC."""
    return datetime.fromtimestamp(second, UTC)
