"""Likeness: rare agreement counts more than common, every field is in the sum, and structure decides."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.problem.likeness import OFFER_BITS, Field, Frequencies, Traits, best, is_same, likeness

START = datetime(2027, 3, 15, 9, tzinfo=UTC)


def traits(
    number: int, item: str, kind: str = "down", rack: str = "", team: str = "systems", days: float = 0
) -> Traits:
    places = (rack, "room") if rack else ()
    return Traits(
        incident=number, at=START + timedelta(days=days), item=item, places=places, kind=kind, team=team
    )


# A year: eighty items fail once, one fails all the time.
PAST = Frequencies(
    [
        *(traits(n, f"srv-{n}", rack=f"r{n % 20}", days=-n) for n in range(80)),
        *(traits(100 + n, "noisy", kind="slow", rack="r1", days=-n) for n in range(80)),
    ]
)
PDU = traits(1, "pdu", kind="power", rack="r7", days=-30)


def test_the_same_rare_cause_and_kind_is_the_same_trouble_even_after_months() -> None:
    for days in (-29, 60, 200):
        found = likeness(PDU, traits(2, "pdu", kind="power", rack="r7", days=days), PAST)
        assert is_same(found), days
        assert set(found.same) == {Field.ITEM, Field.PLACE, Field.KIND, Field.TEAM}


def test_a_cause_that_fails_all_the_time_says_less_than_one_that_never_did() -> None:
    noisy = likeness(traits(1, "noisy", "slow"), traits(2, "noisy", "slow", days=9), PAST)
    rare = likeness(traits(1, "pdu", "power"), traits(2, "pdu", "power", days=9), PAST)
    assert noisy.total < OFFER_BITS < rare.total


def test_an_outlet_of_the_same_rack_is_offered_and_not_linked_by_a_rule() -> None:
    found = best(traits(2, "other-outlet", kind="power", rack="r7", days=-25), [PDU], PAST)
    assert found is not None
    assert not is_same(found)


def test_without_a_cause_or_a_place_in_common_nothing_connects_them() -> None:
    assert best(traits(2, "srv-3", kind="power", rack="r3", days=-30), [PDU], PAST) is None
    assert best(PDU, [PDU], PAST) is None, "itself"


@settings(deadline=None)
@given(st.integers(0, 79), st.integers(0, 79), st.floats(-300, 300))
def test_it_is_symmetric_and_the_sum_of_what_it_explains(first: int, second: int, days: float) -> None:
    earlier, later = traits(1, f"srv-{first}", rack="r1"), traits(2, f"srv-{second}", rack="r1", days=days)
    found, back = likeness(earlier, later, PAST), likeness(later, earlier, PAST)
    assert found == back
    assert found.total == pytest.approx(sum(found.bits.values()))
    assert set(found.same) <= set(found.bits)
