"""Cut and order: where nothing recovers, neither changes which alerts are one incident, nor what causes it.

``make laws`` plays 10,000 estates; here are enough of them for every day.
"""

import os
import random
from itertools import permutations

import pytest

from tests.core.correlation.estates import differing, outcome, outcome_of, trouble
from tests.core.correlation.world import sighting
from tests.core.impact.drawing import drawn

ESTATES, IN_A_RUN = int(os.environ.get("ESTATES", "1000")), 50


@pytest.mark.parametrize("first", range(0, ESTATES, IN_A_RUN))
def test_neither_cut_nor_order_changes_the_incidents(first: int) -> None:
    assert differing(range(first, first + IN_A_RUN)) == []


def test_the_estates_hold_storms_causes_and_strangers() -> None:
    """The law says nothing if the troubles are dull."""
    seen = [outcome(trouble(seed), random.Random(seed), size=5, shuffled=True) for seed in range(50)]
    incidents = [incident for batch in seen for incident in batch]
    assert any(incident.inferred for incident in incidents)
    assert any(len(incident.causes) > 1 for incident in incidents)
    assert any(len(incident.alerts) > 10 for incident in incidents)


RACK = """
g site
s room in g
s.a feed in s
s.b feed in s
s.r1 rack in s
s.r2 rack in s
s.r3 rack in s
s.r1.a pdu in s.r1; all of s.a
s.r1.b pdu in s.r1; all of s.b
s.r2.a pdu in s.r2; all of s.a
s.r3.b pdu in s.r3; all of s.b
s.r1.d1 device in s.r1; all of s.r1.b
s.r1.d2 device in s.r1; all of s.r1.a
s.r1.d3 device in s.r1; 1 of s.r1.a s.r1.b
s.r2.d1 device in s.r2; all of s.r2.a
shop application; 1 of s.r2.d1 s.r1.d1 s.r1.d2
"""
TANGLED = {
    "a slow application follows its most upstream server, though it had joined another's trouble": (
        "3.5 slow shop",
        "0.8 lost s.r1.b",
        "2.9 down s.r1.d2",
        "2.7 down s.r1.d1",
    ),
    "an early alarm of one rack hides no loss of the room": (
        "2.2 down s.r1.d1",
        "4.2 lost s.r2.a",
        "3.4 down s.r1.d2",
        "3.1 down s.r3.b",
        "2.1 psu s.r1.d3",
        "3.9 down s.r1.d3",
    ),
}


@pytest.mark.parametrize("alarms", TANGLED.values(), ids=TANGLED)
def test_tangled_alarms_come_to_the_same_in_every_order(alarms: tuple[str, ...]) -> None:
    graph = drawn(RACK)
    alarms_seen = [sighting(text, at=float(at)) for at, text in (alarm.split(" ", 1) for alarm in alarms)]
    outcomes = {outcome_of(graph, [[alarm] for alarm in order], 3) for order in permutations(alarms_seen)}
    assert outcomes == {outcome_of(graph, [alarms_seen], 3)}
