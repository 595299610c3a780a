"""Costs: what incidents have cost in trouble, in our time and in calls. Reads; decides nothing."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from tocsin.core.problem.cost import Cost, cost_of
from tocsin.flow import clock
from tocsin.store import bonds, incidents


def costs(numbers: Collection[int]) -> Mapping[int, Cost]:
    """What each of these incidents has cost until now. Two queries."""
    calls, now = bonds.calls_about(numbers), clock.now()
    none = bonds.Calls(0, 0, 0)
    return {
        number: replace(
            cost_of(incident, now),
            calls=calls.get(number, none).calls,
            calls_s=calls.get(number, none).duration_s,
            calls_cost=calls.get(number, none).cost,
        )
        for number, incident in incidents.load(numbers).items()
    }
