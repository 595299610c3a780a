"""What a person chooses from to merge or split: open incidents, and the alerts of an incident. Knows no page."""

from datetime import datetime

from django.db.models import Q

from tocsin.core.incident.values import OPEN
from tocsin.core.kernel.value import Value
from tocsin.store import models, rows

MOST = 200  # shown to choose from


class OpenRow(Value):
    """An open incident."""

    id: int
    title: dict[str, str]
    priority: str
    opened_at: datetime
    alert_count: int


class AlertRow(Value):
    """An alert of an incident."""

    fingerprint: str
    source: str
    kind: str
    item: str
    subject: str
    summary: str
    state: str
    state_at: datetime


def open_incidents(besides: int, text: str) -> list[OpenRow]:
    """The open incidents but ``besides``, newest first, with this text, if any, in their number, title or cause."""
    known = models.Incident.objects.filter(state__in=OPEN, folded_into__isnull=True, origin="").exclude(
        id=besides
    )
    digits = text.upper().removeprefix("INC-")
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        known = known.filter(id=int(digits))
    elif text:
        known = known.filter(Q(title__icontains=text) | Q(cause__icontains=text))
    return rows.read(known.order_by("-id")[:MOST], OpenRow)


def alerts_of(incident: int, text: str) -> list[AlertRow]:
    """The alerts of an incident, firing alerts first; with a text, only those that contain it."""
    known = models.Alert.objects.filter(incident_id=incident)
    if text:
        known = known.filter(
            Q(item__icontains=text) | Q(subject__icontains=text) | Q(summary__icontains=text)
        )
    return rows.read(known.order_by("state", "item", "kind", "fingerprint")[:MOST], AlertRow)
