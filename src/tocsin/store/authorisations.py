"""Authorisations and interventions of ours, as rows: the values whole, and the columns that lists look by."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.db.models import QuerySet

from tocsin.core.authorisation.values import OVER, Authorisation
from tocsin.core.intervention.values import OVER as CLOSED
from tocsin.core.intervention.values import PlannedIntervention
from tocsin.store import models
from tocsin.store.stored import stored


def write(authorisations: Iterable[Authorisation]) -> None:
    """Create or update them."""
    for known in authorisations:
        models.Authorisation.objects.update_or_create(
            id=known.id,
            defaults={
                "person": known.person,
                "supplier": known.supplier,
                "place": known.place,
                "state": known.state.value,
                "until": known.until,
                "value": msgspec.to_builtins(known),
            },
        )


def load(number: int) -> Authorisation | None:
    """The authorisation; None if there is none."""
    return next(iter(_authorisations(models.Authorisation.objects.filter(id=number))), None)


def standing() -> list[Authorisation]:
    """All of which something may still come, by number."""
    return _authorisations(models.Authorisation.objects.exclude(state__in=OVER))


def past(most: int = 100) -> list[Authorisation]:
    """The last ones that are over."""
    return _authorisations(models.Authorisation.objects.filter(state__in=OVER), newest=True)[:most]


def write_planned(interventions: Iterable[PlannedIntervention]) -> None:
    """Create or update interventions of ours."""
    for known in interventions:
        models.PlannedIntervention.objects.update_or_create(
            id=known.id,
            defaults={
                "supplier": known.supplier,
                "state": known.state.value,
                "starts_at": known.plan.start,
                "ends_at": known.plan.end,
                "value": msgspec.to_builtins(known),
            },
        )


def planned(number: int) -> PlannedIntervention | None:
    """The intervention of ours; None if these works are a supplier's, or unknown."""
    return next(iter(_planned(models.PlannedIntervention.objects.filter(id=number))), None)


def planned_open() -> list[PlannedIntervention]:
    """Those of which something may still come."""
    return _planned(models.PlannedIntervention.objects.exclude(state__in=CLOSED))


def planned_around(since: datetime, until: datetime) -> list[PlannedIntervention]:
    """Those whose window meets this one, whatever became of them."""
    return _planned(models.PlannedIntervention.objects.filter(starts_at__lt=until, ends_at__gt=since))


def _authorisations(found: QuerySet[models.Authorisation], *, newest: bool = False) -> list[Authorisation]:
    values = found.order_by("-id" if newest else "id").values_list("value", flat=True)
    return [stored(value, Authorisation) for value in values]


def _planned(found: QuerySet[models.PlannedIntervention]) -> list[PlannedIntervention]:
    return [
        stored(value, PlannedIntervention)
        for value in found.order_by("starts_at", "id").values_list("value", flat=True)
    ]
