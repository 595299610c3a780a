"""People: what each command of a person makes of an incident. Knows states and turns, no rows and no rights."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from tocsin.core.incident import commands as c
from tocsin.core.incident.outcome import HOLDER_OF, Deciding, Outcome, joined
from tocsin.core.incident.values import (
    FrozenCommitment,
    Handover,
    Holder,
    Incident,
    NoticeKind,
    PauseReason,
    Push,
    State,
    SupplierReference,
    Verb,
)
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.subject import Subject

_LONGEST_ON_IT = timedelta(days=7)


class Acting(Deciding):
    """One method for each command. ``terms``: the frozen promises of a supplier that is named with this command."""

    def __init__(
        self, incident: Incident, now: datetime, by: str, terms: tuple[FrozenCommitment, ...] = ()
    ) -> None:
        super().__init__(incident, now, by)
        self.terms = terms

    def take(self, command: c.Take) -> Outcome:
        """The person becomes its owner."""
        if self.incident.owner == self.by:
            raise Refused("incident.refused.already_yours", number=self.incident.number)
        data = {"from": self.incident.owner} if self.incident.owner else {}
        return self.after(Verb.TAKEN, data=data, owner=self.by, state=self.started, handover=None)

    def on_it(self, command: c.OnIt) -> Outcome:
        """Its owner says until when; at most a week ahead."""
        until = command.until
        if self.incident.owner != self.by:
            raise Refused("incident.refused.not_yours", number=self.incident.number)
        if not self.now < until <= self.now + _LONGEST_ON_IT:
            raise Refused("incident.refused.until", number=self.incident.number)
        data = {"until": until.isoformat(), "note": command.note}
        return self.after(Verb.ON_IT, data=data, on_it_until=until)

    def escalate(self, command: c.Escalate) -> Outcome:
        """The escalation carries it out at once; here it is only asked for."""
        push = Push(line=command.line, at=self.now, by=self.by, note=command.note)
        data = {"line": command.line, "note": command.note}
        return self.after(Verb.ESCALATED, data=data, pushed=(*self.incident.pushed, push))

    def deescalate(self, command: c.Deescalate) -> Outcome:
        """Those who were asked since it was last calm get a notice."""
        calm = self.incident.calm_since
        recent = [asked for asked in self.incident.asked if calm is None or asked.at > calm]
        to = tuple(dict.fromkeys(key for asked in recent for key in asked.to))
        if not to and not self.incident.pushed:
            raise Refused("incident.refused.not_escalated", number=self.incident.number)
        outcome = self.after(Verb.DEESCALATED, data={"note": command.note}, calm_since=self.now, pushed=())
        due = replace(self.due(NoticeKind.DEESCALATED, command.note), to=to)
        return replace(outcome, effects=(*outcome.effects, *((due,) if to else ())))

    def hand_over(self, command: c.HandOver) -> Outcome:
        """It is another person's, or a team's, who get a notice."""
        to, note = command.to, command.note
        if bool(to) is bool(command.team):
            raise Refused("incident.refused.one_of_two", number=self.incident.number)
        if command.team:
            return self._to_team(command.team, note)
        if self.incident.owner == to:
            raise Refused("incident.refused.same_owner", number=self.incident.number, person=to)
        data = {"from": self.incident.owner, "to": to, "note": note}
        notice = None if to == self.by else NoticeKind.HANDED_OVER
        asked = None if to == self.by else self._asked(to)
        return self.after(
            Verb.HANDED_OVER, data=data, notice=notice, owner=to, state=self.started, handover=asked
        )

    def _asked(self, to: str) -> Handover:
        """What the receiver has to answer: those who were asked since it was last settled are remembered."""
        before = self.incident.handover
        if before is None:
            return Handover(giver=self.incident.owner, to=to, at=self.now)
        known = (*before.asked, before.to) if before.to else before.asked
        return Handover(giver=before.giver, to=to, at=self.now, asked=tuple(dict.fromkeys(known)))

    def accept(self, command: c.Accept) -> Outcome:
        """The receiver has understood what comes next."""
        self._needs_asked()
        return self.after(Verb.ACCEPTED, data={"note": command.step}, handover=None)

    def send_back(self, command: c.SendBack) -> Outcome:
        """It is the giver's again, who is notified of the reason; without a giver it waits for its team."""
        asked = self._needs_asked()
        back = replace(asked, to="", asked=(*asked.asked, self.by))
        data = {"from": self.by, "to": asked.giver, "note": command.reason}
        state = self.incident.state if asked.giver else State.NEW
        return self.after(
            Verb.SENT_BACK,
            data=data,
            notice=NoticeKind.HANDED_OVER,
            owner=asked.giver,
            handover=back,
            offered_at=self.incident.offered_at if asked.giver else self.now,
            state=state if self.incident.state is State.IN_PROGRESS else self.incident.state,
        )

    def _needs_asked(self) -> Handover:
        asked, number = self.incident.handover, self.incident.number
        if asked is None or not asked.to:
            raise Refused("incident.refused.not_asked", number=number)
        if asked.to != self.by:
            raise Refused("incident.refused.asked_other", number=number, person=asked.to)
        return asked

    def _to_team(self, team: str, note: str) -> Outcome:
        """It waits for somebody of that team to take it."""
        if self.incident.owner_team == team and not self.incident.owner:
            raise Refused("incident.refused.same_team", number=self.incident.number, team=team)
        return self.after(
            Verb.HANDED_OVER,
            data={"from": self.incident.owner, "team": team, "note": note},
            notice=NoticeKind.HANDED_OVER,
            owner="",
            owner_team=team,
            offered_at=self.now,
            handover=None,
            state=State.NEW if self.incident.state is State.IN_PROGRESS else self.incident.state,
        )

    def regroup(self, command: c.Regrouping) -> Outcome:
        """Correlation carries it out: here the incident itself does not change."""
        return Decision(after=self.incident)

    def comment(self, command: c.Comment) -> Outcome:
        """A line of the timeline, and nothing else."""
        return self.after(Verb.COMMENTED, data={"note": command.note})

    def pause(self, command: c.Pause) -> Outcome:
        """It waits."""
        if command.reason is PauseReason.WAITING_SUPPLIER:
            self._needs_supplier(self.incident.supplier)
        holder = HOLDER_OF.get(command.reason, self.incident.holder)
        data = {"reason": command.reason.value, "note": command.note}
        changes = self.turn(holder, works=command.reason is PauseReason.PLANNED_WORKS)
        return self.after(Verb.PAUSED, data=data, state=State.PENDING, pause=command.reason, **changes)

    def resume(self, command: c.Resume) -> Outcome:
        """It waits no longer."""
        waited = self.incident.pause in HOLDER_OF
        changes = self.turn(Holder.US if waited else self.incident.holder)
        return self.after(
            Verb.RESUMED, data={"note": command.note}, state=State.IN_PROGRESS, pause=None, **changes
        )

    def pass_turn(self, command: c.PassTurn) -> Outcome:
        """Another party has to act."""
        if self.incident.holder is command.to:
            raise Refused(f"incident.refused.holder.{command.to.value}", number=self.incident.number)
        if command.to is Holder.SUPPLIER:
            self._needs_supplier(self.incident.supplier)
        data = {"from": self.incident.holder.value, "to": command.to.value, "note": command.note}
        return self.after(Verb.PASSED, data=data, **self.unpaused(), **self.turn(command.to, self.works))

    def report(self, command: c.ReportToSupplier) -> Outcome:
        """The supplier has to act."""
        supplier = self.incident.supplier or command.supplier
        self._needs_supplier(supplier)
        if command.supplier not in ("", supplier):
            raise Refused("incident.refused.other_supplier", number=self.incident.number, supplier=supplier)
        return self.after(
            Verb.REPORTED,
            data={"supplier": supplier, "reference": command.reference},
            supplier=supplier,
            **(self._typed(command.reference) if command.reference else {}),
            reported_at=self.incident.reported_at or self.now,
            terms=joined(self.incident.terms, self.terms),
            **self.unpaused(),
            **self.turn(Holder.SUPPLIER, self.works),
        )

    def note_reference(self, command: c.NoteReference) -> Outcome:
        """It is quoted from now on; earlier numbers are kept."""
        data = {"reference": command.reference}
        return self.after(Verb.REFERENCED, data=data, **self._typed(command.reference))

    def _typed(self, reference: str) -> dict[str, Any]:
        given = SupplierReference(text=reference, by=self.by, at=self.now)
        return self.referenced([given]) | {"reference": reference}

    def correct_place(self, command: c.CorrectPlace) -> Outcome:
        """It goes on as the right incident: correlation folds it. Both timelines say who said so."""
        if command.right == self.incident.id:
            raise Refused("incident.refused.itself", number=self.incident.number)
        data = {"to": command.right, "note": command.note}
        corrected = self.after(Verb.PLACE_CORRECTED, data=data)
        there = {"of": self.incident.id, "note": command.note}
        entry = self.entry(Verb.PLACE_CORRECTED, None, {name: text for name, text in there.items() if text})
        entry = replace(entry, subject=Subject.incident(command.right))
        return replace(corrected, effects=(*corrected.effects, entry))

    def restore_place(self, command: c.RestorePlace) -> Outcome:
        """It goes on as an incident of its own, which correlation opens."""
        if self.incident.correction is None:
            raise Refused("incident.refused.not_corrected", number=self.incident.number)
        return self.after(Verb.PLACE_RESTORED, data={"note": command.note})

    def _needs_supplier(self, supplier: str) -> None:
        if not supplier:
            raise Refused("incident.refused.no_supplier", number=self.incident.number)

    def resolve(self, command: c.Resolve) -> Outcome:
        """The service is back."""
        return self.after(
            Verb.RESOLVED,
            data={"note": command.note},
            state=State.RESOLVED,
            pause=None,
            resolved_at=self.now,
            handover=None,
            **self.turn(self.incident.holder, over=True),
        )

    def close(self, command: c.Close) -> Outcome:
        """It is done."""
        return self.after(Verb.CLOSED, state=State.CLOSED, closed_at=self.now)

    def reopen(self, command: c.Reopen) -> Outcome:
        """It is open again, and it is our turn."""
        data = {"note": command.note} if command.note else {}
        return self.reopened(data=data, **self.turn(Holder.US))

    def change_priority(self, command: c.ChangePriority) -> Outcome:
        """The person's priority counts from now on; the matrix may still make it more urgent."""
        before = self.incident
        criticality = command.criticality or before.criticality
        data = {
            "from": [before.priority.value, before.criticality.value],
            "to": [command.priority.value, criticality.value],
            "note": command.note,
        }
        return self.after(
            Verb.PRIORITISED,
            data=data,
            priority=command.priority,
            criticality=criticality,
            priority_by=self.by,
        )
