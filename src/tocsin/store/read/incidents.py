"""Which incidents are open, and when each trouble began. Used by several pages; knows none."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from tocsin.core.incident.values import OPEN
from tocsin.store.models import Incident


def incidents() -> QuerySet[Any]:
    """Every incident, with ``since``: when its trouble began, which may be before it was opened."""
    began = Cast(KeyTextTransform("since", "value"), DateTimeField())
    return Incident.objects.annotate(since=Coalesce(began, "opened_at"))


def is_open_at(supplier: str) -> bool:
    """Whether an incident is open for which this supplier (key) answers."""
    return bool(supplier) and open_incidents().filter(value__supplier=supplier).exists()


def open_incidents() -> QuerySet[Any]:
    """Incidents that still need somebody's work; imported history needs none."""
    return incidents().filter(state__in=sorted(OPEN), folded_into__isnull=True, origin="")


def open_ids() -> list[int]:
    """Every open incident (id), the oldest first."""
    return list(open_incidents().order_by("id").values_list("id", flat=True))


def open_since(instant: datetime, most: int = 200) -> list[int]:
    """The open incidents that were opened after that, the oldest first."""
    recent = open_incidents().filter(opened_at__gte=instant).order_by("opened_at")
    return list(recent.values_list("id", flat=True)[:most])
