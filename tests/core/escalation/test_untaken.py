"""What nobody takes is notified again to its team, then up the ladder, one rung at a time, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.lifecycle.small import incident
from tocsin.core.escalation import untaken
from tocsin.core.incident.values import Incident, NoticeDue, State, TimelineEntry, Verb
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import CalendarSpec, Person, Region, Team

NIGHT = datetime(2026, 3, 2, 1, tzinfo=UTC)  # a Monday, 02:00 in Paris
MINUTE = timedelta(minutes=1)
OFFICE = CalendarSpec(
    key="office",
    zone="UTC",
    week=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("08:00-18:00",)),
)
PEOPLE = {
    key: Person(key=key, name=key.title(), email=f"{key}@x.example", role="r", team="fr", manager=above)
    for key, above in (("tech", "boss"), ("boss", "head"), ("head", ""))
}
HERE = Organisation(
    persons=PEOPLE,
    teams={
        "fr": Team(
            key="fr", name="France", scope="regional", region="fr", members=("tech",), calendar="office"
        )
    },
    regions={"fr": Region(key="fr", name="France", country="FR", calendar="office", manager="boss")},
    calendars={"office": OFFICE},
)


def new(priority: Priority = Priority.P2, at: datetime = NIGHT) -> Incident:
    return replace(incident(7), priority=priority, owner_team="fr", opened_at=at, since=at, state=State.NEW)


def announced(before: Incident, until: timedelta) -> list[tuple[int, str]]:
    """Minute and person of each announcement, looked for whenever something is due."""
    found: list[tuple[int, str]] = []
    while (
        (waits := untaken.waiting(before, HERE))
        and waits.next_at
        and waits.next_at <= before.opened_at + until
    ):
        decision = untaken.alarm(before, HERE, now=waits.next_at)
        (due,) = [effect for effect in decision.effects if isinstance(effect, NoticeDue)]
        found.append((round((due.at - before.opened_at) / MINUTE), due.person))
        before = decision.after
    return found


@pytest.mark.parametrize(
    ("priority", "expected"),
    [
        (Priority.P1, [(5, ""), (10, "boss"), (15, "head")]),
        (Priority.P2, [(15, ""), (30, "boss"), (45, "head")]),
        (Priority.P3, [(480, ""), (540, "boss"), (600, "head")]),
        (Priority.P4, []),
    ],
)
def test_the_team_then_the_ladder_by_priority(priority: Priority, expected: list[tuple[int, str]]) -> None:
    """P3 waits in the working time of its team: from 08:00, an hour, is seven hours and one more in UTC."""
    assert announced(new(priority), timedelta(days=1)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"owner": "tech"},
        {"state": State.PENDING},
        {"state": State.RESOLVED},
        {"folded_into": 3},
        {"state": State.CLOSED},
    ],
)
def test_it_ends_when_somebody_takes_it_or_it_is_no_longer_new(changes: dict[str, object]) -> None:
    assert untaken.waiting(replace(new(), **changes), HERE) is None


def test_given_to_another_team_it_begins_anew() -> None:
    first = untaken.alarm(new(), HERE, now=NIGHT + 15 * MINUTE).after
    given_on = replace(first, offered_at=NIGHT + 20 * MINUTE)
    waits = untaken.waiting(given_on, HERE)
    assert waits is not None
    assert (waits.next_at, waits.next_to, waits.announced) == (NIGHT + 35 * MINUTE, "", ())


def test_the_timeline_says_why() -> None:
    entry, _ = untaken.alarm(new(), HERE, now=NIGHT + 15 * MINUTE).effects
    assert isinstance(entry, TimelineEntry)
    assert (entry.verb, entry.actor) == (Verb.UNTAKEN, "tocsin")
    assert entry.why is not None
    assert entry.why.code == "escalation.untaken.team"


@settings(max_examples=100)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=30))
def test_whenever_it_is_looked_at_each_rung_is_notified_once_and_in_order(minutes: list[int]) -> None:
    """Looked at late, or often, or by several workers one after the other."""
    before, people = new(), []
    for minute in sorted(minutes):
        decision = untaken.alarm(before, HERE, now=NIGHT + minute * MINUTE)
        people += [effect.person for effect in decision.effects if isinstance(effect, NoticeDue)]
        before = decision.after
    assert people == ["", "boss", "head"][: len(people)]
