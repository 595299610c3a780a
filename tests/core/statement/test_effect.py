"""What each class of a statement changes of availability and penalties; every figure is worked out by hand.

October has 744 hours. The contract costs 1,000.00 a month: each interruption over 1 h costs 50.00; an availability under
99 % (more than 7 h 26 min down) costs 100.00.
"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.core.statement.drawing import MONTH, check, incident
from tocsin.core.statement.decisions import InForce

SHORT = incident(1, "12 08:00-09:30 R07 VAL-7001")  # 1.5 h: 742.5 of 744 h up
LONG = incident(2, "14 08:00-18:00 R09 VAL-7002")  # 10 h: 734 of 744 h up
UP_WITH_SHORT, UP_WITH_LONG, UP_WITH_BOTH = 99.7984, 98.6559, 98.4543
LINE_SHORT = "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | 1:30 | R07 | |"
LINE_LONG = "VAL-7002 | 14/10/2026 08:00 | 14/10/2026 18:00 | 10:00 | R09 | |"


def comes_to(found):
    """Of each figure with a price: value and cents by the statement, value and cents by us."""
    return {
        figure.measure: (_side(figure.theirs), _side(figure.ours))
        for figure in found.effect
        if figure.measure != "slow"
    }


def _side(measured):
    return (measured.value if measured.value is None else round(measured.value, 4)), measured.cents


def findings(found):
    return [entry.finding.value for entry in found.entries]


def test_agreed_changes_nothing():
    found = check(LINE_SHORT, SHORT)
    assert findings(found) == ["agreed"]
    assert comes_to(found) == {
        "fast": ((0.0, 5_000), (0.0, 5_000)),
        "up": ((UP_WITH_SHORT, 0), (UP_WITH_SHORT, 0)),
    }


def test_a_shorter_duration_hides_the_overrun_of_the_hour():
    found = check("VAL-7001 | 12/10/2026 08:00 | 12/10/2026 08:30 | 0:30 | R07 | |", SHORT)
    assert findings(found) == ["duration"]
    assert [(entry.theirs_s, entry.ours_s) for entry in found.entries] == [(1_800, 5_400)]
    assert comes_to(found) == {
        "fast": ((100.0, 0), (0.0, 5_000)),
        "up": ((99.9328, 0), (UP_WITH_SHORT, 0)),
    }


def test_a_longer_duration_than_ours_lowers_what_they_owe_by_our_incidents():
    found = check("VAL-7001 | 12/10/2026 08:00 | 12/10/2026 18:00 | 10:00 | R07 | |", SHORT)
    assert findings(found) == ["duration"]
    assert comes_to(found) == {
        "fast": ((0.0, 5_000), (0.0, 5_000)),
        "up": ((UP_WITH_LONG, 10_000), (UP_WITH_SHORT, 0)),
    }
    assert sum(figure.cents for figure in found.effect) == -10_000


def test_a_trouble_that_they_do_not_list_costs_them_both_penalties_by_us():
    found = check(LINE_SHORT, SHORT, LONG)
    assert findings(found) == ["agreed", "missing_theirs"]
    assert comes_to(found) == {
        "fast": ((0.0, 5_000), (0.0, 10_000)),
        "up": ((UP_WITH_SHORT, 0), (UP_WITH_BOTH, 10_000)),
    }


def test_a_line_that_we_know_nothing_of_counts_on_neither_side():
    strange = "VAL-7777 | 20/10/2026 03:00 | 20/10/2026 13:00 | 10:00 | R30 | |"
    found = check(f"{LINE_SHORT}\n{strange}", SHORT)
    assert findings(found) == ["agreed", "missing_ours"]
    assert comes_to(found) == comes_to(check(LINE_SHORT, SHORT))


def test_an_exclusion_that_we_know_no_reason_for_takes_it_out_of_theirs_alone():
    found = check(f"{LINE_LONG} oui", LONG)
    assert findings(found) == ["exclusion"]
    assert comes_to(found) == {
        "fast": ((None, 0), (0.0, 5_000)),
        "up": ((100.0, 0), (UP_WITH_LONG, 10_000)),
    }


def test_a_commitment_said_to_be_met_costs_them_nothing_by_their_statement():
    """The length is the same on both sides; only what it means is contested."""
    measured = incident(1, "12 08:00-09:30 R07 VAL-7001", target_s=3600, commitment="fast")
    found = check(
        "VAL-7001 | 12/10/2026 08:00 | 12/10/2026 09:30 | R07 | non",
        measured,
        header="Dossier | Début | Fin | Baie | Dépassement",
    )
    assert findings(found) == ["duration"]
    assert comes_to(found) == {
        "fast": ((100.0, 0), (0.0, 5_000)),
        "up": ((UP_WITH_SHORT, 0), (UP_WITH_SHORT, 0)),
    }


HALF_AN_HOUR = "VAL-7002 | 14/10/2026 08:00 | 14/10/2026 08:30 | 0:30 | R09 | |"


def test_an_accepted_duration_counts_as_they_say_on_both_sides():
    found = check(HALF_AN_HOUR, LONG, settled=InForce(accepted_lines=frozenset({1})))
    assert comes_to(found) == {"fast": ((100.0, 0), (100.0, 0)), "up": ((99.9328, 0), (99.9328, 0))}


def test_an_accepted_exclusion_counts_on_neither_side():
    found = check(f"{LINE_LONG} oui", LONG, settled=InForce(accepted_lines=frozenset({1})))
    assert comes_to(found) == {"fast": ((None, 0), (None, 0)), "up": ((100.0, 0), (100.0, 0))}


def test_an_accepted_gap_of_the_statement_counts_on_neither_side():
    found = check(LINE_SHORT, SHORT, LONG, settled=InForce(accepted_incidents=frozenset({2})))
    assert comes_to(found) == comes_to(check(LINE_SHORT, SHORT))


def test_a_line_of_several_incidents_shares_its_length_out_over_them():
    """The whole length was the first one's, and the others counted nothing."""
    parts = incident(1, "12 08:00-09:00 R07 VAL-7001"), incident(2, "12 10:00-12:00 R07 VAL-7001")
    found = check(
        "VAL-7001 | 12/10/2026 08:00 | | 1:30 | R07 | |", *parts, settled=InForce(means={1: (1, 2)})
    )
    assert [(entry.match.incidents, entry.finding.value) for entry in found.entries] == [((1, 2), "duration")]
    fast = next(figure for figure in found.effect if figure.measure == "fast")
    assert {share.incident: share.counted_s for share in fast.theirs.shares} == {1: 1_800, 2: 3_600}
    assert {share.incident: share.counted_s for share in fast.ours.shares} == {1: 3_600, 2: 7_200}


def test_an_outage_begun_before_the_month_counts_on_both_sides_though_no_line_speaks_of_it():
    """Its hours of the month were in neither side's availability."""
    before = incident(1, "1 00:00-10:00 R07", start=MONTH[0] - timedelta(days=5))
    found = check(LINE_SHORT, before, replace(SHORT, incident=2))
    up = next(figure for figure in found.effect if figure.measure == "up")
    assert up.theirs.value == up.ours.value == pytest.approx(100 * (744 - 10 - 1.5) / 744)
    assert [entry.match.incidents for entry in found.entries] == [(2,)]
