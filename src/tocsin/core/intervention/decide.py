"""Decide: what a command makes of an intervention of ours, the mails that it sends, and what the timeline keeps."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tocsin.core.authorisation.rule import terms_of
from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb
from tocsin.core.intervention import values as v
from tocsin.core.intervention.values import (
    Finding,
    Plan,
    PlanChanged,
    PlannedIntervention,
    PlanState,
    Severity,
)
from tocsin.core.kernel.amounts import in_euros
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.why import Why
from tocsin.core.mail import Asking, MailDue, language_of, to_supplier, to_team
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sites import FormName

Effect = PlanChanged | TimelineEntry | MailDue
Decided = Decision[PlannedIntervention, Effect]
_FIRST_YEAR, _LAST_YEAR = 2000, 2200  # what is beyond is a slip, and no zone can be applied to it


def draft(number: int, plan: Plan, organisation: Organisation, *, now: datetime, by: str) -> Decided:
    """A new intervention, not sent to anybody yet. Raises Refused where it makes no sense."""
    supplier = supplier_of(plan, organisation)
    planned = PlannedIntervention(
        id=number,
        supplier=supplier,
        plan=plan,
        names=_names(plan, organisation),
        state=PlanState.DRAFT,
        by=by,
    )
    return _Deciding(planned, organisation, now, by).done(planned, Verb.DRAFTED)


def decide(
    known: PlannedIntervention,
    command: v.Command,
    organisation: Organisation,
    *,
    now: datetime,
    by: str = TOCSIN,
    findings: Sequence[Finding] = (),
) -> Decided:
    """The intervention after the command. ``findings`` are those of the check of what is to be sent.

    Raises Refused where its state, or a finding, does not allow it.
    """
    deciding = _Deciding(known, organisation, now, by)
    match command:
        case v.Change(plan=plan):
            return deciding.change(plan)
        case v.Declare(accepted=accepted):
            return deciding.declare(findings, accepted)
        case v.Acknowledge(proof=proof, reference=reference):
            return deciding.acknowledge(proof, reference)
        case v.Refuse(proof=proof):
            return deciding.refuse(proof)
        case v.Prolong(end=end, accepted=accepted):
            return deciding.prolong(end, findings, accepted)
        case v.End(note=note):
            return deciding.end(note)
        case v.Cancel(note=note):
            return deciding.cancel(note)
        case v.Remind():
            return deciding.remind()
        case v.Overrun():
            return deciding.overrun()
        case v.Answered(message=message, line=line):
            return deciding.answered(message, line)
        case v.Called(minutes=minutes, cost=cost, text=text):
            return deciding.called(minutes, cost, text)


def asking(known: PlannedIntervention, organisation: Organisation, *, now: datetime) -> Asking | None:
    """What the supplier is asked now, as it leaves, or is to be said on the phone. None: nothing."""
    deciding = _Deciding(known, organisation, now, TOCSIN)
    return deciding.asking(_waits_for(known), known) if known.asked_at and not known.over else None


def _waits_for(known: PlannedIntervention) -> FormName:
    return "declare" if known.sequence <= 1 else "prolong"


def supplier_of(plan: Plan, organisation: Organisation) -> str:
    """The one supplier whose rooms these are. Raises Refused: none, several, or a window that is none."""
    if plan.end <= plan.start or not _FIRST_YEAR <= plan.start.year <= plan.end.year <= _LAST_YEAR:
        raise Refused("intervention.refused.window")
    if not plan.what.strip():
        raise Refused("intervention.refused.what")
    unknown = [key for key in (*plan.places, *plan.mutes) if key not in organisation.items]
    if unknown or not plan.places:
        raise Refused("intervention.refused.places", items=unknown or "-")
    suppliers = {organisation.supplier_of(key) for key in plan.places}
    if len(suppliers) != 1 or not (terms_of(organisation, next(iter(suppliers)))):
        raise Refused("intervention.refused.supplier")
    return suppliers.pop()


class _Deciding:
    """One command on one intervention."""

    def __init__(
        self, known: PlannedIntervention, organisation: Organisation, now: datetime, by: str
    ) -> None:
        self._known, self._organisation, self._now, self._by = known, organisation, now, by

    def change(self, plan: Plan) -> Decided:
        self._in(PlanState.DRAFT)
        supplier = supplier_of(plan, self._organisation)
        names = _names(plan, self._organisation)
        after = replace(self._known, plan=plan, supplier=supplier, names=names)
        return self.done(after, Verb.CHANGED)

    def declare(self, findings: Sequence[Finding], accepted: bool) -> Decided:
        self._in(PlanState.DRAFT)
        _passed(findings, accepted)
        after = replace(self._known, state=PlanState.DECLARED, declared_at=self._now)
        return self._sent("declare", after, findings=findings)

    def acknowledge(self, proof: str, reference: str) -> Decided:
        if self._known.asked_at is None or self._known.over:
            raise Refused("intervention.refused.state", number=self._known.subject.number)
        self._proved(proof)
        after = replace(
            self._known,
            state=PlanState.ACKNOWLEDGED,
            acknowledged_at=self._now,
            asked_at=None,
            reference=reference or self._known.reference,
        )
        return self.done(after, Verb.CONFIRMED, note=proof, reference=reference)

    def refuse(self, proof: str) -> Decided:
        self._in(PlanState.DECLARED, PlanState.ACKNOWLEDGED)
        self._proved(proof)
        after = replace(self._known, state=PlanState.REFUSED, asked_at=None)
        return self.done(after, Verb.REFUSED, note=proof)

    def prolong(self, end: datetime, findings: Sequence[Finding], accepted: bool) -> Decided:
        self._in(*v.SENT)
        if end <= self._known.plan.end or end.year > _LAST_YEAR:
            raise Refused("intervention.refused.window")
        _passed(findings, accepted)
        plan = replace(self._known.plan, end=end)
        after = replace(self._known, plan=plan, state=PlanState.DECLARED, overrun_noted=False)
        return self._sent("prolong", after, findings=findings)

    def end(self, note: str) -> Decided:
        self._in(*v.SENT)
        if self._now < self._known.plan.start:
            raise Refused("intervention.refused.not_begun")
        end = (
            min(self._known.plan.end, self._now)
            if self._now > self._known.plan.start
            else self._known.plan.end
        )
        plan = replace(self._known.plan, end=end)
        return self._sent("end", replace(self._known, plan=plan, state=PlanState.ENDED), note=note)

    def cancel(self, note: str) -> Decided:
        self._in(PlanState.DRAFT, *v.SENT)
        after = replace(self._known, state=PlanState.CANCELLED, asked_at=None)
        if self._known.state is PlanState.DRAFT:
            return self.done(after, Verb.CANCELLED, note=note)
        return self._sent("cancel", after, note=note)

    def remind(self) -> Decided:
        """Write the same again, and inform the desk."""
        known = self._known
        if known.asked_at is None:
            raise Refused("intervention.refused.state", number=known.subject.number)
        after = replace(known, asked_at=self._now, reminded=known.reminded + 1)
        why = Why(code="intervention.unanswered", facts={"asked_at": known.asked_at.isoformat()})
        asking = self.asking(_waits_for(known), after)
        mails = (*(asking.mails if asking else ()), *self._to_desk("unanswered"))
        return self.done(after, Verb.REMINDED, why=why, mails=mails)

    def called(self, minutes: int, cost: int, text: str) -> Decided:
        """Somebody called the supplier: it has as long again to answer, where it owes an answer."""
        self._in(*v.SENT)
        if not text.strip():
            raise Refused("site.refused.no_text")
        after = replace(self._known, asked_at=self._now) if self._known.asked_at else self._known
        why = Why(code="site.called", facts={"minutes": minutes, **in_euros(cost)})
        return self.done(after, Verb.CALLED, why=why, note=text)

    def answered(self, message: int, line: str) -> Decided:
        """It is noted, and waits for a person as long again before the supplier is reminded."""
        waiting = self._known.asked_at is not None
        after = replace(self._known, asked_at=self._now) if waiting else self._known
        mails = self._to_desk("answered") if waiting else ()
        return self.done(
            after, Verb.ANSWERED, mails=mails, message=str(message) if message else "", note=line
        )

    def overrun(self) -> Decided:
        why = Why(code="intervention.overrun", facts={"end_at": self._known.plan.end.isoformat()})
        after = replace(self._known, overrun_noted=True)
        return self.done(after, Verb.WARNED, why=why, mails=self._to_desk("overrun"))

    def done(
        self,
        after: PlannedIntervention,
        verb: Verb,
        *,
        why: Why | None = None,
        mails: tuple[MailDue, ...] = (),
        **data: object,
    ) -> Decided:
        """The decision, with its entry on the timeline."""
        after = replace(after, revision=self._known.revision + 1)
        kept = {name: value for name, value in data.items() if value}
        entry = TimelineEntry(
            subject=after.subject, at=self._now, actor=self._by, verb=verb, why=why, data=kept
        )
        return Decision(after=after, effects=(PlanChanged(planned=after), entry, *mails))

    def _sent(
        self, form: FormName, after: PlannedIntervention, *, note: str = "", findings: Sequence[Finding] = ()
    ) -> Decided:
        """The supplier is written to; what was found before, and accepted, stands on the timeline."""
        waits = form in ("declare", "prolong")
        after = replace(
            after, asked_at=self._now if waits else None, reminded=0, sequence=self._known.sequence + 1
        )
        risks = [finding.why for finding in findings if finding.severity is Severity.RISK]
        why = Why(code="intervention.accepted", facts={"count": len(risks)}) if risks else None
        asking = self.asking(form, after, note)
        mails, to = (asking.mails, asking.to) if asking else ((), "")
        return self.done(after, Verb.REQUESTED, why=why, mails=mails, what=form, to=to, note=note)

    def asking(self, form: FormName, after: PlannedIntervention, note: str = "") -> Asking | None:
        """What the supplier is asked, or informed of, by its terms' channel."""
        supplier = self._organisation.suppliers.get(after.supplier)
        if supplier is None or supplier.site_access is None:
            return None  # the supplier's terms were taken out of the files: there is nobody to write to
        language = language_of(supplier, self._organisation)
        contract = self._organisation.contract_of(after.supplier, after.plan.places[0])
        zone = ZoneInfo(supplier.zone)
        pattern = "%d/%m/%Y %H:%M" if language == "fr" else "%Y-%m-%d %H:%M"
        words = {
            "number": after.subject.number,
            "reference": after.reference or "-",
            "what": after.plan.what,
            "people": ", ".join(after.names),
            "places": " ; ".join(self._organisation.display_name(key) for key in after.plan.places),
            "from": f"{after.plan.start.astimezone(zone):{pattern}}",
            "until": f"{after.plan.end.astimezone(zone):{pattern}}",
            "zone": supplier.zone,
            "note": note or "-",
            "company": self._organisation.settings.name,
            "contract": contract.number if contract else "-",
        }
        words["place"] = words["places"]  # as a ticket desk's form calls it
        return to_supplier(after.subject, supplier, "intervention", form, words, self._organisation)

    def _to_desk(self, code: str) -> tuple[MailDue, ...]:
        return to_desk(self._known, code, self._organisation)

    def _in(self, *states: PlanState) -> None:
        if self._known.state not in states:
            raise Refused("intervention.refused.state", number=self._known.subject.number)

    def _proved(self, proof: str) -> None:
        if not proof.strip():
            raise Refused("authorisation.refused.no_proof")


def to_desk(planned: PlannedIntervention, code: str, organisation: Organisation) -> tuple[MailDue, ...]:
    """The mail to our team that follows the supplier up."""
    terms = terms_of(organisation, planned.supplier)
    team = organisation.teams.get(terms.desk) if terms else None
    if team is None:
        return ()
    facts = {"what": planned.plan.what, "supplier": organisation.suppliers[planned.supplier].name}
    title = Why(code=f"intervention.desk.{code}", facts=facts)
    return to_team(planned.subject, team, title, Why(code=f"intervention.desk.{code}.text", facts=facts))


def _passed(findings: Sequence[Finding], accepted: bool) -> None:
    severities = {finding.severity for finding in findings}
    if Severity.STOP in severities:
        stops = [finding.why for finding in findings if finding.severity is Severity.STOP]
        raise Refused("intervention.refused.stopped", count=len(stops))
    if Severity.RISK in severities and not accepted:
        raise Refused("intervention.refused.risks")


def _names(plan: Plan, organisation: Organisation) -> tuple[str, ...]:
    known = organisation.persons
    return tuple(known[key].name if key in known else key for key in plan.people)
