"""Steps that would reach nobody are known before they come: absences, empty duties, nobody to stand in."""

from datetime import timedelta

from msgspec.structs import replace

from tests.core.escalation.company import HERE, NIGHT, away, step
from tocsin.core.duty.values import Roster
from tocsin.core.escalation.reach import Unreached, unreached
from tocsin.core.organisation.escalation import EscalationPolicy

DAY = timedelta(days=1)


def gaps(roster: Roster, *steps: str, scope: str = "") -> list[tuple[str, str, int, int, tuple[str, ...]]]:
    """(team, target, first day, last day, who is away) of each gap over a fortnight."""
    policy = EscalationPolicy(key="p", order=1, scope=scope, steps=tuple(step(to, p1=5) for to in steps))  # type: ignore[arg-type]
    here = replace(HERE, escalation=(policy,))
    return [_shown(gap) for gap in unreached(here, roster, NIGHT, NIGHT + 14 * DAY)]


def _shown(gap: Unreached) -> tuple[str, str, int, int, tuple[str, ...]]:
    return gap.team, gap.to[0], (gap.start - NIGHT).days, (gap.end - NIGHT).days, gap.absent


def test_when_everybody_is_there_no_step_is_empty() -> None:
    assert (
        gaps(Roster(), "team", "manager:1", "manager:2", "manager:3", "group", "duty:systems", "owner") == []
    )


def test_a_manager_on_leave_without_a_substitute_leaves_a_gap_for_those_days_alone() -> None:
    leave = replace(away("boss", start=NIGHT + 3 * DAY), end=NIGHT + 5 * DAY)
    assert gaps(Roster(absences=(leave,)), "manager:1", scope="regional") == [
        ("fr", "manager:1", 3, 5, ("boss",))
    ]
    replaced = replace(leave, substitute="head")
    assert gaps(Roster(absences=(replaced,)), "manager:1", scope="regional") == []


def test_a_duty_of_which_everybody_is_away_is_a_gap_shown_also_when_it_is_the_whole_of_it() -> None:
    """OneUptime#3174: the warning was hidden exactly when nobody at all was left."""
    both = Roster(absences=(away("sys1"), replace(away("sys2"), id=2)))
    assert gaps(both, "duty:systems", scope="regional") == [("fr", "duty:systems", 0, 14, ())]


def test_a_team_without_a_rotation_has_nobody_on_duty() -> None:
    assert gaps(Roster(), "duty:network", scope="regional") == [("fr", "duty:network", 0, 14, ())]


def test_a_policy_that_asks_only_a_rung_that_there_is_not_leaves_it_to_nobody() -> None:
    """Found by drawing policies: an incident that nobody takes would never be asked about again."""
    assert gaps(Roster(), "manager:9", scope="regional") == [("fr", "manager:9", 0, 14, ())]
    assert gaps(Roster(), "team", "manager:9", scope="regional") == []
