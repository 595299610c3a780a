"""Storms that are inferred: of what, and never of nothing."""

import random

import pytest

from tests.core.correlation.world import World, sighting

KINDS = ("down", "slow", "psu", "note", "intrusion", "unheard-of")
DEVICES = [
    f"{room}.r{rack}.{device}{n}"
    for room in ("s1", "s2")
    for rack in (1, 2, 3, 4)
    for device in "de"
    for n in (1, 2, 3)
]


@pytest.mark.parametrize("seed", range(25))
def test_a_storm_needs_one_of_the_new_alerts_and_never_raises_for_want_of_one(seed: int) -> None:
    """Old incidents alone once made a storm of no alert: ``min() arg is an empty sequence``."""
    dice = random.Random(seed)
    world = World()
    for minute in range(12):
        reports = [
            sighting(
                f"{dice.choice(['', '', '', '-'])}{dice.choice(KINDS)} {dice.choice(DEVICES)}", at=minute
            )
            for _ in range(dice.randint(1, 15))
        ]
        world.receives(*reports, at=minute)
    assert world.standing.alerts


def test_four_old_troubles_are_no_storm_until_a_fifth_is_received_that_the_supply_explains() -> None:
    world = World()
    for rack in (1, 2, 3, 4):
        world.receives(f"slow s1.r{rack}.e1", at=rack)
    assert len(world.causes) == 4
    world.receives("intrusion s1.r4.e2", at=6)
    assert "s1?" not in world.causes
