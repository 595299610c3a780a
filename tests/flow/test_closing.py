"""A resolved incident closes by itself after the time that the organisation wants, and says why."""

import pytest
from msgspec.structs import replace

from tests.flow.house import House, known, only, post_event, verbs
from tests.flow.test_policies import LOST, with_policies
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import State, Verb
from tocsin.core.kernel.subject import Subject
from tocsin.core.organisation.values import Policies
from tocsin.flow.incidents import commands as incidents
from tocsin.store import incidents as stored

ME = "damien.roussel"
DAY_S = 86_400


def resolved(house: House) -> int:
    house.receives(post_event(**LOST))
    house.receives(post_event(**LOST, state="resolved"))
    assert only().state is State.RESOLVED
    return only().id


def test_five_days_after_its_resolution_and_no_sooner(house: House) -> None:
    number = resolved(house)
    house.waits(seconds=Policies().close_s - 60)
    assert only().state is State.RESOLVED
    house.waits(seconds=120)
    assert (Policies().close_s, only().state) == (5 * DAY_S, State.CLOSED)
    entry = stored.timeline(Subject.incident(number))[-1]
    assert (entry.verb, entry.actor) == (Verb.CLOSED, "tocsin")
    assert entry.why
    assert (entry.why.code, entry.why.facts) == ("escalation.closed_in_time", {"after": "120 h"})


@pytest.mark.parametrize(("close_s", "state"), [(3600, State.CLOSED), (3 * DAY_S, State.RESOLVED)])
def test_the_time_is_the_organisations(house: House, close_s: int, state: State) -> None:
    with_policies(close_s=close_s)
    resolved(house)
    house.waits(days=2)
    assert only().state is state


def test_it_closes_once_and_nobody_is_sent_a_notice(house: House) -> None:
    resolved(house)
    house.waits(minutes=10)
    sent = len(house.sent)
    for _ in range(3):
        house.waits(days=6)
    assert verbs(only()).count("closed") == 1
    assert len(house.sent) == sent


def test_while_something_in_it_still_fires_it_stays(house: House) -> None:
    house.receives(post_event(**LOST))
    incidents.act(only().id, c.Resolve(note="Sans doute réparé"), ME)
    house.waits(days=30)
    assert only().state is State.RESOLVED


def test_a_person_reopens_what_closed_by_itself_and_the_time_begins_again(house: House) -> None:
    number = resolved(house)
    house.waits(days=6)
    incidents.act(number, c.Reopen(note="Pas fini"), ME)
    house.waits(days=6)
    assert known()[0].open
    incidents.act(number, c.Resolve(), ME)
    house.waits(days=4)
    assert known()[0].state is State.RESOLVED
    house.waits(days=2)
    assert known()[0].state is State.CLOSED


def test_what_fires_again_after_it_closed_is_another_incident(house: House) -> None:
    resolved(house)
    house.waits(days=6)
    house.receives(post_event(**LOST))
    first, second = known()
    assert (first.state, second.open) == (State.CLOSED, True)


def test_its_clocks_do_not_move(house: House) -> None:
    resolved(house)
    before = only()
    house.waits(days=6)
    closed = replace(before, state=State.CLOSED, closed_at=only().closed_at, last_at=only().last_at)
    assert only() == closed
