"""Epiphany is a holiday in Spain, not in France: the Spanish files fail, their duty is called, and their clock waits."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.flow.house import House, cachemire, known, post_event
from tests.flow.house import house as opened
from tocsin.core.incident.values import Incident
from tocsin.core.sla.values import Clock
from tocsin.demo import past
from tocsin.demo.world.company import with_everybodys_turns
from tocsin.flow import clock, duty
from tocsin.flow.duties import shifts
from tocsin.flow.incidents.keeping import clocks_of
from tocsin.flow.organisation import snapshot

EVE = datetime(2027, 1, 5, 22, tzinfo=UTC)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened(EVE) as inhabited:
        past.employ(with_everybodys_turns(cachemire()))
        yield inhabited


def ours(incident: Incident) -> Clock:
    return next(found for found in clocks_of(incident, clock.now()) if found.side == "ours")


def test_on_a_holiday_of_one_country(house: House) -> None:
    shifts.watch()
    house.receives(post_event("device.down", "srv-fic-es-01"))
    house.receives(post_event("device.down", "srv-fic-fr-01"))
    spanish, french = known()
    assert (spanish.owner_team, french.owner_team) == ("it-es", "it-fr")
    house.waits(hours=1)
    called = snapshot().persons[duty.now_on_duty("it-es").person]
    assert called.email in [address for address, _ in house.sent], "a holiday has its duty"
    house.waits(hours=20)  # the evening of Epiphany
    assert ours(known()[0]).elapsed_s == 0, "nobody works in Spain"
    assert ours(known()[1]).elapsed_s > 7 * 3600, "and everybody in France"
    house.waits(hours=18)
    assert ours(known()[0]).elapsed_s > 2 * 3600, "the day after counts"
    assert duty.minutes(duty.unowned_between(EVE, clock.now())) == 0
