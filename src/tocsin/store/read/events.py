"""Events as the screens show them, in our words. Knows no screen."""

from datetime import datetime
from typing import Any

from tocsin.core.kernel.value import Value


class EventSummary(Value):
    """One event of a message, in our words."""

    message_id: int
    position: int
    occurred_at: datetime
    kind: str
    state: str
    criticality: str
    item: str
    subject: str
    summary: str
    reference: str
    confidence: float
    outcome: str


class EventDetail(EventSummary):
    """The same with its incident, and ``data``: place, how, why and rivals (flow/journey/history)."""

    incident_id: int | None
    data: dict[str, Any]
