"""What recurs is kept, dismissed with a reason, and returns only when its evidence doubles."""

from datetime import timedelta

import pytest

from tests.flow.house import House, post_event
from tocsin.core.kernel.errors import NotAllowed, NotFound, Refused
from tocsin.core.problem.values import Family
from tocsin.flow import clock, problems
from tocsin.store import models, recurrences
from tocsin.store.models import Account


@pytest.fixture
def technician(house: House) -> Account:
    return Account.objects.create_user("tech", password="x", role="technician")


def past(item: str, *days_ago: float) -> None:
    """Closed incidents of this item, copied from the one that is there."""
    sample = models.Incident.objects.order_by("id").first()
    for ago in days_ago:
        at = clock.now() - timedelta(days=ago)
        number = models.Incident.objects.latest("id").id + 1
        value = {**sample.value, "id": number, "since": at.isoformat(), "cause": item}
        models.Incident.objects.create(
            id=number, value=value, cause=item, opened_at=at, last_at=at, recovered_at=at + timedelta(hours=1),
            title=sample.title, state="closed", kind=sample.kind, effect=sample.effect, priority=sample.priority,
            criticality=sample.criticality, cause_kind=f"kind-{item}", owner_team="systems", holder="us",
            stands=False,
        )  # fmt: skip


@pytest.fixture
def outlet(house: House) -> str:
    """A year of all sorts of incidents, then one outlet four times in a fortnight."""
    house.receives(post_event("device.down", "srv-erp-01", source="desk-fr", criticality="high"))
    for number in range(60):
        past(f"other-{number % 20}", 40 + 5 * number)
    past("par1.s1.r07.pdu-a.o12", 1, 4, 8, 12)
    return "par1.s1.r07.pdu-a.o12"


def of(family: Family) -> list[recurrences.Standing]:
    return [standing for standing in problems.standing() if standing.found.family is family]


def test_it_is_found_once_an_episode_with_its_incidents(outlet: str) -> None:
    problems.watch()
    problems.watch()
    (standing,) = of(Family.ITEM)
    assert (standing.found.key, standing.found.count) == (outlet, 4)
    clock.fast_forward(hours=24)
    problems.watch()
    (again,) = of(Family.ITEM)
    assert (again.id, again.since) == (standing.id, standing.since)


def test_dismissed_it_returns_only_when_its_incidents_have_doubled(outlet: str, technician: Account) -> None:
    problems.watch()
    (standing,) = of(Family.ITEM)
    with pytest.raises(Refused):
        problems.dismiss(technician, standing.id, "  ")
    problems.dismiss(technician, standing.id, "Travaux annoncés")
    problems.watch()
    assert of(Family.ITEM) == []
    past(outlet, 2, 3, 5)
    problems.watch()
    assert of(Family.ITEM) == [], "seven of the eight that are wanted"
    past(outlet, 6)
    problems.watch()
    (back,) = of(Family.ITEM)
    assert back.found.count == 8
    with pytest.raises(NotFound):
        problems.dismiss(technician, 999, "x")


def test_a_reader_dismisses_nothing(outlet: str) -> None:
    problems.watch()
    with pytest.raises(NotAllowed):
        problems.dismiss(Account.objects.create_user("r", role="reader"), of(Family.ITEM)[0].id, "x")
