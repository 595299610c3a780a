"""Turns: who is on duty over a span of time, and when nobody is. Asks ``on_duty`` wherever something changes."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from msgspec.structs import replace

from tocsin.core.duty.handover import handovers
from tocsin.core.duty.on_duty import on_duty, rotations_of
from tocsin.core.duty.values import Roster, Turn
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Rotation
from tocsin.core.sla.calendar import calendar_of


def turns(
    team: str, start: datetime, end: datetime, organisation: Organisation, roster: Roster
) -> list[Turn]:
    """The turns of a team (key) from ``start`` to ``end`` (instants): they follow one another without a gap or an overlap.

    A turn whose person is empty is a time in which nobody is on duty.
    """
    found: list[Turn] = []
    for left, right in pairwise(_changes(team, start, end, organisation, roster)):
        duty = on_duty(team, left, organisation, roster)
        if found and found[-1].duty == duty:
            found[-1] = replace(found[-1], end=right)
        else:
            found.append(Turn(start=left, end=right, duty=duty))
    return found


def gaps(found: list[Turn]) -> list[Turn]:
    """Those of these turns in which nobody is on duty."""
    return [turn for turn in found if not turn.duty.person]


def _changes(
    team: str, start: datetime, end: datetime, organisation: Organisation, roster: Roster
) -> list[datetime]:
    """The instants at which the answer may change, ``start`` and ``end`` among them."""
    found = {start, end}
    for rotation in rotations_of(team, organisation):
        found.update(handovers(rotation, start, end))
        found.update(_openings(rotation, start, end, organisation))
    spans = [(absence.start, absence.end) for absence in roster.absences]
    spans += [(cover.start, cover.end) for cover in roster.covers]
    found.update(edge for span in spans for edge in span if edge is not None)
    return sorted(at for at in found if start <= at <= end)


def _openings(
    rotation: Rotation, start: datetime, end: datetime, organisation: Organisation
) -> Iterator[datetime]:
    spec = organisation.calendars.get(rotation.calendar)
    edges = calendar_of(spec, start, end).edges if spec else []
    for edge in edges[bisect_left(edges, int(start.timestamp())) :]:
        if edge > end.timestamp():
            return
        yield datetime.fromtimestamp(edge, UTC)
