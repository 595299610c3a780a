"""Ways as rows: those that stand, the code that verifies one, and who removed it."""

from datetime import datetime

from django.db.models import F

from tocsin.core.duty.ways import Way
from tocsin.store import models


def standing(person: str = "") -> list[Way]:
    """Those of a person (key), or of everybody, in the order in which they were added."""
    rows = models.Way.objects.filter(removed_at__isnull=True).order_by("id")
    return [_way(row) for row in (rows.filter(person=person) if person else rows)]


def load(number: int) -> Way | None:
    """A way that stands, by its number."""
    row = models.Way.objects.filter(id=number, removed_at__isnull=True).first()
    return _way(row) if row else None


def add(way: Way, by: str, now: datetime) -> int:
    """Write a way; its number. The same way of the same person is the same row."""
    found, _ = models.Way.objects.get_or_create(
        person=way.person, kind=way.kind, address=way.address, removed_at=None,
        defaults={"added_by": by, "added_at": now},
    )  # fmt: skip
    return found.id


def give_code(number: int, digest: str, now: datetime) -> None:
    """Keep the digest of the code that is given out now; the one before is worth nothing any more."""
    models.Way.objects.filter(id=number).update(code=digest, code_at=now, tries=0)


def try_code(number: int, most: int, since: datetime) -> str:
    """The digest of the code that may still be tried, counted as tried; empty: none may."""
    tried = models.Way.objects.filter(id=number, tries__lt=most, code_at__gt=since)
    if not tried.update(tries=F("tries") + 1):
        return ""
    return models.Way.objects.values_list("code", flat=True).get(id=number)


def verify(number: int, now: datetime) -> None:
    """The person has answered on it."""
    models.Way.objects.filter(id=number).update(verified_at=now, code="", code_at=None)


def remove(number: int, by: str, now: datetime) -> None:
    """It is used no more."""
    models.Way.objects.filter(id=number, removed_at__isnull=True).update(removed_at=now, removed_by=by)


def _way(row: models.Way) -> Way:
    return Way(id=row.id, person=row.person, kind=row.kind, address=row.address, verified_at=row.verified_at)
