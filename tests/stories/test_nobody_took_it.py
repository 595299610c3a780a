"""Nobody takes an incident at night: real mails go to its team, again, then up the ladder, until somebody takes it."""

from collections.abc import Iterator

import pytest

from tests.flow.house import MONDAY, House, only, post_event, verbs
from tests.flow.house import house as opened
from tests.stories.counterparts import Relay, relay
from tocsin.core.escalation.ladder import managers
from tocsin.core.incident import commands as c
from tocsin.core.kernel.scales import Priority
from tocsin.flow import clock
from tocsin.flow.duties import deadlines
from tocsin.flow.incidents.commands import act
from tocsin.flow.notices import outbox
from tocsin.flow.organisation import snapshot

MINUTES = {Priority.P1: 5, Priority.P2: 15}


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    with opened(MONDAY.replace(hour=1)) as inhabited:
        yield inhabited


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    with relay() as taking:
        monkeypatch.setenv("TOCSIN_RELAY", f"smtp://127.0.0.1:{taking.port}")
        monkeypatch.setattr(House, "does_what_is_due", lambda self: (deadlines.watch(), outbox.deliver_due()))
        yield taking


def announced(server: Relay) -> list[str]:
    """Whom the mails "nobody took it" went to, in order."""
    return [mail["To"] for mail in server.mails if "Non pris en charge" in mail["Subject"]]


def passes(house: House, minutes: int) -> None:
    for _ in range(minutes):
        house.waits(minutes=1)


@pytest.mark.parametrize("priority", list(MINUTES))
def test_the_team_again_then_each_manager_until_somebody_takes_it(
    house: House, server: Relay, priority: Priority
) -> None:
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr", criticality="high"))
    incident = act(only().id, c.ChangePriority(priority=priority), "damien.roussel")
    (team,) = snapshot().teams[incident.owner_team].notices
    ladder = [manager.email for manager in managers(snapshot(), incident)]
    step = MINUTES[priority]
    passes(house, step - 1)
    assert any(mail["To"] == team for mail in server.about(incident.number)), "its team knew from the start"
    assert announced(server) == []
    passes(house, 2)
    first = announced(server)  # with the team, who is on call for it
    assert team in first
    assert not set(first) & set(ladder)
    passes(house, step)
    assert announced(server) == [*first, ladder[0]]
    passes(house, step)
    assert announced(server) == [*first, *ladder[:2]]
    assert verbs(only()).count("untaken") == 3

    act(incident.id, c.Take(), "damien.roussel")
    passes(house, 3 * step)
    assert announced(server) == [*first, *ladder[:2]]
    last = next(mail for mail in server.mails if "Non pris en charge" in mail["Subject"])
    assert incident.number in last["Subject"]
    assert last["In-Reply-To"], "it stands in the incident's thread"
    assert "non pris en charge" in last.get_content()


def test_what_may_wait_for_the_morning_waits_and_what_is_never_announced_is_not(
    house: House, server: Relay
) -> None:
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr", criticality="high"))
    act(only().id, c.ChangePriority(priority=Priority.P3), "damien.roussel")
    for _ in range(4):
        house.waits(hours=1)
    assert clock.now().hour == 5
    assert announced(server) == [], "at six in Paris nobody of the team works"
    for _ in range(8):
        house.waits(hours=1)
    assert announced(server) != []
    act(only().id, c.ChangePriority(priority=Priority.P4), "damien.roussel")
    before = len(announced(server))
    for _ in range(8):
        house.waits(hours=1)
    assert len(announced(server)) == before


def test_a_relay_that_is_away_delays_a_rung_and_loses_none(
    house: House, server: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.receives(post_event("device.down", "srv-intra-01", source="desk-fr", criticality="high"))
    incident = act(only().id, c.ChangePriority(priority=Priority.P1), "damien.roussel")
    (team,) = snapshot().teams[incident.owner_team].notices
    passes(house, 2)
    with monkeypatch.context() as away:
        away.setenv("TOCSIN_RELAY", "smtp://127.0.0.1:1")
        passes(house, 6)
        assert announced(server) == []
    passes(house, 20)
    assert announced(server).count(team) == 1
    assert len(set(announced(server))) == len(announced(server))
    rungs = set(announced(server)) & {manager.email for manager in managers(snapshot(), incident)}
    assert len(rungs) == verbs(only()).count("untaken") - 1, "one each, after the team's"
