"""Clocks: our commitment and the supplier's, computed from the incident's turns."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.incident.values import FrozenCommitment, Holder, Imported, Incident, Spared, Turn
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.sla.calendar import Calendar, calendar_of, is_always
from tocsin.core.sla.commitments import choose
from tocsin.core.sla.values import (
    Chosen,
    Clock,
    ClockFacts,
    ClockState,
    Party,
    Pause,
    PauseCause,
    Share,
    Side,
)

SIDES: tuple[Side, ...] = ("ours", "supplier")
_PARTIES: tuple[Party, ...] = ("us", "supplier", "user", "works")


def facts_of(incident: Incident) -> ClockFacts:
    """What the clocks of an incident are computed from."""
    return ClockFacts(
        turns=incident.turns,
        criticality=incident.criticality,
        peak=incident.peak,
        reported_at=incident.reported_at,
        spared=incident.spared,
    )


def read_clocks(
    facts: ClockFacts, terms: tuple[FrozenCommitment, ...], *, now: datetime
) -> tuple[Clock, ...]:
    """Our clock, then the supplier's, where something was promised. ``terms`` are the frozen commitments.

    Everything is computed again from the first turn on, so that a change of criticality changes the target and
    keeps every pause. A supplier to whom nothing was reported before the service came back has no clock.
    """
    if not facts.turns:
        return ()
    clocks = (_read_side(side, facts, terms, now) for side in SIDES)
    return tuple(clock for clock in clocks if clock is not None)


def clocks_of(incident: Incident, *, now: datetime) -> tuple[Clock, ...]:
    """Both clocks of an incident. Those of an imported incident stand as its history left it, and what that says wins."""
    if incident.imported is None:
        return read_clocks(facts_of(incident), incident.terms, now=now)
    computed = {
        clock.side: clock for clock in read_clocks(facts_of(incident), incident.terms, now=incident.last_at)
    }
    clocks = (_imported(side, incident, incident.imported, computed.get(side)) for side in SIDES)
    return tuple(clock for clock in clocks if clock is not None)


def _imported(side: Side, incident: Incident, imported: Imported, computed: Clock | None) -> Clock | None:
    """What the history says of this side, over what is computed; the computed clock where it says nothing."""
    due, stopped = imported.due.get(side), incident.recovered_at
    late = imported.overruns.get(side)
    if late is None and due is not None:
        late = (stopped or incident.last_at) >= due
    if late is None:
        return computed
    ended = (ClockState.MISSED if late else ClockState.MET) if stopped else None
    clock = _as_stated(
        side, incident, imported
    )  # what was computed may contradict it: only the result is known
    return replace(
        clock,
        state=ended or (ClockState.BREACHED if late else ClockState.RUNNING),
        why=Why(
            code="sla.imported.missed" if late else "sla.imported.kept", facts={"origin": imported.origin}
        ),
        due_at=due or clock.due_at,
    )


def _as_stated(side: Side, incident: Incident, imported: Imported) -> Clock:
    """A clock of a promise that is only known by its result, in calendar time."""
    due, stopped = imported.due.get(side), incident.recovered_at
    elapsed = round(((stopped or incident.last_at) - incident.since).total_seconds())
    target = round((due - incident.since).total_seconds()) if due else 0
    return Clock(
        side=side,
        commitment=imported.origin,
        name=imported.origin,
        target_s=target,
        state=ClockState.RUNNING,
        why=Why(code="sla.imported.kept", facts={"origin": imported.origin}),
        started_at=incident.since,
        stopped_at=stopped,
        elapsed_s=elapsed,
        remaining_s=target - elapsed if due else 0,
    )


def next_deadline(clocks: tuple[Clock, ...], *, now: datetime) -> datetime | None:
    """When to look again although nothing happens: the next instant at which a clock changes its state."""
    moving = [clock for clock in clocks if clock.state in (ClockState.RUNNING, ClockState.AT_RISK)]
    instants = [at for clock in moving for at in (clock.at_risk_at, clock.due_at) if at is not None]
    return min((at for at in instants if at > now), default=None)


def reached(
    side: Side, facts: ClockFacts, terms: tuple[FrozenCommitment, ...], seconds: int, *, now: datetime
) -> datetime | None:
    """When this side's clock has run ``seconds``, or will have, if it runs on; None: it does not run.

    Where nothing was promised, a supplier's time is calendar time since the report.
    """
    if not facts.turns or facts.turns[-1].over:
        return None
    began = facts.turns[0].at
    chosen = choose(terms, side, criticality=facts.criticality, peak=facts.peak, start=began)
    reported = chosen is None or chosen.commitment.spec.start == "reported"
    started = facts.reported_at if reported else began
    if started is None:
        return None
    if chosen is None:
        return started + timedelta(seconds=seconds)
    return _Reading(side, facts, chosen, started, None, now).reached(seconds)


class _Stretch(Value):
    """The part of a turn between the clock's start and now. ``paused`` is empty while the clock runs."""

    since: datetime
    until: datetime
    party: Party
    paused: PauseCause | None


def _read_side(
    side: Side, facts: ClockFacts, terms: tuple[FrozenCommitment, ...], now: datetime
) -> Clock | None:
    began = facts.turns[0].at
    chosen = choose(terms, side, criticality=facts.criticality, peak=facts.peak, start=began)
    if chosen is None:
        return None
    started = facts.reported_at if chosen.commitment.spec.start == "reported" else began
    stopped = facts.turns[-1].at if facts.turns[-1].over else None
    if started is None or (stopped and stopped < started):
        return None if stopped else _waiting(side, chosen)
    return _Reading(side, facts, chosen, started, stopped, now).clock()


def _waiting(side: Side, chosen: Chosen) -> Clock:
    spec = chosen.commitment.spec
    return Clock(
        side=side,
        commitment=spec.key,
        name=spec.name or spec.key,
        target_s=spec.target_s,
        state=ClockState.WAITING,
        why=chosen.why,
        remaining_s=spec.target_s,
        worked=not is_always(chosen.commitment.calendar),
        at_risk_percent=chosen.commitment.at_risk_percent,
    )


class _Reading:
    """One clock being read: its stretches, on its calendar."""

    def __init__(
        self,
        side: Side,
        facts: ClockFacts,
        chosen: Chosen,
        started: datetime,
        stopped: datetime | None,
        now: datetime,
    ) -> None:
        self._side, self._chosen, self._started, self._stopped = side, chosen, started, stopped
        self._spec = chosen.commitment.spec
        self._calendar = calendar_of(chosen.commitment.calendar, started, max(now, started))
        self._stretches = _stretches(side, facts, started, now)
        self._running = [stretch for stretch in self._stretches if stretch.paused is None]

    def clock(self) -> Clock:
        elapsed = sum(self._calendar.elapsed(stretch.since, stretch.until) for stretch in self._running)
        risk = -(-self._spec.target_s * self._chosen.commitment.at_risk_percent // 100)
        return Clock(
            side=self._side,
            commitment=self._spec.key,
            name=self._spec.name or self._spec.key,
            target_s=self._spec.target_s,
            state=self._state(elapsed, risk),
            why=self._chosen.why,
            started_at=self._started,
            stopped_at=self._stopped,
            elapsed_s=elapsed,
            remaining_s=self._spec.target_s - elapsed,
            worked=not is_always(self._chosen.commitment.calendar),
            at_risk_percent=self._chosen.commitment.at_risk_percent,
            at_risk_at=self.reached(risk),
            due_at=self.reached(self._spec.target_s),
            pauses=self._pauses(),
            shares=_shares(self._calendar, self._stretches),
        )

    @property
    def _paused(self) -> bool:
        return not self._stopped and bool(self._stretches) and self._stretches[-1].paused is not None

    def _state(self, elapsed: int, risk: int) -> ClockState:
        broken = elapsed >= self._spec.target_s
        if self._stopped:
            return ClockState.MISSED if broken else ClockState.MET
        if broken:
            return ClockState.BREACHED
        if self._paused:
            return ClockState.PAUSED
        return ClockState.AT_RISK if elapsed >= risk else ClockState.RUNNING

    def reached(self, seconds: int) -> datetime | None:
        """When the clock reaches ``seconds``: in the past, or ahead if it runs on (or had run on)."""
        left = seconds
        for stretch in self._running:
            at = self._calendar.due(stretch.since, left)
            last = stretch is self._running[-1] and not self._paused
            if at is not None and (at <= stretch.until or last):
                return at
            left -= self._calendar.elapsed(stretch.since, stretch.until)
        return None

    def _pauses(self) -> tuple[Pause, ...]:
        last = self._stretches[-1] if self._paused else None
        return tuple(
            Pause(since=stretch.since, until=None if stretch is last else stretch.until, cause=stretch.paused)
            for stretch in self._stretches
            if stretch.paused
        )


def _stretches(side: Side, facts: ClockFacts, started: datetime, now: datetime) -> list[_Stretch]:
    ends = [turn.at for turn in facts.turns[1:]] + [max(now, facts.turns[-1].at)]
    stretches = [
        _Stretch(
            since=max(turn.at, started),
            until=max(min(end, now), started),
            party="works" if turn.works else turn.holder.value,
            paused=_paused(side, turn, facts.reported_at),
        )
        for turn, end in zip(facts.turns, ends, strict=True)
        if not turn.over and (end > started or turn is facts.turns[-1])
    ]
    for spared in facts.spared if side == "supplier" else ():
        stretches = [part for stretch in stretches for part in _cut(stretch, spared)]
    return stretches


def _cut(stretch: _Stretch, spared: Spared) -> list[_Stretch]:
    """The stretch, of which what lies within works of ours is not counted. An instant alone is within them or not."""
    since, until = max(stretch.since, spared.start), min(stretch.until, spared.end)
    within = since < until or spared.start <= stretch.since == stretch.until < spared.end
    if stretch.paused or not within:
        return [stretch]
    before = [replace(stretch, until=since)] if stretch.since < since else []
    after = [replace(stretch, since=until)] if spared.end <= stretch.until else []
    works = replace(stretch, since=since, until=until, party="works", paused="planned_works")
    return [*before, works, *after]


def _paused(side: Side, turn: Turn, reported_at: datetime | None) -> PauseCause | None:
    """Why this clock is paused during the turn: each clock stops only while another party must act.

    Ours runs while the supplier works, because our promise is to the business. The supplier's stops while
    the supplier waits for us; before the report, a promise counted from the opening runs.
    """
    if turn.works:
        return "planned_works"
    if turn.holder is Holder.USER:
        return "waiting_user"
    reported = reported_at is not None and turn.at >= reported_at
    return "waiting_us" if side == "supplier" and turn.holder is Holder.US and reported else None


def _shares(calendar: Calendar, stretches: list[_Stretch]) -> tuple[Share, ...]:
    return tuple(
        Share(
            party=party,
            calendar_s=sum(calendar.elapsed(stretch.since, stretch.until) for stretch in theirs),
            wall_s=sum(int(stretch.until.timestamp()) - int(stretch.since.timestamp()) for stretch in theirs),
        )
        for party in _PARTIES
        if (theirs := [stretch for stretch in stretches if stretch.party == party])
    )
