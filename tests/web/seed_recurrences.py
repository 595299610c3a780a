"""What recurs in the seeded company: an outlet for the fourth time, a kind that became frequent."""

from datetime import datetime

from tocsin.core.problem.values import Family, Recurrence
from tocsin.store import models, recurrences


def recurring(now: datetime) -> None:
    """Two findings over incidents that are there."""
    numbers = tuple(models.Incident.objects.order_by("id").values_list("id", flat=True)[:9])
    day = now.date()
    recurrences.write(
        [
            Recurrence(
                family=Family.ITEM, key="par1.s1.r07.pdu-a.o12", day=day, days=7, count=4, total=31, expected=0.1,
                p=1e-7, incidents=numbers[:4], down_s=16_200,
            ),
            Recurrence(
                family=Family.KIND, key="device.down", day=day, days=30, count=9, total=120, expected=2.4,
                p=1e-4, incidents=numbers, down_s=91_000,
            ),
        ]
    )  # fmt: skip
