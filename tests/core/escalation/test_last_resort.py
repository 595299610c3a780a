"""Whatever a policy says: an incident that nobody takes reaches somebody who is there, if there is anybody."""

from datetime import timedelta

import pytest

from tests.core.escalation.company import NIGHT, PEOPLE, Played, away, new, policy, step
from tocsin.core.duty.values import Roster
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.escalation import Waits

DAY = timedelta(days=1)


def everybody_but(*people: str) -> Roster:
    return Roster(absences=tuple(away(person) for person in sorted(PEOPLE) if person not in people))


def test_a_policy_that_asks_only_a_rung_that_there_is_not_leaves_it_to_the_team() -> None:
    played = Played(new(policy(step("manager:9", p1=5)))).until(NIGHT + DAY)
    assert played.asked == []
    assert played.asked_last[0] == (5, "team:fr")


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (step("team", p1=5, people=10_000),),
        (step("team", p1=5, condition="priority == 'P5'"),),
        (step("team", p1=5, priorities=(Priority.P5,)),),
        (step("supplier:1", p1=5),),
        (step("owner", p1=5),),
    ],
)  # fmt: skip
def test_steps_that_never_ask_anybody(steps) -> None:
    played = Played(new(policy(*steps))).until(NIGHT + DAY)
    assert played.asked_last[0] == (5, "team:fr")
    assert {entry.why.code for entry in played.entries if entry.why} >= {"escalation.last_resort"}


def test_where_the_policy_reaches_somebody_the_last_resort_is_silent() -> None:
    played = Played(new(policy(step("manager:9", p1=1), step("manager:1", p1=5)))).until(NIGHT + 7 * DAY)
    assert played.asked == [(5, "boss")]
    assert played.asked_last == []


def test_a_mailbox_of_a_team_that_is_away_as_a_whole_costs_no_delay() -> None:
    roster = everybody_but("cio")
    played = Played(new(policy(step("team", p1=5), step("manager:3", p1=60))), roster=roster)
    assert played.until(NIGHT + DAY).asked == [(5, "team:fr"), (5, "cio")]
    alone = Played(new(policy(step("team", p1=5))), roster=roster).until(NIGHT + DAY)
    assert alone.asked_last[0] == (5, "cio")


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_whoever_is_the_only_one_there_is_reached(person: str) -> None:
    played = Played(new(policy(step("manager:9", p1=5))), roster=everybody_but(person)).until(NIGHT + DAY)
    (minute, asked) = played.asked_last[0]
    assert minute == 5
    assert person in asked or any(key.startswith("team:") for key in asked.split())


def test_when_everybody_is_away_the_timeline_says_so_and_it_is_tried_again() -> None:
    played = Played(new(policy(step("manager:1", p1=5), again=Waits(p1=3600))), roster=everybody_but())
    played.until(NIGHT + timedelta(hours=4))
    codes = [entry.why.code for entry in played.entries if entry.why]
    assert codes[:2] == ["escalation.nobody.absent", "escalation.last_resort.nobody"]
    assert codes.count("escalation.last_resort.nobody") == 4
    played.roster = everybody_but("boss")
    played.until(NIGHT + timedelta(hours=6))
    assert played.asked_last or played.asked


def test_whoever_was_reached_and_goes_away_is_replaced_at_the_next_asking() -> None:
    played = Played(new(policy(step("manager:1", p1=5), again=Waits(p1=3600)))).until(
        NIGHT + timedelta(minutes=10)
    )
    played.roster = Roster(absences=(away("boss"),))
    played.until(NIGHT + timedelta(hours=2))
    assert played.asked == [(5, "boss")]
    assert played.asked_last[0] == (65, "team:fr")


def test_a_priority_that_again_leaves_out_is_asked_again_all_the_same() -> None:
    frozen = policy(step("team", p1=5), again=Waits(p2=3600))
    played = Played(new(frozen)).until(NIGHT + timedelta(hours=3))
    assert played.asked == [(5, "team:fr"), (65, "team:fr"), (125, "team:fr")]


def test_a_team_is_not_everybody_in_it_and_may_wait_for_its_hours_oneuptime_3689() -> None:
    """There a team as a target paged every member, always: here its mailbox, and who is on duty if it has turns; at night a
    step in the team's hours asks nobody, and the incident still reaches somebody in the morning."""
    played = Played(new(policy(step("group", p1=5)))).until(NIGHT + timedelta(hours=1))
    assert played.asked == [(5, "team:systems sys2")]
    assert len([person for person in PEOPLE.values() if person.team == "systems"]) > 1
    waiting = Played(new(policy(step("team", p1=5, hours="team")))).until(NIGHT + timedelta(hours=5))
    assert (waiting.asked, waiting.asked_last) == ([], [])
