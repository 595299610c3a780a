"""Cost: what incidents have cost in trouble, in our own time, and in calls. Knows values, no rows."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.core.incident.values import Holder, Incident
from tocsin.core.kernel.value import Value


class Cost(Value):
    """Seconds of trouble, seconds in which we had to act, and the calls to suppliers (seconds; cents)."""

    down_s: int
    ours_s: int
    calls: int = 0
    calls_s: int = 0
    calls_cost: int = 0


def total(costs: Iterable[Cost]) -> Cost:
    """All of them together."""
    listed = list(costs)
    sums = {name: sum(getattr(cost, name) for cost in listed) for name in Cost.__struct_fields__}
    return Cost(**sums)


def cost_of(incident: Incident, now: datetime) -> Cost:
    """What the incident has cost until now, without its calls."""
    until = incident.resolved_at or now
    lasted = ((incident.recovered_at or until) - incident.since).total_seconds()
    return Cost(down_s=max(0, round(lasted)), ours_s=_ours_s(incident, until))


def _ours_s(incident: Incident, until: datetime) -> int:
    bounds = [*(turn.at for turn in incident.turns[1:]), until]
    spans = (
        (min(end, until) - turn.at).total_seconds()
        for turn, end in zip(incident.turns, bounds, strict=False)
        if turn.holder is Holder.US and not turn.works and not turn.over
    )
    return round(sum(max(0.0, span) for span in spans))
