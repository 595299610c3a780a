"""What recurs is kept, dismissed with a reason, and returns only when its evidence doubles."""

import pytest

from tests.flow.house import House
from tests.flow.problems.recurring_outlet import OUTLET, past, year_of_incidents
from tocsin.core.kernel.errors import NotAllowed, NotFound, Refused
from tocsin.core.problem.values import Family
from tocsin.flow import clock
from tocsin.flow.problems import recurring
from tocsin.store import recurrences
from tocsin.store.models import Account


@pytest.fixture
def technician(house: House) -> Account:
    return Account.objects.create_user("tech", password="x", role="technician")


@pytest.fixture
def outlet(house: House) -> str:
    """A year of all sorts of incidents, then one outlet four times in a fortnight."""
    year_of_incidents(house)
    return OUTLET


def of(family: Family) -> list[recurrences.Standing]:
    return [standing for standing in recurring.standing() if standing.found.family is family]


def test_it_is_found_once_an_episode_with_its_incidents(outlet: str) -> None:
    recurring.watch()
    recurring.watch()
    (standing,) = of(Family.ITEM)
    assert (standing.found.key, standing.found.count) == (outlet, 4)
    clock.fast_forward(hours=24)
    recurring.watch()
    (again,) = of(Family.ITEM)
    assert (again.id, again.since) == (standing.id, standing.since)


def test_dismissed_it_returns_only_when_its_incidents_have_doubled(outlet: str, technician: Account) -> None:
    recurring.watch()
    (standing,) = of(Family.ITEM)
    with pytest.raises(Refused):
        recurring.dismiss(technician, standing.id, "  ")
    recurring.dismiss(technician, standing.id, "Travaux annoncés")
    recurring.watch()
    assert of(Family.ITEM) == []
    past(outlet, 2, 3, 5)
    recurring.watch()
    assert of(Family.ITEM) == [], "seven of the eight that are wanted"
    past(outlet, 6)
    recurring.watch()
    (back,) = of(Family.ITEM)
    assert back.found.count == 8
    with pytest.raises(NotFound):
        recurring.dismiss(technician, 999, "x")


def test_a_reader_dismisses_nothing(outlet: str) -> None:
    recurring.watch()
    with pytest.raises(NotAllowed):
        recurring.dismiss(Account.objects.create_user("r", role="reader"), of(Family.ITEM)[0].id, "x")
