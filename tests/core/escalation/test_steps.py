"""Steps of a policy: by time, by silence, by a commitment, by who is hit; nobody twice, nobody skipped, no delay lost."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.escalation.company import (
    HERE,
    MINUTE,
    NIGHT,
    OFFICE,
    PEOPLE,
    Played,
    after,
    away,
    new,
    policy,
    step,
)
from tocsin.core.duty.values import Roster
from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide as on_command
from tocsin.core.incident.values import FrozenCommitment, Holder, NoticeKind, State, Turn, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.escalation import Step, Waits
from tocsin.core.organisation.values import Application, CalendarSpec, CommitmentSpec

HOUR = timedelta(hours=1)
ALWAYS = CalendarSpec(
    key="always",
    zone="UTC",
    week=dict.fromkeys(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), ("00:00-24:00",)
    ),
)


@pytest.mark.parametrize(
    ("priority", "asked"),
    [
        (Priority.P1, [(5, "team:fr"), (10, "boss"), (15, "head"), (20, "cio")]),
        (Priority.P2, [(15, "team:fr"), (30, "boss"), (45, "head"), (60, "cio")]),
        (Priority.P3, [(480, "team:fr"), (540, "boss"), (600, "head"), (660, "cio")]),
        (Priority.P4, [(900, "team:fr")]),
    ],
)
def test_without_a_policy_the_team_then_the_ladder(priority: Priority, asked: list[tuple[int, str]]) -> None:
    """P3 waits in the working time of its team, which begins at 08:00."""
    played = Played(new(priority=priority)).until(NIGHT + timedelta(hours=16))
    assert played.asked[: len(asked)] == asked


def test_functional_and_hierarchical_steps_stand_in_one_ladder() -> None:
    """Regional technician, regional manager, the group's administrators, the group's manager, the CIO; then the provider."""
    frozen = policy(
        step("team", p1=5),
        step("manager:1", p1=10, line="hierarchical"),
        step("group", p1=15),
        step("manager:2", p1=20, line="hierarchical"),
        step("supplier:1", p1=25, channel="phone"),
        step("manager:3", p1=30, line="hierarchical"),
    )
    played = Played(new(frozen, supplier="host")).until(NIGHT + HOUR)
    assert played.asked == [
        (5, "team:fr"), (10, "boss"), (15, "team:systems sys2"), (20, "head"), (25, "team:fr"), (30, "cio"),
    ]  # fmt: skip
    assert played.notices[4].call == "Shift leader +33 9"


@pytest.mark.parametrize(
    ("kind", "team"), [("link.down", "team:network"), ("device.down", "team:systems sys2")]
)
def test_the_groups_team_is_the_one_for_this_kind_of_trouble(kind: str, team: str) -> None:
    played = Played(new(policy(step("group", p1=5)), cause_kind=kind)).until(NIGHT + HOUR)
    assert played.asked == [(5, team)]


def test_the_regional_manager_first_then_by_scope() -> None:
    """Of an incident of the group, no regional manager is asked: the group's comes first."""
    frozen = policy(step("manager:1", p1=5), step("manager:2", p1=10))
    assert Played(new(frozen)).until(NIGHT + HOUR).asked == [(5, "boss"), (10, "head")]
    group = new(frozen, owner_team="systems", regions=("fr", "es"))
    assert Played(group).until(NIGHT + HOUR).asked == [(5, "head"), (10, "cio")]


def test_an_empty_step_costs_no_delay() -> None:
    """GoAlert#4548: an empty step still waited. The manager is away: the next comes at 10, the one after moves up."""
    frozen = policy(
        step("team", p1=5), step("manager:1", p1=10), step("manager:2", p1=20), step("manager:3", p1=35)
    )
    played = Played(new(frozen), roster=Roster(absences=(away("boss"),))).until(NIGHT + HOUR)
    assert played.asked == [(5, "team:fr"), (10, "head"), (25, "cio")]
    assert [entry.why.code for entry in played.entries if entry.why][1] == "escalation.nobody.absent"


def test_who_is_away_is_represented_by_their_substitute() -> None:
    roster = Roster(absences=(away("boss", "head"), replace(away("head", "cio"), id=2)))
    played = Played(new(policy(step("manager:1", p1=10))), roster=roster).until(NIGHT + HOUR)
    assert played.asked == [(10, "cio")], "the substitute's substitute"


def test_somebody_without_an_address_is_passed_over_and_no_director_is_paged_for_them() -> None:
    """oncall#1326: level 2 had no channel, so the directors were paged at once, without a word."""
    here = replace(HERE, persons={**PEOPLE, "boss": replace(PEOPLE["boss"], email="")})
    frozen = policy(step("manager:1", p1=10), step("group", p1=15), step("manager:3", p1=60))
    played = Played(new(frozen), here).until(NIGHT + 50 * MINUTE)
    assert played.asked == [(10, "team:systems sys2")]
    assert played.entries[0].why is not None
    assert played.entries[0].why.code == "escalation.nobody"


def test_when_all_is_done_the_last_who_was_reached_is_asked_again() -> None:
    frozen = policy(step("team", p1=5), step("manager:1", p1=10), again=after(p1=60))
    played = Played(new(frozen)).until(NIGHT + 200 * MINUTE)
    assert played.asked == [(5, "team:fr"), (10, "boss"), (70, "boss"), (130, "boss"), (190, "boss")]


def test_a_step_is_repeated_as_often_as_it_says() -> None:
    frozen = policy(step("team", p1=5, repeat=after(p1=10), times=2), step("manager:1", p1=60))
    played = Played(new(frozen)).until(NIGHT + 90 * MINUTE)
    assert played.asked == [(5, "team:fr"), (15, "team:fr"), (25, "team:fr"), (60, "boss")]


def test_open_too_long_worse_or_hitting_many_asks_more_people() -> None:
    here = replace(
        HERE, applications={"crm": Application(key="crm", name="CRM", criticality="critical", users=400)}
    )
    frozen = policy(
        step("manager:1", "opened", p1=30),
        step("manager:2", "worsened"),
        step("manager:3", "opened", p1=0, people=200),
    )
    small = Played(new(frozen), here).until(NIGHT + HOUR)
    assert small.asked == [(30, "boss")]
    worse = new(frozen, worsened_at=NIGHT + 10 * MINUTE, applications=("crm",))
    assert Played(worse, here).until(NIGHT + HOUR).asked == [(0, "cio"), (10, "head"), (30, "boss")]


def test_a_condition_in_cel_decides_and_one_that_fails_asks() -> None:
    frozen = policy(
        step("manager:1", "opened", p1=5, condition="domain == 'network' && scope == 'regional'"),
        step("manager:2", "opened", p1=6, condition="applications[3] == 'crm'"),
    )
    assert Played(new(frozen)).until(NIGHT + HOUR).asked == [(6, "head")]
    network = new(frozen, cause_kind="link.down")
    assert Played(network).until(NIGHT + HOUR).asked == [(5, "boss"), (6, "head")]


@pytest.mark.parametrize(("party", "minutes"), [("ours", (30, 60)), ("supplier", (60, 120))])
def test_a_share_of_our_commitment_or_of_the_providers(party: str, minutes: tuple[int, int]) -> None:
    terms = (
        FrozenCommitment(
            spec=CommitmentSpec(key="o", party="ours", target_s=3600, calendar="always"), calendar=ALWAYS
        ),
        FrozenCommitment(
            spec=CommitmentSpec(key="s", party="supplier", target_s=7200, calendar="always", supplier="host"),
            calendar=ALWAYS,
        ),
    )
    frozen = policy(
        step("manager:1", "commitment", party=party, share=50), step("manager:2", "commitment", party=party)
    )
    turns = (Turn(at=NIGHT, holder=Holder.SUPPLIER),)
    known = new(frozen, terms=terms, supplier="host", reported_at=NIGHT, turns=turns)
    played = Played(known).until(NIGHT + 3 * HOUR)
    managers = [entry for entry in played.asked if entry[1]]
    assert managers == [(minutes[0], "boss"), (minutes[1], "head")]


def test_a_step_waits_for_its_office_hours() -> None:
    """02:00: the step of 30 minutes counts from 08:00 on; that without a wait comes when the office opens."""
    frozen = policy(step("team", p1=30, hours="office"), step("manager:1", "opened", p1=0, hours="office"))
    assert Played(new(frozen)).until(NIGHT + 10 * HOUR).asked == [(420, "boss"), (450, "team:fr")]
    assert OFFICE.week["monday"] == ("08:00-18:00",)


@pytest.mark.parametrize(
    "changes", [{"state": State.RESOLVED}, {"folded_into": 3}, {"state": State.CLOSED}, {"owner": "tech"}]
)
def test_it_ends_when_it_is_over_or_taken(changes: dict[str, object]) -> None:
    known = new(policy(step("team", p1=5)), acknowledged_at=NIGHT, **changes)
    assert Played(known).until(NIGHT + 50 * MINUTE).asked == []


def test_a_pending_incident_without_an_owner_is_still_nobodys() -> None:
    known = new(policy(step("team", p1=5)), state=State.PENDING)
    assert Played(known).until(NIGHT + HOUR).asked == [(5, "team:fr")]


def test_given_to_another_team_it_begins_anew() -> None:
    played = Played(new(policy(step("team", p1=15), step("manager:1", p1=30)))).until(NIGHT + 16 * MINUTE)
    played.incident = replace(played.incident, offered_at=NIGHT + 20 * MINUTE)
    played.until(NIGHT + 36 * MINUTE)
    assert played.asked == [(15, "team:fr"), (35, "team:fr")]


def test_the_acknowledgement_always_expires() -> None:
    """GoAlert#3378: forgotten after an acknowledgement. The owner is reminded first, then the ladder runs."""
    frozen = policy(step("team", p1=5), step("manager:1", p1=10), acknowledgement=after(p1=60))
    played = Played(new(frozen))
    played.incident = on_command(played.incident, c.Take(), now=NIGHT + 2 * MINUTE, by="tech").after
    played.until(NIGHT + 80 * MINUTE)
    assert played.asked == [(62, "tech"), (67, "team:fr"), (72, "boss")]
    assert played.notices[0].kind is NoticeKind.LAPSED
    assert [entry.verb for entry in played.entries] == [Verb.LAPSED, Verb.UNTAKEN, Verb.UNTAKEN]


def test_whatever_its_owner_does_prolongs_the_acknowledgement_and_nobody_elses_word_does() -> None:
    """alerta#1259: the source's time-out undid acknowledgements; and here nothing but the owner's own work keeps one."""
    frozen = policy(step("team", p1=5), acknowledgement=after(p1=60))
    taken = on_command(new(frozen), c.Take(), now=NIGHT, by="tech").after
    noted = on_command(taken, c.Comment(note="on my way"), now=NIGHT + 50 * MINUTE, by="tech").after
    assert Played(noted).until(NIGHT + 119 * MINUTE).asked == [(110, "tech"), (115, "team:fr")]
    other = on_command(taken, c.Comment(note="?"), now=NIGHT + 50 * MINUTE, by="boss").after
    assert Played(other).until(NIGHT + 61 * MINUTE).asked == [(60, "tech")]


def test_on_it_until_keeps_everybody_else_away_until_then() -> None:
    frozen = policy(step("team", p1=5), acknowledgement=after(p1=60))
    taken = on_command(new(frozen), c.Take(), now=NIGHT, by="tech").after
    busy = on_command(taken, c.OnIt(until=NIGHT + 4 * HOUR), now=NIGHT + MINUTE, by="tech").after
    assert Played(busy).until(NIGHT + 246 * MINUTE).asked == [(240, "tech"), (245, "team:fr")]
    for until, by in ((NIGHT, "tech"), (NIGHT + timedelta(days=8), "tech"), (NIGHT + HOUR, "boss")):
        with pytest.raises(Refused):
            on_command(taken, c.OnIt(until=until), now=NIGHT + MINUTE, by=by)


def test_the_timeline_says_who_was_asked_and_did_not_answer() -> None:
    frozen = policy(step("team", p1=5), step("manager:1", p1=10), step("manager:2", p1=15))
    played = Played(new(frozen)).until(NIGHT + HOUR)
    whys = [entry.why for entry in played.entries]
    assert [why.facts["silent"] for why in whys if why] == [[], ["team:fr"], ["team:fr", "boss"]]
    assert [why.code for why in whys if why][1:] == ["escalation.untaken.asked"] * 2


def test_escalated_by_hand_with_a_reason_and_ended_again() -> None:
    frozen = policy(
        step("team", p1=30),
        step("manager:1", p1=60, line="hierarchical"),
        step("manager:2", p1=90, line="hierarchical"),
    )
    asking = on_command(new(frozen), c.Take(), now=NIGHT, by="tech").after
    asking = on_command(
        asking, c.Escalate(line="hierarchical", note="too big"), now=NIGHT + MINUTE, by="tech"
    ).after
    played = Played(asking).until(NIGHT + 2 * MINUTE)
    assert played.asked == [(1, "boss")]
    assert (played.notices[0].note, played.notices[0].by) == ("too big", "tech")
    assert played.incident.owner == "tech", "who has it keeps it"
    again = on_command(
        played.incident, c.Escalate(line="hierarchical", note="!"), now=NIGHT + 3 * MINUTE, by="tech"
    )
    played.incident = again.after
    played.until(NIGHT + 4 * MINUTE)
    assert played.asked == [(1, "boss"), (3, "head")]
    ended = on_command(played.incident, c.Deescalate(note="solved it"), now=NIGHT + 5 * MINUTE, by="tech")
    (due,) = [effect for effect in ended.effects if getattr(effect, "kind", None) is NoticeKind.DEESCALATED]
    assert set(due.to) == {"boss", "head"}  # type: ignore[union-attr]
    with pytest.raises(Refused):
        on_command(new(frozen), c.Deescalate(note="x"), now=NIGHT, by="tech")


def test_after_a_deescalation_time_alone_asks_no_manager_until_it_grows_worse() -> None:
    frozen = policy(
        step("manager:1", "opened", p1=30), step("manager:2", "opened", p1=60), step("manager:3", "worsened")
    )
    played = Played(new(frozen)).until(NIGHT + 31 * MINUTE)
    calm = on_command(played.incident, c.Deescalate(note="fine"), now=NIGHT + 40 * MINUTE, by="boss").after
    quiet = Played(calm).until(NIGHT + 3 * HOUR)
    assert quiet.asked == []
    worse = Played(replace(quiet.incident, worsened_at=NIGHT + 4 * HOUR)).until(NIGHT + 5 * HOUR)
    assert worse.asked == [(240, "cio")]


def test_the_policy_is_frozen_and_the_roster_is_read_live() -> None:
    played = Played(new(policy(step("duty:systems", p1=5), step("duty:systems", p1=10)))).until(
        NIGHT + 6 * MINUTE
    )
    played.roster = Roster(absences=(away("sys2"),))
    assert played.until(NIGHT + HOUR).asked == [(5, "sys2"), (10, "sys1")]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=30))
def test_whenever_it_is_looked_at_each_step_is_done_once_and_in_order(minutes: list[int]) -> None:
    """Looked at late, or often, or by several workers one after the other (OneUptime#2149: mails twice)."""
    frozen = policy(*(step(f"manager:{rung}", p1=10 * rung) for rung in (1, 2, 3)))
    played = Played(new(frozen))
    for minute in sorted(minutes):
        played.look(NIGHT + minute * MINUTE)
    assert [who for _, who in played.asked] == ["boss", "head", "cio"][: len(played.asked)]


def test_a_step_that_is_for_other_priorities_is_not_reached() -> None:
    promise = Step(on="commitment", to=("cio",), priorities=(Priority.P1,))
    timed = Step(on="unacknowledged", to=("team",), after=Waits(p2=60))
    assert [found.concerns(Priority.P2) for found in (promise, timed)] == [False, True]
