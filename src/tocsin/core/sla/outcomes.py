"""Outcomes: the result of a clock, recorded whenever it starts, pauses, changes its target, is overdue or ends."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.value import Value
from tocsin.core.sla.values import Clock, ClockState, Side


class OutcomeState(StrEnum):
    """Running or paused; met or missed once restored; withdrawn: the promise no longer applies to this incident."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class Outcome(Value):
    """A commitment on one side of an incident, as it stands from ``at`` on; a later one takes its place.

    Seconds are of the commitment's calendar: ``elapsed_s`` counts against the target; the others say who had
    to act since the start, pauses included. ``overdue``: the target was reached, whether the clock has ended or not.
    ``due_at`` is when it is or was reached; None while the clock is paused. Withdrawn: nothing is promised any more
    for the changed incident, or another incident took over its time.
    """

    incident: int
    side: Side
    at: datetime
    commitment: str
    state: OutcomeState
    target_s: int
    started_at: datetime
    overdue: bool = False
    due_at: datetime | None = None
    ended_at: datetime | None = None
    elapsed_s: int = 0
    us_s: int = 0
    supplier_s: int = 0
    user_s: int = 0
    works_s: int = 0

    @property
    def ended(self) -> bool:
        """Whether it was kept or not is settled, unless the incident reopens."""
        return self.state in (OutcomeState.MET, OutcomeState.MISSED)


def outcomes(
    incident: Incident, clocks: tuple[Clock, ...], before: Mapping[Side, Outcome], *, now: datetime
) -> tuple[Outcome, ...]:
    """The outcomes of the clocks that differ from the last outcome of their side (``before``)."""
    found = {clock.side: _outcome(incident.id, clock, now) for clock in clocks if _counts(incident, clock)}
    changed = (outcome for side, outcome in found.items() if _differs(outcome, before.get(side)))
    gone = (
        outcome
        for side, outcome in before.items()
        if side not in found and outcome.state != OutcomeState.WITHDRAWN
    )
    return (*changed, *(_withdrawn(outcome, now) for outcome in gone))


def _counts(incident: Incident, clock: Clock) -> bool:
    """Whether the clock has begun here; the time of a folded incident counts in the incident that took it over."""
    return clock.started_at is not None and incident.folded_into is None


def _outcome(incident: int, clock: Clock, now: datetime) -> Outcome:
    assert clock.started_at is not None
    return Outcome(
        incident=incident,
        side=clock.side,
        at=now,
        commitment=clock.commitment,
        state=_state(clock),
        target_s=clock.target_s,
        started_at=clock.started_at,
        overdue=clock.state in (ClockState.BREACHED, ClockState.MISSED),
        due_at=clock.due_at,
        ended_at=clock.stopped_at,
        elapsed_s=clock.elapsed_s,
        **{f"{share.party}_s": share.calendar_s for share in clock.shares},
    )


def _state(clock: Clock) -> OutcomeState:
    if clock.stopped_at:
        return OutcomeState.MISSED if clock.state is ClockState.MISSED else OutcomeState.MET
    paused = bool(clock.pauses) and clock.pauses[-1].until is None
    return OutcomeState.PAUSED if paused else OutcomeState.RUNNING


def _differs(outcome: Outcome, before: Outcome | None) -> bool:
    """The seconds of a running clock always change: they alone are no difference."""
    return before is None or _essence(outcome) != _essence(before)


def _essence(outcome: Outcome) -> Outcome:
    if outcome.ended:
        return replace(outcome, at=outcome.started_at)
    return replace(outcome, at=outcome.started_at, elapsed_s=0, us_s=0, supplier_s=0, user_s=0, works_s=0)


def _withdrawn(outcome: Outcome, now: datetime) -> Outcome:
    return replace(outcome, at=now, state=OutcomeState.WITHDRAWN, overdue=False, due_at=None, ended_at=None)
