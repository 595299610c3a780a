"""Foreseen: what will leave a duty or an absence without anybody, shown before it happens. Reads no clock."""

from collections.abc import Iterator
from datetime import datetime

from tocsin.core.duty.presence import absence_of
from tocsin.core.duty.turns import gaps, turns
from tocsin.core.duty.values import Absence, Roster
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation


class Foreseen(Value):
    """Nobody will be there from ``start`` to ``end`` (instants, UTC; None: open), and why."""

    start: datetime
    end: datetime | None
    why: Why


def foreseen(start: datetime, end: datetime, organisation: Organisation, roster: Roster) -> list[Foreseen]:
    """Everything between these instants that somebody can still put right, the nearest first."""
    teams = dict.fromkeys(rotation.team for rotation in organisation.rotations.values())
    found = [gap for team in teams for gap in gaps_of(team, start, end, organisation, roster)]
    found += [chain for absence in roster.absences for chain in _chain(absence, start, end, roster)]
    return sorted(found, key=lambda trouble: trouble.start)


def gaps_of(
    team: str, start: datetime, end: datetime, organisation: Organisation, roster: Roster
) -> list[Foreseen]:
    """When nobody is on duty in a team (key): spans that meet are one, whatever the reasons."""
    spans: list[tuple[datetime, datetime]] = []
    for gap in gaps(turns(team, start, end, organisation, roster)):
        if spans and spans[-1][1] == gap.start:
            spans[-1] = (spans[-1][0], gap.end)
        else:
            spans.append((gap.start, gap.end))
    why = Why(code="duty.foreseen.gap", facts={"team": team})
    return [Foreseen(start=since, end=until, why=why) for since, until in spans]


def doubts(organisation: Organisation, start: datetime, end: datetime) -> list[Fault]:
    """A doubt for each team that by its rotations alone has nobody on duty at times: how long in all, and when first."""
    found: list[Fault] = []
    for team in dict.fromkeys(rotation.team for rotation in organisation.rotations.values()):
        spans = gaps_of(team, start, end, organisation, Roster())
        if spans:
            seconds = sum((gap.end - gap.start).total_seconds() for gap in spans if gap.end)
            first = f"{spans[0].start:%Y-%m-%d %H:%M} UTC"
            hours = round(seconds / 3600)
            found.append(fault("fault.duty.gap", file="rotations.yaml", team=team, hours=hours, first=first))
    return found


def _chain(absence: Absence, start: datetime, end: datetime, roster: Roster) -> Iterator[Foreseen]:
    """What is wrong with an absence's substitutes at the first instant at which it is."""
    edges = {max(absence.start, start)}
    edges.update(other.start for other in roster.absences)
    for at in sorted(edge for edge in edges if start <= edge < end and absence.covers(edge)):
        code = _broken(absence, roster, at)
        if code:
            facts = {"person": absence.person, "substitute": absence.substitute}
            yield Foreseen(start=at, end=absence.end, why=Why(code=code, facts=facts))
            return


def _broken(absence: Absence, roster: Roster, at: datetime) -> str:
    """``circle``: the substitutes come back to somebody away; ``ends``: the last of them is away and names nobody."""
    seen, current = {absence.person}, absence
    while current.substitute:
        if current.substitute in seen:
            return "duty.foreseen.circle"
        seen.add(current.substitute)
        found = absence_of(current.substitute, roster, at)
        if found is None:
            return ""
        current = found
    return "duty.foreseen.ends" if current is not absence else ""
