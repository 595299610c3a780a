"""User reports as rows: the value whole, found by incident, by user and by time. Decides nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from django.db.models import QuerySet

from tocsin.core.incident.values import OPEN
from tocsin.core.userreport.values import UserReport
from tocsin.store import models
from tocsin.store.stored import stored


def write(reports: Iterable[UserReport]) -> None:
    """Create or update them."""
    for report in reports:
        models.UserReport.objects.update_or_create(
            id=report.id,
            defaults={
                "incident_id": report.incident,
                "reporter": report.reporter,
                "address": report.address,
                "at": report.at,
                "over": report.over,
                "message_id": report.message,
                "value": msgspec.to_builtins(report),
            },
        )


def load(number: int) -> UserReport | None:
    """The report; None if there is none."""
    return next(iter(_reports(models.UserReport.objects.filter(id=number))), None)


def latest(most: int = 200) -> list[UserReport]:
    """The latest, newest first."""
    return _reports(models.UserReport.objects.order_by("-id")[:most])


def about(incidents: Collection[int]) -> list[UserReport]:
    """Those about these incidents, in their order."""
    return _reports(models.UserReport.objects.filter(incident_id__in=incidents).order_by("id"))


def unlinked(since: datetime) -> list[UserReport]:
    """Those received since then that are linked to no incident, in their order."""
    return _reports(models.UserReport.objects.filter(incident_id=None, at__gte=since).order_by("id"))


def received_in(messages: Collection[int]) -> dict[int, int]:
    """The reports (id) that came in these messages (id)."""
    rows = models.UserReport.objects.filter(message_id__in=messages).values_list("message_id", "id")
    return {message: number for message, number in rows if message is not None}


def mailed(address: str, since: datetime) -> int:
    """How many mails about reports were decided for this address since then."""
    recent = _reports(models.UserReport.objects.filter(address=address).order_by("-id")[:50])
    return sum(at >= since for report in recent for at in report.mailed_at)


def incidents_near(now: datetime, since: datetime) -> list[int]:
    """The incidents that a report received now may be about: open, or over since then."""
    found = models.Incident.objects.filter(folded_into__isnull=True, origin="")
    lasting = found.filter(state__in=sorted(OPEN)) | found.filter(resolved_at__gte=since)
    return list(lasting.filter(opened_at__lte=now).order_by("-id").values_list("id", flat=True)[:500])


def hit_items(incidents: Collection[int]) -> dict[int, frozenset[str]]:
    """The items (keys) that each of these incidents hits."""
    found: dict[int, set[str]] = {}
    rows = models.IncidentHit.objects.filter(incident_id__in=incidents)
    for incident, item in rows.values_list("incident_id", "item"):
        found.setdefault(incident, set()).add(item)
    return {incident: frozenset(items) for incident, items in found.items()}


def followed() -> list[UserReport]:
    """Those linked to an incident that was not over when they were last looked at, in their order."""
    return _reports(_followed().order_by("id"))


def has_followed() -> bool:
    """Whether there is any of those."""
    return _followed().exists()


def _followed() -> QuerySet[models.UserReport]:
    return models.UserReport.objects.filter(over=False, incident_id__isnull=False)


def _reports(found: QuerySet[models.UserReport]) -> list[UserReport]:
    return [stored(value, UserReport) for value in found.values_list("value", flat=True)]
