"""People: what a person's command makes of an incident. Knows states and turns, no rows and no rights."""

from tocsin.core.incident import commands as c
from tocsin.core.incident.outcome import HOLDER_OF, Deciding, Outcome, joined
from tocsin.core.incident.values import Holder, NoticeKind, PauseReason, State, Verb
from tocsin.core.kernel.errors import Refused


class Acting(Deciding):
    """A command that a person may give."""

    def on(self, command: c.Command) -> Outcome | None:
        """The outcome; None where the command is none of a person's."""
        match command:
            case c.Take():
                return self._take()
            case c.HandOver(to=to, note=note):
                return self._hand_over(to, note)
            case c.Comment(note=note):
                return self.after(Verb.COMMENTED, data={"note": note})
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
                return self.after(Verb.CLOSED, state=State.CLOSED, closed_at=self.now)
            case c.Reopen():
                return self._reopen(command)
            case c.ChangePriority():
                return self._change_priority(command)
        return None

    def _take(self) -> Outcome:
        if self.incident.owner == self.by:
            raise Refused("incident.refused.already_yours", number=self.incident.number)
        data = {"from": self.incident.owner} if self.incident.owner else {}
        return self.after(Verb.TAKEN, data=data, owner=self.by, state=self.started)

    def _hand_over(self, to: str, note: str) -> Outcome:
        if self.incident.owner == to:
            raise Refused("incident.refused.same_owner", number=self.incident.number, person=to)
        data = {"from": self.incident.owner, "to": to, "note": note}
        notice = None if to == self.by else NoticeKind.HANDED_OVER
        return self.after(Verb.HANDED_OVER, data=data, notice=notice, owner=to, state=self.started)

    def _pause(self, command: c.Pause) -> Outcome:
        if command.reason is PauseReason.WAITING_SUPPLIER:
            self._needs_supplier(self.incident.supplier)
        holder = HOLDER_OF.get(command.reason, self.incident.holder)
        data = {"reason": command.reason.value, "note": command.note}
        changes = self.turn(holder, works=command.reason is PauseReason.PLANNED_WORKS)
        return self.after(Verb.PAUSED, data=data, state=State.PENDING, pause=command.reason, **changes)

    def _resume(self, note: str) -> Outcome:
        waited = self.incident.pause in HOLDER_OF
        changes = self.turn(Holder.US if waited else self.incident.holder)
        return self.after(Verb.RESUMED, data={"note": note}, state=State.IN_PROGRESS, pause=None, **changes)

    def _pass_ball(self, command: c.PassBall) -> Outcome:
        if self.incident.holder is command.to:
            raise Refused(f"incident.refused.holder.{command.to.value}", number=self.incident.number)
        if command.to is Holder.SUPPLIER:
            self._needs_supplier(self.incident.supplier)
        data = {"from": self.incident.holder.value, "to": command.to.value, "note": command.note}
        return self.after(Verb.PASSED, data=data, **self.unpaused(), **self.turn(command.to, self.works))

    def _report(self, command: c.ReportToSupplier) -> Outcome:
        supplier = self.incident.supplier or command.supplier
        self._needs_supplier(supplier)
        if command.supplier not in ("", supplier):
            raise Refused("incident.refused.other_supplier", number=self.incident.number, supplier=supplier)
        return self.after(
            Verb.REPORTED,
            data={"supplier": supplier, "reference": command.reference},
            supplier=supplier,
            reference=command.reference or self.incident.reference,
            reported_at=self.incident.reported_at or self.now,
            terms=joined(self.incident.terms, command.terms),
            **self.unpaused(),
            **self.turn(Holder.SUPPLIER, self.works),
        )

    def _needs_supplier(self, supplier: str) -> None:
        if not supplier:
            raise Refused("incident.refused.no_supplier", number=self.incident.number)

    def _resolve(self, note: str) -> Outcome:
        return self.after(
            Verb.RESOLVED,
            data={"note": note},
            state=State.RESOLVED,
            pause=None,
            resolved_at=self.now,
            **self.turn(self.incident.holder, over=True),
        )

    def _reopen(self, command: c.Reopen) -> Outcome:
        return self.after(
            Verb.REOPENED,
            why=command.why,
            data={"note": command.note} if command.note else {},
            notice=NoticeKind.REOPENED,
            state=State.IN_PROGRESS if self.incident.owner else State.NEW,
            recovered_at=None,
            resolved_at=None,
            closed_at=None,
            **(
                self.told_by_supplier(command.at) if command.reported else self.turn(Holder.US, at=command.at)
            ),
        )

    def _change_priority(self, command: c.ChangePriority) -> Outcome:
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
