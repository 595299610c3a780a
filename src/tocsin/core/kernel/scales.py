"""Scales: the client's four criticalities and the incident priorities, ordered."""

from enum import StrEnum


class Criticality(StrEnum):
    """The client's four levels (brief.md): low, medium, high, critical."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low .. 3 for critical."""
        return _CRITICALITY_RANK[self]


class Priority(StrEnum):
    """ITIL priority = impact x urgency; P1 is the most urgent."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"


_CRITICALITY_RANK = {level: rank for rank, level in enumerate(Criticality)}
