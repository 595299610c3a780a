"""Cut and order: where nothing recovers, neither changes which alerts are one incident, nor what causes it.

``make laws`` plays 10,000 estates; here are enough of them for every day.
"""

import os
import random

import pytest

from tests.core.correlation.estates import differing, outcome, trouble

ESTATES, IN_A_RUN = int(os.environ.get("ESTATES", "1000")), 50


@pytest.mark.parametrize("first", range(0, ESTATES, IN_A_RUN))
def test_neither_cut_nor_order_changes_the_incidents(first: int) -> None:
    assert differing(range(first, first + IN_A_RUN)) == []


def test_the_estates_hold_storms_causes_and_strangers() -> None:
    """The law says nothing if the troubles are dull."""
    seen = [outcome(trouble(seed), random.Random(seed), size=5, shuffled=True) for seed in range(50)]
    incidents = [incident for one in seen for incident in one]
    assert any(incident.inferred for incident in incidents)
    assert any(len(incident.causes) > 1 for incident in incidents)
    assert any(len(incident.alerts) > 10 for incident in incidents)
