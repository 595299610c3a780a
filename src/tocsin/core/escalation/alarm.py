"""Alarm: a clock that becomes at risk or breached is noted once on the timeline, and notified once."""

from datetime import datetime

from msgspec.structs import replace

from tocsin.core.incident.values import TOCSIN, Incident, NoticeDue, NoticeKind, TimelineEntry, Verb
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.why import Why
from tocsin.core.sla.clocks import next_deadline
from tocsin.core.sla.durations import render_duration
from tocsin.core.sla.values import Clock, ClockState

_KINDS = {ClockState.AT_RISK: NoticeKind.AT_RISK, ClockState.BREACHED: NoticeKind.BREACHED}
_VERB = {NoticeKind.AT_RISK: Verb.AT_RISK, NoticeKind.BREACHED: Verb.BREACHED}


def alarm(
    incident: Incident, clocks: tuple[Clock, ...], *, now: datetime
) -> Decision[Incident, TimelineEntry | NoticeDue]:
    """The alarms of an open incident's clocks that were not raised yet.

    Once for each commitment and state: another commitment (the criticality changed) is another promise. After a clock
    was found breached, no alarm says that it is at risk.
    """
    fresh = [clock for clock in clocks if incident.open and _mark(clock) not in (None, *incident.announced)]
    effects = tuple(effect for clock in fresh for effect in _effects(incident, clock, now))
    announced = tuple(mark for clock in fresh if (mark := _mark(clock)))
    after = (
        replace(incident, announced=incident.announced + announced, last_at=now) if announced else incident
    )
    return Decision(after=after, effects=effects)


def next_look(incident: Incident, clocks: tuple[Clock, ...], *, now: datetime) -> datetime | None:
    """When to raise the alarm next: now, if an alarm was not raised yet; else at the next deadline, if any.

    A change of criticality may put a clock at risk at once: no later deadline would show it.
    """
    if not incident.open:
        return None
    unannounced = any(_mark(clock) not in (None, *incident.announced) for clock in clocks)
    return now if unannounced else next_deadline(clocks, now=now)


def _mark(clock: Clock) -> str | None:
    kind = _KINDS.get(clock.state)
    return f"{clock.side}:{clock.commitment}:{kind.value}" if kind else None


def _effects(incident: Incident, clock: Clock, now: datetime) -> tuple[TimelineEntry, NoticeDue]:
    kind = _KINDS[clock.state]
    entry = TimelineEntry(
        subject=incident.subject,
        at=now,
        actor=TOCSIN,
        verb=_VERB[kind],
        why=_why(clock),
        data={"side": clock.side, "commitment": clock.commitment},
    )
    return entry, NoticeDue(subject=incident.subject, kind=kind, at=now, clock=clock.side)


def _why(clock: Clock) -> Why:
    facts = {
        "name": clock.name,
        "target": render_duration(clock.target_s),
        "elapsed": render_duration(clock.elapsed_s),
    }
    return Why(code=f"escalation.{_KINDS[clock.state].value}.{clock.side}", facts=facts)
