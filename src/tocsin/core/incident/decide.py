"""Decide: what a command makes of an incident, or why it is refused. Knows states and turns, no rows."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from tocsin.core.incident import commands as c
from tocsin.core.incident.values import (
    OPEN,
    TOCSIN,
    FrozenCommitment,
    Holder,
    Incident,
    NoticeDue,
    NoticeKind,
    PauseReason,
    State,
    TimelineEntry,
    Turn,
    Verb,
)
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.why import Why

Effects = TimelineEntry | NoticeDue
Outcome = Decision[Incident, Effects]

_DONE = frozenset({State.RESOLVED, State.CLOSED})
_ANY = frozenset(State)

# In which states a command makes sense. A fact is not refused because somebody was quicker: a recovery may
# come twice, late, or first.
ALLOWED: dict[type, frozenset[State]] = {
    c.Take: OPEN,
    c.HandOver: OPEN,
    c.Comment: _ANY,
    c.Pause: frozenset({State.NEW, State.IN_PROGRESS}),
    c.Resume: frozenset({State.PENDING}),
    c.PassBall: OPEN,
    c.ReportToSupplier: OPEN,
    c.Resolve: OPEN,
    c.Close: frozenset({State.RESOLVED}),
    c.Reopen: _DONE,
    c.Recover: _ANY,
    c.Worsen: OPEN,
    c.Ease: _ANY,
    c.NameCause: _ANY,
    c.JoinAlerts: _ANY,
    c.FoldInto: _ANY,
    c.Absorb: OPEN,
    c.ChangePriority: OPEN,
}
_HOLDER_OF = {PauseReason.WAITING_USER: Holder.USER, PauseReason.WAITING_SUPPLIER: Holder.SUPPLIER}


def decide(incident: Incident, command: c.Command, *, now: datetime, by: str = TOCSIN) -> Outcome:
    """The incident after ``command`` by the person ``by`` (key) at ``now``, its entries and notices due.

    Raises Refused, with a code and a sentence, where the command makes no sense; changes nothing then.
    """
    if incident.folded_into is not None and not isinstance(command, c.Comment | c.Recover | c.JoinAlerts):
        raise Refused("incident.refused.folded", parent=f"INC-{incident.folded_into}")
    if incident.state not in ALLOWED[type(command)]:
        raise Refused(f"incident.refused.{incident.state.value}", number=incident.number)
    return _Deciding(incident, now, by).on(command)


class _Deciding:
    """One command on one incident at one instant."""

    def __init__(self, incident: Incident, now: datetime, by: str) -> None:
        self._incident, self._now, self._by = incident, now, by

    def on(self, command: c.Command) -> Outcome:
        match command:
            case c.Take():
                return self._take()
            case c.HandOver(to=to, note=note):
                return self._hand_over(to, note)
            case c.Comment(note=note):
                return self._after(Verb.COMMENTED, data={"note": note})
            case c.Pause():
                return self._pause(command)
            case c.Resume(note=note):
                return self._resume(note)
            case c.PassBall():
                return self._pass_ball(command)
            case c.ReportToSupplier():
                return self._report(command)
            case c.Resolve(note=note):
                return self._resolve(note)
            case c.Close():
                return self._after(Verb.CLOSED, state=State.CLOSED, closed_at=self._now)
            case c.Reopen():
                return self._reopen(command)
            case c.ChangePriority():
                return self._change_priority(command)
            case _:
                return self._on_facts(command)

    def _on_facts(self, command: c.Command) -> Outcome:
        """What Tocsin itself finds out."""
        match command:
            case c.Recover(why=why):
                return self._recover(why)
            case c.Worsen():
                return self._worsen(command)
            case c.Ease():
                return self._ease(command)
            case c.NameCause():
                return self._name_cause(command)
            case c.JoinAlerts(count=count, why=why):
                joined = self._incident.alert_count + count
                return self._after(Verb.JOINED, why=why, data={"count": count}, alert_count=joined)
            case c.FoldInto(parent=parent, why=why):
                return self._fold(parent, why)
            case c.Absorb(child=child, why=why):
                return self._absorb(child, why)
        raise TypeError(f"no rule for {type(command).__name__}")

    # ---- people ----

    def _take(self) -> Outcome:
        if self._incident.owner == self._by:
            raise Refused("incident.refused.already_yours", number=self._incident.number)
        data = {"from": self._incident.owner} if self._incident.owner else {}
        return self._after(Verb.TAKEN, data=data, owner=self._by, state=self._started)

    def _hand_over(self, to: str, note: str) -> Outcome:
        if self._incident.owner == to:
            raise Refused("incident.refused.same_owner", number=self._incident.number, person=to)
        data = {"from": self._incident.owner, "to": to, "note": note}
        return self._after(Verb.HANDED_OVER, data=data, owner=to, state=self._started)

    def _pause(self, command: c.Pause) -> Outcome:
        holder = _HOLDER_OF.get(command.reason, self._incident.holder)
        data = {"reason": command.reason.value, "note": command.note}
        changes = self._turn(holder, works=command.reason is PauseReason.PLANNED_WORKS)
        return self._after(Verb.PAUSED, data=data, state=State.PENDING, pause=command.reason, **changes)

    def _resume(self, note: str) -> Outcome:
        waited = self._incident.pause in _HOLDER_OF
        changes = self._turn(Holder.US if waited else self._incident.holder)
        return self._after(Verb.RESUMED, data={"note": note}, state=State.IN_PROGRESS, pause=None, **changes)

    def _pass_ball(self, command: c.PassBall) -> Outcome:
        if self._incident.holder is command.to:
            raise Refused(f"incident.refused.holder.{command.to.value}", number=self._incident.number)
        if command.to is Holder.SUPPLIER and not self._incident.supplier:
            raise Refused("incident.refused.no_supplier", number=self._incident.number)
        data = {"from": self._incident.holder.value, "to": command.to.value, "note": command.note}
        return self._after(Verb.PASSED, data=data, **self._unpaused(), **self._turn(command.to, self._works))

    def _report(self, command: c.ReportToSupplier) -> Outcome:
        supplier = command.supplier or self._incident.supplier
        if not supplier:
            raise Refused("incident.refused.no_supplier", number=self._incident.number)
        return self._after(
            Verb.REPORTED,
            data={"supplier": supplier, "reference": command.reference},
            supplier=supplier,
            reference=command.reference or self._incident.reference,
            reported_at=self._incident.reported_at or self._now,
            terms=_joined(self._incident.terms, command.terms),
            **self._unpaused(),
            **self._turn(Holder.SUPPLIER, self._works),
        )

    def _resolve(self, note: str) -> Outcome:
        return self._after(
            Verb.RESOLVED,
            data={"note": note},
            state=State.RESOLVED,
            pause=None,
            resolved_at=self._now,
            **self._turn(self._incident.holder, over=True),
        )

    def _reopen(self, command: c.Reopen) -> Outcome:
        return self._after(
            Verb.REOPENED,
            why=command.why,
            data={"note": command.note} if command.note else {},
            notice=NoticeKind.REOPENED,
            state=State.IN_PROGRESS if self._incident.owner else State.NEW,
            recovered_at=None,
            resolved_at=None,
            closed_at=None,
            **self._turn(Holder.US),
        )

    def _change_priority(self, command: c.ChangePriority) -> Outcome:
        before = self._incident
        criticality = command.criticality or before.criticality
        data = {
            "from": [before.priority.value, before.criticality.value],
            "to": [command.priority.value, criticality.value],
            "note": command.note,
        }
        return self._after(
            Verb.PRIORITISED,
            data=data,
            priority=command.priority,
            criticality=criticality,
            priority_by=self._by,
        )

    # ---- facts ----

    def _recover(self, why: Why) -> Outcome:
        """A recovery heard twice, or after everything was said, is no news."""
        if self._incident.recovered_at or self._incident.state is State.CLOSED:
            return Decision(after=self._incident)
        if self._incident.state is State.RESOLVED:
            return self._after(Verb.RECOVERED, why=why, recovered_at=self._now)
        return self._after(
            Verb.RECOVERED,
            why=why,
            notice=NoticeKind.RECOVERED,
            state=State.RESOLVED,
            pause=None,
            recovered_at=self._now,
            resolved_at=self._now,
            **self._turn(self._incident.holder, over=True),
        )

    def _worsen(self, command: c.Worsen) -> Outcome:
        before, weight = self._incident, command.assessment
        priority = min(before.priority, weight.priority)
        effect = max(before.effect, weight.effect, key=lambda one: one.rank)
        worse = (effect, priority) != (before.effect, before.priority)
        return self._after(
            Verb.WORSENED,
            why=command.why,
            data=self._difference(command),
            notice=NoticeKind.WORSENED if worse else None,
            kind=weight.kind if effect is weight.effect else before.kind,
            effect=effect,
            peak=max(before.peak, effect, key=lambda one: one.rank),
            priority=priority,
            criticality=max(before.criticality, weight.criticality, key=lambda one: one.rank),
            applications=weight.applications,
            regions=weight.regions,
            terms=_joined(before.terms, command.terms),
        )

    def _ease(self, command: c.Ease) -> Outcome:
        """Less is hit. A priority that a person set stays; the criticality, and so the promise, stays too."""
        before, weight = self._incident, command.assessment
        return self._after(
            Verb.EASED,
            why=command.why,
            data=self._difference(command),
            kind=weight.kind,
            effect=weight.effect,
            priority=weight.priority if before.priority_by == TOCSIN else before.priority,
            applications=weight.applications,
        )

    def _name_cause(self, command: c.NameCause) -> Outcome:
        """The cause is known; who owns it follows from that, unless somebody has taken it already."""
        before = self._incident
        named = self._after(
            Verb.EXPLAINED,
            why=command.why,
            data={"from": before.cause, "to": command.cause},
            cause=command.cause,
            cause_kind=command.kind,
            inferred=command.inferred,
            title=command.title,
            terms=_joined(before.terms, command.terms),
            **self._supplier_of(command),
        )
        moves = command.owner_team not in ("", before.owner_team) and before.open and not before.owner
        return self._rerouted(named, command) if moves else named

    def _supplier_of(self, command: c.NameCause) -> dict[str, Any]:
        if not command.supplier or self._incident.supplier:
            return {}
        if not command.reported:
            return {"supplier": command.supplier}
        turn = self._turn(Holder.SUPPLIER, self._works) if self._incident.open else {}
        return {"supplier": command.supplier, "reported_at": self._now, **turn}

    def _rerouted(self, named: Outcome, command: c.NameCause) -> Outcome:
        """Another team owns it: it is told as of an opening."""
        number = self._incident.id
        entries = (
            TimelineEntry(incident=number, at=self._now, actor=self._by, verb=Verb.ROUTED, why=why)
            for why in command.routed
        )
        notice = NoticeDue(incident=number, kind=NoticeKind.OPENED, at=self._now)
        return replace(
            named,
            after=replace(named.after, owner_team=command.owner_team),
            effects=(*named.effects, *entries, notice),
        )

    def _fold(self, parent: int, why: Why) -> Outcome:
        if parent == self._incident.id:
            raise Refused("incident.refused.itself", number=self._incident.number)
        return self._after(
            Verb.FOLDED,
            why=why,
            data={"parent": parent},
            state=State.CLOSED,
            pause=None,
            closed_at=self._now,
            folded_into=parent,
            **self._turn(self._incident.holder, over=True),
        )

    def _absorb(self, child: Incident, why: Why) -> Outcome:
        """The trouble began with its first symptom: the child's turns before ours come first."""
        mine = self._incident
        earlier = tuple(turn for turn in child.turns if turn.at < mine.turns[0].at and not turn.over)
        reports = [at for at in (mine.reported_at, child.reported_at) if at]
        return self._after(
            Verb.ABSORBED,
            why=why,
            data={"child": child.id, "count": child.alert_count},
            since=min(mine.since, child.since),
            turns=earlier + mine.turns,
            reported_at=min(reports) if reports and mine.supplier == child.supplier else mine.reported_at,
            terms=_joined(mine.terms, child.terms),
            alert_count=mine.alert_count + child.alert_count,
        )

    # ---- what they share ----

    @property
    def _started(self) -> State:
        return State.IN_PROGRESS if self._incident.state is State.NEW else self._incident.state

    @property
    def _works(self) -> bool:
        return self._incident.pause is PauseReason.PLANNED_WORKS

    def _unpaused(self) -> dict[str, Any]:
        """Passing the ball ends the wait for whoever had it, not planned works."""
        return {"state": State.IN_PROGRESS, "pause": None} if self._incident.pause in _HOLDER_OF else {}

    def _turn(self, holder: Holder, works: bool = False, over: bool = False) -> dict[str, Any]:
        """The changes of a new turn; none where the last one says the same."""
        turns = self._incident.turns
        turn = Turn(at=self._now, holder=holder, works=works, over=over)
        if turns and replace(turns[-1], at=self._now) == turn:
            return {"holder": holder}
        return {"holder": holder, "turns": (*turns, turn)}

    def _difference(self, command: c.Worsen | c.Ease) -> dict[str, Any]:
        before, weight = self._incident, command.assessment
        return {
            "from": [before.effect.value, before.priority.value],
            "to": [weight.effect.value, weight.priority.value],
            "applications": list(weight.applications),
        }

    def _after(
        self,
        verb: Verb,
        *,
        why: Why | None = None,
        data: dict[str, Any] | None = None,
        notice: NoticeKind | None = None,
        **changes: Any,
    ) -> Outcome:
        known = {name: value for name, value in (data or {}).items() if value != ""}
        entry = TimelineEntry(
            incident=self._incident.id, at=self._now, actor=self._by, verb=verb, why=why, data=known
        )
        told = [NoticeDue(incident=self._incident.id, kind=notice, at=self._now)] if notice else []
        return Decision(
            after=replace(self._incident, last_at=self._now, **changes),
            effects=(entry, *told),
            why=(why,) if why else (),
        )


def _joined(
    terms: tuple[FrozenCommitment, ...], more: tuple[FrozenCommitment, ...]
) -> tuple[FrozenCommitment, ...]:
    """Terms once frozen stay; only commitments not yet among them are added."""
    known = {term.spec.key for term in terms}
    return terms + tuple(term for term in more if term.spec.key not in known)
