"""Clocks as they are drawn: computed by the flow, and moved on here until the next computation. Decides nothing."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.durations import counted, standing, state_at
from tocsin.core.sla.values import Clock, ClockState
from tocsin.web.words import CLOCK_STATES

_MOVING = {ClockState.RUNNING, ClockState.AT_RISK, ClockState.BREACHED}


class ClockView(NamedTuple):
    """One clock on a page. ``left`` is its state in words, ``remaining`` the time left to count; ``percent`` of the target
    has run, capped at 100, as SVG wants it.
    """

    side: str
    who: str
    title: str
    state: str
    icon: str
    left: str
    target: str
    spent: str
    remaining: str
    percent: str
    at_risk_percent: int
    due_at: datetime | None


def shown(clock: Clock, now: datetime, organisation: Organisation, language: Language) -> ClockView:
    """The clock at ``now``."""
    state = state_at(clock, now)
    return ClockView(
        side=clock.side,
        who=_who(clock, organisation),
        title=clock.name,
        state=state.value,
        icon=CLOCK_STATES[state.value].drawn,
        left=standing(clock, now, language),
        target=counted(clock.target_s, clock, language),
        spent=counted(clock.elapsed_s, clock, language),
        remaining=counted(clock.remaining_s, clock, language),
        percent=f"{_share(clock, state, now) * 100:.1f}",
        at_risk_percent=clock.at_risk_percent,
        due_at=clock.due_at,
    )


def _share(clock: Clock, state: ClockState, now: datetime) -> float:
    """Linear between start, at risk and due: exact at these three, whatever the calendar in between."""
    if state in (ClockState.BREACHED, ClockState.MISSED):
        return 1.0
    if state not in _MOVING or not (clock.started_at and clock.at_risk_at and clock.due_at):
        return min(clock.elapsed_s / clock.target_s, 1.0) if clock.target_s else 0.0
    risk = clock.at_risk_percent / 100
    if now < clock.at_risk_at:
        return risk * _between(clock.started_at, clock.at_risk_at, now)
    return risk + (1 - risk) * _between(clock.at_risk_at, clock.due_at, now)


def _between(start: datetime, end: datetime, now: datetime) -> float:
    span = (end - start).total_seconds()
    return min(max((now - start).total_seconds() / span, 0.0), 1.0) if span > 0 else 1.0


def _who(clock: Clock, organisation: Organisation) -> str:
    if clock.side == "ours":
        return _("Us")
    commitment = next(
        (commitment for commitment in organisation.commitments if commitment.key == clock.commitment), None
    )
    supplier = organisation.suppliers.get(commitment.supplier) if commitment else None
    return supplier.name if supplier else _("Provider")
