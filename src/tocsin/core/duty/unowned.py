"""Unowned: the time in which an open incident had nobody who was there: no owner present, nobody on duty. Reads no clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from tocsin.core.duty.presence import away_spans
from tocsin.core.duty.turns import gaps, turns
from tocsin.core.duty.values import Roster
from tocsin.core.incident.tenure import tenures_of
from tocsin.core.incident.values import Incident, Tenure
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation


class Unowned(Value):
    """An incident (id) had nobody from ``start`` to ``end`` (instants, UTC), and why."""

    incident: int
    start: datetime
    end: datetime
    why: Why

    @property
    def seconds(self) -> float:
        """How long."""
        return (self.end - self.start).total_seconds()


class _Spans:
    """The spans in which a person is away, or a team has nobody on duty: each computed once."""

    def __init__(self, start: datetime, end: datetime, organisation: Organisation, roster: Roster) -> None:
        self.start, self.end = start, end
        self.organisation, self.roster = organisation, roster
        self._of_team: dict[str, list[tuple[datetime, datetime]]] = {}

    def without(self, tenure: Tenure) -> list[tuple[datetime, datetime]]:
        """When nobody was there for who had it so."""
        if tenure.owner:
            return away_spans(tenure.owner, self.roster, self.end)
        if tenure.team not in self._of_team:
            found = gaps(turns(tenure.team, self.start, self.end, self.organisation, self.roster))
            self._of_team[tenure.team] = [(turn.start, turn.end) for turn in found]
        return self._of_team[tenure.team]


def unowned(
    incidents: Iterable[Incident], start: datetime, end: datetime, organisation: Organisation, roster: Roster
) -> list[Unowned]:
    """Every span between these instants in which one of these incidents was open and had nobody who was there.

    An owner counts while they are not away; where nobody owns it, who is on duty in its team does. ``roster`` is what
    was in force between the instants; rotations are those of today.
    """
    spans = _Spans(start, end, organisation, roster)
    return [found for incident in incidents for found in _of(incident, spans)]


def _of(incident: Incident, spans: _Spans) -> Iterator[Unowned]:
    tenures = tenures_of(incident)
    edges = [*(tenure.at for tenure in tenures), max(spans.end, tenures[-1].at)]
    for tenure, (left, right) in zip(tenures, pairwise(edges), strict=True):
        if tenure.over:
            continue
        for since, until in spans.without(tenure):
            first, last = max(left, since, spans.start), min(right, until, spans.end)
            if first < last:
                yield Unowned(incident=incident.id, start=first, end=last, why=_why(tenure))


def _why(tenure: Tenure) -> Why:
    if tenure.owner:
        return Why(code="duty.unowned.away", facts={"person": tenure.owner})
    return Why(code="duty.unowned.nobody", facts={"team": tenure.team})
