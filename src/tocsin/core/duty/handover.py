"""Hand-over: whose turn it is by a rotation, counted in days of local wall time. Knows no absence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tocsin.core.organisation.values import Rotation


class Shift(NamedTuple):
    """A turn of a rotation: which of its members, from one hand-over to the next (instants, UTC)."""

    member: int
    start: datetime
    end: datetime


def shift(rotation: Rotation, at: datetime) -> Shift | None:
    """The turn that holds ``at``; None before the rotation starts.

    Every instant belongs to one turn: a hand-over in an hour that DST skips takes place right after it, one in an hour
    that it repeats takes place the first time.
    """
    local = at.astimezone(ZoneInfo(rotation.zone))
    number = (local.date() - rotation.starts).days // rotation.days
    if at < _instant(rotation, number):
        number -= 1
    elif at >= _instant(rotation, number + 1):
        number += 1
    if number < 0 or not rotation.members:
        return None
    return Shift(number % len(rotation.members), _instant(rotation, number), _instant(rotation, number + 1))


def handovers(rotation: Rotation, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants from ``start`` to before ``end`` at which a turn begins."""
    turn = shift(rotation, start)
    at = turn.start if turn else _instant(rotation, 0)
    while at < end:
        if at >= start:
            yield at
        turn = shift(rotation, at)
        if turn is None:
            return
        at = turn.end


def _instant(rotation: Rotation, number: int) -> datetime:
    day: date = rotation.starts + timedelta(days=number * rotation.days)
    wall = datetime.combine(day, time.fromisoformat(rotation.handover), ZoneInfo(rotation.zone))
    return wall.astimezone(UTC)
