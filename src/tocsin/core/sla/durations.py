"""Durations and clocks as people read them, alike on a page and in a mail: working time and calendar time by name."""

from datetime import datetime

import tocsin.core.sla.sentences  # noqa: F401  declares what is said here
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.sla.values import Clock, ClockState

_MOVING = (ClockState.RUNNING, ClockState.AT_RISK, ClockState.BREACHED)
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def render_duration(seconds: int) -> str:
    """``24 h``, ``3 h 20 min``, ``5 min``, ``40 s``; a minus sign before what is overrun."""
    sign, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, minutes = left // 3600, left % 3600 // 60
    if not hours and not minutes:
        return f"{sign}{left} s"
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return sign + " ".join(filter(None, parts))


def span(seconds: float, language: Language) -> str:
    """Calendar time, in two units at most: ``45 s``, ``1 h 05``, ``3 j 4 h`` (``1h 05m``, ``3d 4h``)."""
    whole = int(abs(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    if whole < _DAY:
        hours, minutes = whole // _HOUR, whole % _HOUR // _MINUTE
        if not minutes:
            return f"{hours} h" if language == "fr" else f"{hours}h"
        return f"{hours} h {minutes:02d}" if language == "fr" else f"{hours}h {minutes:02d}m"
    days, hours = whole // _DAY, whole % _DAY // _HOUR
    if not hours:
        return f"{days} j" if language == "fr" else f"{days}d"
    return f"{days} j {hours} h" if language == "fr" else f"{days}d {hours}h"


def counted(seconds: int, clock: Clock, language: Language) -> str:
    """Seconds that a clock counts, with the name of the time: ``8 h ouvrées``, ``24 h calendaires``."""
    code = "sla.counted.worked" if clock.worked else "sla.counted.always"
    return _render(code, language, time=render_duration(seconds))


def state_at(clock: Clock, now: datetime) -> ClockState:
    """The state of a clock that was read a while ago and has only run on since."""
    if clock.state not in _MOVING or clock.due_at is None:
        return clock.state
    if now >= clock.due_at:
        return ClockState.BREACHED
    return ClockState.AT_RISK if clock.at_risk_at and now >= clock.at_risk_at else ClockState.RUNNING


_OVERRUN = (ClockState.BREACHED, ClockState.MISSED)


def standing(clock: Clock, now: datetime, language: Language) -> str:
    """The state of a clock in words: calendar time until or since its due time, else the time that it has counted."""
    state = state_at(clock, now)
    state = ClockState.RUNNING if state is ClockState.AT_RISK else state
    away = span((clock.due_at - now).total_seconds(), language) if clock.due_at else ""
    if not clock.target_s:  # an imported result: by how much is not known
        return _render(f"sla.result.{'missed' if state in _OVERRUN else 'met'}", language)
    left = counted(abs(clock.remaining_s), clock, language)
    return _render(f"sla.clock.{state.value}", language, away=away, left=left)


def _render(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=code, facts=facts), language)
