"""Scales: the client's four criticalities and the incident priorities, ordered; what an ordered word is."""

from enum import StrEnum


class Scale(StrEnum):
    """Words in order, the mildest first. ``rank`` counts them from 0."""

    rank: int

    def __init__(self, _word: str) -> None:
        self.rank = len(type(self).__members__)

    __hash__ = str.__hash__  # that of Enum is written in Python, and these are keys wherever much is counted


class Criticality(Scale):
    """The client's four levels (brief.md): low, medium, high, critical."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Priority(StrEnum):
    """ITIL priority = impact x urgency; P1 is the most urgent."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"
