"""A technician falls ill in the middle of an incident, and so does the next: nobody drops it, while the clocks change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.flow.house import House, known, only, post_event, verbs
from tests.flow.house import house as opened
from tocsin.core.duty.handing import accept_due
from tocsin.core.duty.presence import is_present
from tocsin.core.duty.values import Absence
from tocsin.core.incident import commands as c
from tocsin.flow import clock, duty
from tocsin.flow.duties import absences, shifts
from tocsin.flow.incidents.commands import act
from tocsin.flow.organisation import snapshot
from tocsin.store.models import Account

KARIM, MARION, FATOU = "karim.haddad", "marion.delcourt", "fatou.diallo"
CLOCKS = datetime(2027, 3, 28, 1, tzinfo=UTC)  # summer time begins


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    with opened(CLOCKS - timedelta(hours=3)) as inhabited:
        yield inhabited


@pytest.fixture
def colleague(house: House) -> Account:
    return Account.objects.create_user("colleague", password="x", role="technician", person="nadia.ouali")


def ill(person: str, substitute: str = "") -> Absence:
    return Absence(id=0, person=person, start=clock.now(), substitute=substitute)


def passes(house: House, **span: float) -> None:
    """Time goes on; every quarter of an hour what is due is done, and whoever owns an open incident is there."""
    end = clock.now() + timedelta(**span)
    while clock.now() < end:
        clock.fast_forward(minutes=15)
        shifts.watch()
        absences.watch()
        roster = duty.known()
        assert all(
            is_present(open_.owner, roster, clock.now()) for open_ in known() if open_.open and open_.owner
        )


def test_nobody_drops_it(house: House, colleague: Account) -> None:
    start = clock.now()
    shifts.watch()
    house.receives(post_event("device.down", "srv-erp-01", source="desk-fr", criticality="high"))
    act(only().id, c.Take(), KARIM)
    act(only().id, c.Comment(note="Disque commandé, arrivée à 14 h."), KARIM)
    passes(house, hours=1)
    assert duty.declare_absence(colleague, ill(KARIM, MARION)) == 1  # in the middle of the incident
    assert (
        duty.declare_absence(colleague, ill(MARION, FATOU)) == 1
    )  # and the next one, before she has answered
    assert only().asked_of == FATOU
    act(only().id, c.SendBack(reason="Je suis en vol jusqu'à demain."), FATOU)
    absences.watch()
    asked = only().asked_of
    assert asked not in ("", KARIM, MARION, FATOU)
    due = accept_due(only(), snapshot())
    assert due is not None
    passes(house, seconds=(due - clock.now()).total_seconds() + 900)  # no answer, while the clocks change
    then = only().asked_of
    assert then not in ("", asked, KARIM, MARION, FATOU)
    act(only().id, c.Accept(step="Le disque arrive à 14 h, je reconstruis le RAID."), then)
    passes(house, hours=2)
    act(only().id, c.Resolve(), only().owner)
    assert verbs(only()).count("handed_over") >= 4
    assert duty.minutes(duty.unowned_between(start, clock.now())) == 0
