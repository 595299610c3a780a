"""Unowned time: computed from who had an incident when and who was there; the sum over any cuts of a span is the same."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.duty.team import PARIS, at, away, company, new_incident, roster
from tests.core.duty.test_on_duty import ABSENCES, INSTANTS
from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.presence import is_present
from tocsin.core.duty.unowned import unowned
from tocsin.core.duty.values import Absence, Roster
from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide
from tocsin.core.incident.tenure import tenures_of
from tocsin.core.incident.values import Incident

DAY = at("2026-10-06 00:00"), at("2026-10-07 00:00")


def spans(found: Incident, known: Roster | None = None) -> list[tuple[str, str, str]]:
    return [
        (f"{span.start:%H:%M}", f"{span.end:%H:%M}", span.why.code.rpartition(".")[2])
        for span in unowned([found], *DAY, company(), known or Roster())
    ]


def taken(by: str, when: str, found: Incident | None = None) -> Incident:
    return decide(found or new_incident(at("2026-10-06 08:00")), c.Take(), now=at(when), by=by).after


def test_while_somebody_is_on_duty_and_then_somebody_owns_it_nothing_is_unowned() -> None:
    assert spans(taken("dora", "2026-10-06 09:00")) == []


def test_an_owner_who_was_away_since_ten_is_missing_until_another_gets_it_at_noon() -> None:
    mine = taken("dora", "2026-10-06 09:00")
    given = decide(mine, c.HandOver(to="ben"), now=at("2026-10-06 12:00"), by="ada").after
    assert spans(given, roster(away("dora", "2026-10-06 10:00"))) == [("10:00", "12:00", "away")]


def test_with_the_whole_rotation_away_what_nobody_took_has_nobody() -> None:
    known = roster(*(away(person, "2026-10-06 10:00", "2026-10-06 11:00") for person in PARIS.members))
    assert spans(new_incident(at("2026-10-06 08:00")), known) == [("10:00", "11:00", "nobody")]


def test_two_absences_that_overlap_count_once() -> None:
    known = roster(
        away("dora", "2026-10-06 10:00", "2026-10-06 12:00"),
        away("dora", "2026-10-06 11:00", "2026-10-06 13:00"),
    )
    assert spans(taken("dora", "2026-10-06 09:00"), known) == [("10:00", "13:00", "away")]


def test_what_is_resolved_or_not_open_yet_needs_nobody() -> None:
    done = decide(taken("dora", "2026-10-06 09:00"), c.Resolve(), now=at("2026-10-06 10:00"), by="dora").after
    assert spans(done, roster(away("dora", "2026-10-06 10:00"))) == []
    again = decide(done, c.Reopen(), now=at("2026-10-06 15:00"), by="ada").after
    assert spans(again, roster(away("dora", "2026-10-06 10:00"))) == [("15:00", "00:00", "away")]


def test_it_remembers_who_had_it_when() -> None:
    found = taken("ben", "2026-10-06 10:00", taken("dora", "2026-10-06 09:00"))
    assert [(tenure.owner, f"{tenure.at:%H:%M}") for tenure in tenures_of(found)] == [
        ("", "08:00"),
        ("dora", "09:00"),
        ("ben", "10:00"),
    ]


@settings(deadline=None)
@given(st.lists(ABSENCES, max_size=5), INSTANTS, st.sampled_from(("", "ada", "dora")), st.integers(1, 400))
def test_unowned_time_is_exactly_when_neither_owner_nor_duty_is_there(
    absences: list[Absence], opened: datetime, owner: str, hours: int
) -> None:
    known, end = roster(*absences), opened + timedelta(hours=hours)
    found = new_incident(opened)
    found = decide(found, c.Take(), now=opened, by=owner).after if owner else found
    missing = unowned([found], opened, end, company(), known)
    middle = opened + (end - opened) / 2
    halves = [
        *unowned([found], opened, middle, company(), known),
        *unowned([found], middle, end, company(), known),
    ]
    assert sum(span.seconds for span in halves) == sum(span.seconds for span in missing)
    for share in (0.0, 0.31, 0.77):
        instant = opened + (end - opened) * share
        there = (
            is_present(owner, known, instant)
            if owner
            else bool(on_duty("ops", instant, company(), known).person)
        )
        assert there != any(span.start <= instant < span.end for span in missing)
