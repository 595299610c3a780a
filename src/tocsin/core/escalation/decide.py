"""Decide: what time asks of an open incident: alarms of its clocks, an expired acknowledgement, the next steps. Pure."""

from datetime import datetime

from msgspec.structs import replace

from tocsin.core.duty.values import Roster
from tocsin.core.escalation import alarm as clock_alarm
from tocsin.core.escalation.steps import (
    Due,
    acknowledged_until,
    pushed_step,
    unacknowledged_since,
    upcoming,
)
from tocsin.core.escalation.targets import Reached, reached
from tocsin.core.incident.values import (
    TOCSIN,
    Asked,
    Incident,
    NoticeDue,
    NoticeKind,
    Push,
    TimelineEntry,
    Verb,
)
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.escalation import FrozenPolicy, Step
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.routing.policy import is_last_resort, policy_of
from tocsin.core.sla.durations import render_duration
from tocsin.core.sla.values import Clock

Effects = TimelineEntry | NoticeDue
_LAPSED = "lapsed:"  # the mark of an expired acknowledgement, before its instant
_MOST = 50  # steps carried out at one look


def next_look(
    incident: Incident, organisation: Organisation, clocks: tuple[Clock, ...], *, now: datetime
) -> datetime | None:
    """When ``decide`` has something to do next, although nothing happens; None: never."""
    if not incident.open or incident.folded_into is not None:
        return clock_alarm.next_look(incident, clocks, now=now)
    until = acknowledged_until(incident, policy_of(incident, organisation))
    looks = [
        clock_alarm.next_look(incident, clocks, now=now),
        now if incident.pushed else None,
        until if until and _mark(until) not in incident.announced else None,
        *(due.at for due in upcoming(incident, organisation, clocks, now=now)[:1]),
    ]
    return min(filter(None, looks), default=None)


def decide(
    incident: Incident,
    organisation: Organisation,
    roster: Roster,
    clocks: tuple[Clock, ...],
    *,
    now: datetime,
) -> Decision[Incident, Effects]:
    """All that is due at ``now``; a step that reaches nobody costs no delay. ``clocks`` are read at ``now``."""
    ticked = clock_alarm.alarm(incident, clocks, now=now)
    if not incident.open or incident.folded_into is not None:
        return ticked
    escalating = _Escalating(ticked.after, organisation, roster, clocks, now)
    escalating.run()
    return Decision(after=escalating.incident, effects=(*ticked.effects, *escalating.effects))


class _Escalating:
    """One incident, asked step by step for all that is due."""

    def __init__(
        self,
        incident: Incident,
        organisation: Organisation,
        roster: Roster,
        clocks: tuple[Clock, ...],
        now: datetime,
    ) -> None:
        self.incident = incident
        self.effects: list[Effects] = []
        self._here, self._roster, self._clocks, self._now = organisation, roster, clocks, now
        self._policy: FrozenPolicy = policy_of(incident, organisation)

    def run(self) -> None:
        """Expired acknowledgement, what people asked for, then what time asks for."""
        self._lapse()
        for push in self.incident.pushed:
            self._push(push)
        for _ in range(_MOST):
            due = next(iter(upcoming(self.incident, self._here, self._clocks, now=self._now)), None)
            if due is None or due.at > self._now:
                return
            self._carry_out(due)

    def _lapse(self) -> None:
        until = acknowledged_until(self.incident, self._policy)
        if until is None or until > self._now or _mark(until) in self.incident.announced:
            return
        owner = self.incident.owner
        marks = tuple(mark for mark in self.incident.announced if not mark.startswith(_LAPSED))
        since = self.incident.acknowledged_at or until
        facts = {"person": owner, "since_at": since.isoformat()}
        self._note(Verb.LAPSED, Why(code="escalation.lapsed", facts=facts), {})
        self._due(NoticeKind.LAPSED, (owner,))
        self._after(announced=(*marks, _mark(until)))

    def _push(self, push: Push) -> None:
        """The next step of the line; where it reaches nobody, the one after it."""
        self._after(pushed=tuple(other for other in self.incident.pushed if other is not push))
        steps = self._policy.policy.steps
        first = pushed_step(self.incident, self._policy, push)
        line = (
            []
            if first is None
            else [
                place
                for place in range(first, len(steps))
                if steps[place].line == push.line and not is_last_resort(steps[place])
            ]
        )
        for place in line:
            whom = self._reached(steps[place])
            self._keep(Due(step=place, since=self._since(steps[place]), at=self._now), whom, again=False)
            if whom.to:
                facts = {"asked": list(whom.to), "by": push.by}
                self._note(
                    Verb.ESCALATED, Why(code="escalation.by_hand", facts=facts), _data(steps[place], whom)
                )
                self._due(
                    NoticeKind.ESCALATED,
                    whom.to,
                    by=push.by,
                    note=push.note,
                    call=whom.call,
                    channel=_way(steps[place]),
                )
                return
        self._note(Verb.ESCALATED, Why(code="escalation.by_hand.nobody", facts={"by": push.by}), {})

    def _since(self, step: Step) -> datetime:
        """Since when the step's own reason holds, so that time does not ask again at once whom a person has asked."""
        if step.on == "unacknowledged":
            return unacknowledged_since(self.incident, self._policy)
        worse = self.incident.worsened_at
        return worse if step.on == "worsened" and worse else self.incident.opened_at

    def _carry_out(self, due: Due) -> None:
        step = self._policy.policy.steps[due.step]
        whom = self._reached(step)
        silent = self._silent(step, due.since)
        self._keep(due, whom, again=due.again)
        verb = Verb.UNTAKEN if step.on == "unacknowledged" else Verb.ESCALATED
        self._note(verb, self._why(step, due, whom, silent), _data(step, whom))
        if whom.to:
            kind, clock = _kind(step)
            self._due(kind, whom.to, clock=clock, call=whom.call, channel=_way(step))

    def _silent(self, step: Step, since: datetime) -> list[str]:
        """Who was asked in this wait and has not answered."""
        if step.on != "unacknowledged":
            return []
        earlier = [asked for asked in self.incident.asked if asked.since == since]
        return list(dict.fromkeys(key for asked in earlier for key in asked.to))

    def _reached(self, step: Step) -> Reached:
        return reached(step, self.incident, self._here, self._roster, self._now)

    def _keep(self, due: Due, whom: Reached, *, again: bool) -> None:
        known = next((asked for asked in self.incident.asked if asked.step == due.step), None)
        count = known.count + 1 if again and known else 1
        began = known.began if again and known else self._now
        asked = Asked(
            step=due.step,
            since=due.since,
            at=self._now,
            began=began,
            to=whom.to,
            count=count,
            unread=whom.unread,
        )
        others = (other for other in self.incident.asked if other.step != due.step)
        self._after(asked=(*others, asked))

    def _why(self, step: Step, due: Due, whom: Reached, silent: list[str]) -> Why:
        facts: dict[str, object] = {
            "priority": self.incident.priority.value,
            "waited": render_duration(round((self._now - due.since).total_seconds())),
            "asked": list(whom.to),
            "absent": list(whom.absent),
            "silent": silent,
            "targets": list(step.to),
        }
        if is_last_resort(step):
            return Why(
                code="escalation.last_resort" if whom.to else "escalation.last_resort.nobody", facts=facts
            )
        if not whom.to:
            return Why(code="escalation.nobody.absent" if whom.absent else "escalation.nobody", facts=facts)
        if step.on == "commitment":
            name = next((clock.name for clock in self._clocks if clock.side == step.party), "")
            facts |= {"share": step.share, "name": name}
            return Why(code=f"escalation.commitment.{step.party}", facts=facts)
        if step.on == "unacknowledged":
            facts["person"] = self.incident.owner
            code = "escalation.silent" if self.incident.owner else "escalation.untaken"
            return Why(code=f"{code}.asked" if silent else code, facts=facts)
        return Why(code=f"escalation.{step.on}", facts=facts)

    def _note(self, verb: Verb, why: Why, data: dict[str, object]) -> None:
        self.effects.append(
            TimelineEntry(
                subject=self.incident.subject, at=self._now, actor=TOCSIN, verb=verb, why=why, data=data
            )
        )

    def _due(
        self,
        kind: NoticeKind,
        to: tuple[str, ...],
        *,
        clock: str = "",
        by: str = TOCSIN,
        note: str = "",
        call: str = "",
        channel: str = "mail",
    ) -> None:
        self.effects.append(
            NoticeDue(
                subject=self.incident.subject,
                kind=kind,
                at=self._now,
                clock=clock,
                by=by,
                note=note,
                to=to,
                call=call,
                channel=channel,
            )
        )

    def _after(self, **changes: object) -> None:
        self.incident = replace(self.incident, last_at=self._now, **changes)


def _mark(until: datetime) -> str:
    return f"{_LAPSED}{until.isoformat()}"


def _kind(step: Step) -> tuple[NoticeKind, str]:
    """What people are notified of, and the side of the clock that it is about."""
    if step.on == "commitment":
        return (NoticeKind.BREACHED if step.share >= 100 else NoticeKind.AT_RISK), step.party
    return (NoticeKind.UNTAKEN if step.on == "unacknowledged" else NoticeKind.ESCALATED), ""


def _way(step: Step) -> str:
    """By which kind of way those asked are notified; who is to call somebody is notified by mail."""
    return "mail" if step.channel == "phone" else step.channel


def _data(step: Step, whom: Reached) -> dict[str, object]:
    data: dict[str, object] = {"asked": list(whom.to), "line": step.line, "channel": step.channel}
    return {**data, "call": whom.call} if whom.call else data
