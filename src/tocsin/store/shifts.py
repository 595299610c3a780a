"""Shifts as rows: who was last seen on duty in each team, and the changes of shift."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tocsin.core.duty.shifts import Seen, ShiftChange
from tocsin.store import models


class ShiftRow(NamedTuple):
    """A change of shift: what went over (ids of incidents), and what nobody had taken then."""

    team: str
    at: datetime
    outgoing: str
    incoming: str
    incidents: tuple[int, ...]
    waiting: tuple[int, ...]


def seen() -> dict[str, Seen]:
    """Who was last seen on duty, by team (key)."""
    rows = models.DutySeen.objects.all()
    return {row.team: Seen(team=row.team, person=row.person, expected=row.expected) for row in rows}


def keep(seen: Seen) -> None:
    """Remember who is on duty in a team."""
    models.DutySeen.objects.update_or_create(
        team=seen.team, defaults={"person": seen.person, "expected": seen.expected}
    )


def add(shift: ShiftChange, incidents: Sequence[int], waiting: Sequence[int], now: datetime) -> None:
    """Write down a change of shift."""
    models.ShiftChange.objects.create(
        team=shift.team, at=now, outgoing=shift.outgoing, incoming=shift.incoming,
        incidents=list(incidents), waiting=list(waiting),
    )  # fmt: skip


def since(instant: datetime) -> list[ShiftRow]:
    """The changes of shift since then, the latest first."""
    rows = models.ShiftChange.objects.filter(at__gte=instant).order_by("-at")
    return [
        ShiftRow(row.team, row.at, row.outgoing, row.incoming, tuple(row.incidents), tuple(row.waiting))
        for row in rows
    ]
