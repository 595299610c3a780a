"""What is foreseen: gaps whole, also when they are the whole time; substitutes in a circle, before it happens."""

import pytest
from msgspec.structs import replace

from tests.core.duty.team import PARIS, at, away, company, roster
from tocsin.core.duty.foreseen import doubts, foreseen
from tocsin.core.duty.presence import substitute_of
from tocsin.core.duty.values import Absence
from tocsin.core.organisation.values import CalendarSpec

START, END = at("2026-10-06 00:00"), at("2026-10-13 00:00")


def coming(*absences: Absence) -> list[tuple[str, str, str]]:
    found = foreseen(START, END, company(), roster(*absences))
    return [
        (
            f"{trouble.start:%d %H:%M}",
            f"{trouble.end:%d %H:%M}" if trouble.end else "",
            trouble.why.code.rpartition(".")[2],
        )
        for trouble in found
    ]


ALL = tuple(away(person, "2026-10-08 10:00", "2026-10-08 12:00") for person in PARIS.members)


@pytest.mark.parametrize(
    ("absences", "found"),
    [
        ((), []),
        (ALL, [("08 10:00", "08 12:00", "gap")]),
        (
            tuple(away(person, "2026-10-01 00:00") for person in PARIS.members),
            [("06 00:00", "13 00:00", "gap")],
        ),
        ((away("dora", "2026-10-07 00:00", substitute="emil"),), []),
        (
            (
                away("dora", "2026-10-07 00:00", substitute="emil"),
                away("emil", "2026-10-09 00:00", "2026-10-10 00:00", "dora"),
            ),
            [("09 00:00", "", "circle"), ("09 00:00", "10 00:00", "circle")],
        ),
        (
            (
                away("dora", "2026-10-07 00:00", substitute="emil"),
                away("emil", "2026-10-09 00:00", "2026-10-10 00:00"),
            ),
            [("09 00:00", "", "ends")],
        ),
        (
            (
                away("dora", "2026-10-01 00:00", "2026-10-02 00:00", "emil"),
                away("emil", "2026-10-01 00:00", "2026-10-02 00:00", "dora"),
            ),
            [],
        ),
    ],
    ids=[
        "nothing",
        "two hours",
        "the whole time oneuptime 3174",
        "fine",
        "circle",
        "chain ends",
        "over already",
    ],
)
def test_what_is_coming(absences: tuple[Absence, ...], found: list[tuple[str, str, str]]) -> None:
    assert coming(*absences) == found


def test_a_gap_of_several_reasons_is_one_gap() -> None:
    early = [away(person, "2026-10-08 09:00", "2026-10-08 10:00") for person in PARIS.members]
    assert coming(*early, *ALL) == [("08 09:00", "08 12:00", "gap")]


def test_what_is_said_to_end_with_nobody_ends_with_nobody() -> None:
    absences = (away("dora", "2026-10-07 00:00", substitute="emil"), away("emil", "2026-10-07 00:00"))
    assert coming(*absences)
    assert substitute_of("dora", roster(*absences), at("2026-10-08 00:00")) == ""


def test_a_rotation_of_office_hours_alone_is_a_doubt_with_its_hours() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    week = dict.fromkeys(days, ("08:00-20:00",))
    office = CalendarSpec(key="office", zone="Europe/Paris", week=week)  # type: ignore[arg-type]
    organisation = company(replace(PARIS, calendar="office"), calendars=(office,))
    (doubt,) = doubts(organisation, START, END)
    assert (doubt.why.facts["hours"], doubt.why.facts["first"]) == (7 * 24 - 5 * 12, "2026-10-06 00:00 UTC")
    assert doubts(company(), START, END) == []
