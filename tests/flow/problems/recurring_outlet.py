"""A year of all sorts of incidents, then one outlet four times in a fortnight."""

from datetime import timedelta

from tests.flow.house import House, post_event
from tocsin.core.kernel.subject import SubjectKind
from tocsin.flow import clock
from tocsin.store import models
from tocsin.store.ids import Ids

OUTLET = "par1.s1.r07.pdu-a.o12"


def past(item: str, *days_ago: float) -> None:
    """Closed incidents of this item, copied from the one that is there."""
    sample = models.Incident.objects.order_by("id").first()
    for ago in days_ago:
        at = clock.now() - timedelta(days=ago)
        number = Ids().new(SubjectKind.INCIDENT)
        value = {**sample.value, "id": number, "since": at.isoformat(), "cause": item}
        models.Incident.objects.create(
            id=number, value=value, cause=item, opened_at=at, last_at=at, recovered_at=at + timedelta(hours=1),
            title=sample.title, state="closed", kind=sample.kind, effect=sample.effect, priority=sample.priority,
            criticality=sample.criticality, cause_kind=f"kind-{item}", owner_team="systems", holder="us",
            stands=False,
        )  # fmt: skip


def year_of_incidents(house: House) -> None:
    """The incidents, as the company keeps them."""
    house.receives(post_event("device.down", "srv-erp-01", source="desk-fr", criticality="high"))
    for number in range(60):
        past(f"other-{number % 20}", 40 + 5 * number)
    past(OUTLET, 1, 4, 8, 12)
