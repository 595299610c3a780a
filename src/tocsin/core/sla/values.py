"""SLA values: a chosen commitment, a clock as computed at one instant, and how its time is shared."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import FrozenCommitment, Spared, Turn
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

Side = Literal["ours", "supplier"]
Party = Literal["us", "supplier", "user", "works"]
PauseCause = Literal["waiting_user", "waiting_us", "planned_works"]


class ClockState(StrEnum):
    """Waiting for its start, running, at risk, paused or breached; met or missed once restored."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"
    MISSED = "missed"


class Circumstance(Value):
    """What decides which commitments can apply to an incident. Keys of the organisation.

    ``items`` are the cause and what it hits, with all that contains them; ``guarantees`` those of the same.
    """

    kind: str = ""
    applications: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    guarantees: frozenset[str] = frozenset()
    supplier: str = ""


class Chosen(Value):
    """The commitment that applies, and why this one."""

    commitment: FrozenCommitment
    why: Why


class ClockFacts(Value):
    """What clocks are computed from: the incident's timeline alone, whatever changes in the organisation.

    ``turns`` are in order of time and begin at the start of the trouble.
    """

    turns: tuple[Turn, ...]
    criticality: Criticality
    peak: Effect
    reported_at: datetime | None = None
    spared: tuple[Spared, ...] = ()


class Pause(Value):
    """A span in which a clock was paused; ``until`` is None while it still is."""

    since: datetime
    until: datetime | None
    cause: PauseCause


class Share(Value):
    """How long a party had to act since the clock's start: working seconds and wall seconds."""

    party: Party
    calendar_s: int
    wall_s: int


class Clock(Value):
    """One commitment's clock at one instant. Seconds are of its calendar, but for ``wall_s`` of a share.

    ``due_at`` is projected as if there were no further pause; None while it waits or is paused. It is fixed
    once breached. ``remaining_s`` goes below zero. ``shares`` cover the pauses too. ``worked``: its calendar
    has working time; else it runs day and night.
    """

    side: Side
    commitment: str
    name: str
    target_s: int
    state: ClockState
    why: Why
    at_risk_percent: int = 75  # of the target
    worked: bool = False
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    elapsed_s: int = 0
    remaining_s: int = 0
    at_risk_at: datetime | None = None
    due_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    shares: tuple[Share, ...] = ()
