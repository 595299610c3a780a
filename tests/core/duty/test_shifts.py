"""A change of shift: once for each turn that passes to somebody else, and for nothing else."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.core.duty.team import PARIS, at, away, company, roster
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.shifts import follow
from tocsin.core.duty.values import Absence, Cover
from tocsin.core.organisation.values import Rotation


def changes(
    start: str, hours: int, *declared: Absence | Cover, rotation: Rotation | None = None
) -> list[tuple]:
    """Looked at every quarter of an hour: from whom to whom, and when."""
    known, organisation = roster(*declared), company(*([rotation] if rotation else []))
    seen, found = None, []
    for quarter in range(hours * 4):
        now = at(start) + timedelta(minutes=15 * quarter)
        followed = follow(seen, "ops", on_duty("ops", now, organisation, known))
        seen = followed.after
        found += [(f"{now:%d %H:%M}", change.outgoing, change.incoming) for change in followed.effects]
    return found


def test_each_turn_is_handed_over_at_its_wall_time_also_when_the_clocks_change() -> None:
    found = changes("2026-10-12 00:00", 24 * 22)
    assert found == [
        ("12 06:30", "ada", "ben"),
        ("19 06:30", "ben", "cleo"),
        ("26 07:30", "cleo", "ada"),
        ("02 07:30", "ada", "ben"),
    ]


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        ([away("ada", "2026-10-06 10:00", "2026-10-06 18:00", "dora")], []),
        (
            [Cover(1, "paris", "dora", at("2026-10-06 10:00"), at("2026-10-06 18:00"))],
            [("06 10:00", "ada", "dora"), ("06 18:00", "dora", "ada")],
        ),
    ],
    ids=[
        "an absence moves what the absent own, and nothing moves back",
        "a cover is a shift, there and back",
    ],
)
def test_what_is_a_shift(declared, found) -> None:
    assert changes("2026-10-06 06:00", 24, *declared) == found


def test_the_next_is_away_their_substitute_gets_the_shift() -> None:
    known = away("ben", "2026-10-10 00:00", "2026-10-20 00:00", "dora")
    assert changes("2026-10-11 00:00", 48, known) == [("12 06:30", "ada", "dora")]


def test_a_swap_stays_where_it_was_declared_when_the_turns_move_oncall_4182() -> None:
    cover = Cover(1, "paris", "dora", at("2026-10-06 10:00"), at("2026-10-06 18:00"))
    later = replace(PARIS, handover="12:00")
    assert changes("2026-10-06 06:00", 24, cover, rotation=later) == [
        ("06 10:00", "ada", "dora"),
        ("06 18:00", "dora", "ada"),
    ]
