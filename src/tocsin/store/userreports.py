"""User reports as rows: the value whole, found by incident, by user and by time. Decides nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

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
                "current": report.is_current,
                "over": report.over,
                "message_id": report.message,
                "key": report.key,
                "value": msgspec.to_builtins(report),
            },
        )


def load(number: int) -> UserReport | None:
    """The report; None if there is none."""
    return next(iter(_reports(models.UserReport.objects.filter(id=number))), None)


def with_key(key: str) -> UserReport | None:
    """The call that was written in this form; None: there is none yet."""
    return next(iter(_reports(models.UserReport.objects.filter(key=key))), None) if key else None


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
    return sum(had.mailed and had.at >= since for report in recent for had in report.informed)


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


def due_news() -> list[UserReport]:
    """Those whose user does not know how it stands, in their order: linked or unlinked since they were informed, folded,
    over, or over no more."""
    reports, incidents = models.UserReport.objects, models.Incident.objects
    there = incidents.filter(id=OuterRef("incident_id"))
    ended = Exists(there.filter(~Q(state__in=sorted(OPEN)) | Q(folded_into__isnull=False)))
    open_again = incidents.filter(state__in=sorted(OPEN)).values("id")
    numbers = (
        reports.filter(current=False).values("id")
        .union(reports.filter(ended, over=False, incident_id__isnull=False).values("id"))
        .union(reports.filter(over=True, incident_id__in=open_again).values("id"))
    )  # fmt: skip
    return _reports(reports.filter(id__in=list(numbers.values_list("id", flat=True))).order_by("id"))


def _reports(found: QuerySet[models.UserReport]) -> list[UserReport]:
    return [stored(value, UserReport) for value in found.values_list("value", flat=True)]
