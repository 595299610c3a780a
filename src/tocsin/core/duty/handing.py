"""Handing: what somebody cannot keep goes to somebody who is there, with a note. Knows no rows; nobody asks for leave."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tocsin.core.duty.on_duty import colleagues, on_duty
from tocsin.core.duty.presence import absence_of, is_present, substitute_of
from tocsin.core.duty.values import Roster
from tocsin.core.incident.commands import HandOver
from tocsin.core.incident.values import Holder, Incident
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.sla.answering import answer_due

_REMARKS = 3  # of what was written last
_ELSE_S = 8 * 3600  # for priorities of which nobody is reminded while nobody takes them


def handed(
    incident: Incident, remarks: Sequence[str], organisation: Organisation, roster: Roster, now: datetime
) -> HandOver | None:
    """To whom an incident goes whose owner is away, or has not accepted it in time; None where it stays.

    To the owner's substitute; else to who is on duty in its team; else to the next of its rotations; else to the team,
    where it waits to be taken. Nobody gets it who was asked already. ``remarks`` are what people wrote on it, the
    newest last.
    """
    why = _moving(incident, organisation, roster, now)
    if why is None:
        return None
    to = _receiver(incident, organisation, roster, now)
    return handed_to(to, incident, remarks, why, organisation)


def handed_to(
    to: str, incident: Incident, remarks: Sequence[str], why: Why, organisation: Organisation
) -> HandOver:
    """The hand-over to this person (key; empty: to the team), with its note in their language."""
    person = organisation.persons.get(to)
    language: Language = person.language if person else organisation.settings.languages[0]
    note = handover_note(incident, remarks, why, organisation, language)
    return HandOver(to=to, note=note) if person else HandOver(team=incident.owner_team, note=note)


def accept_due(incident: Incident, organisation: Organisation) -> datetime | None:
    """When it is asked of the next if who was handed it has not answered; None: nobody is asked.

    It may wait for an answer as long as an incident of its priority may wait to be taken.
    """
    wait_s = organisation.policies.untaken.of(incident.priority) or _ELSE_S
    if not incident.asked_of or incident.handover is None:
        return None
    return answer_due(incident.owner_team, incident.priority, incident.handover.at, wait_s, organisation)


def next_step(incident: Incident, organisation: Organisation, language: Language) -> str:
    """What comes next, in one line: the beginning of what a receiver says in their own words."""
    return render_named(_situation(incident), organisation, language)


def handover_note(
    incident: Incident, remarks: Sequence[str], why: Why, organisation: Organisation, language: Language
) -> str:
    """What the receiver must know, after I-PASS: severity, summary, situation and what if, actions so far.

    Its last part, what the receiver has understood, is asked of them. ``why`` says why it moves.
    Source: I-PASS, a form of hand-over between physicians (Starmer et al., NEJM 2014).
    """
    severity, moves, situation = (
        render_named(reason, organisation, language)
        for reason in (_severity(incident), why, _situation(incident))
    )
    title = getattr(incident.title, language)
    last = [f"- {remark}" for remark in remarks[-_REMARKS:]]
    written = [render_named(Why(code="duty.note.remarks"), organisation, language), *last] if last else []
    return "\n".join([severity, title, situation, *written, moves])


def _moving(incident: Incident, organisation: Organisation, roster: Roster, now: datetime) -> Why | None:
    """Why it cannot stay with its owner; None where it can."""
    absence = absence_of(incident.owner, roster, now) if incident.owner else None
    if absence is not None:
        return Why(code="duty.note.away", facts={"person": incident.owner, "by": absence.by})
    due = accept_due(incident, organisation)
    if due is not None and due <= now:
        return Why(code="duty.note.unanswered", facts={"person": incident.asked_of})
    return None


def _receiver(incident: Incident, organisation: Organisation, roster: Roster, now: datetime) -> str:
    asked = incident.handover.asked if incident.handover else ()
    barred = {"", incident.owner, incident.asked_of, *asked}
    there = (
        person
        for person in _candidates(incident, organisation, roster, now)
        if person not in barred and is_present(person, roster, now)
    )
    return next(there, "")


def _candidates(
    incident: Incident, organisation: Organisation, roster: Roster, now: datetime
) -> Iterator[str]:
    yield substitute_of(incident.owner, roster, now)
    current = on_duty(incident.owner_team, now, organisation, roster).person
    yield current
    yield from colleagues(incident.owner_team, current, organisation)


def _severity(incident: Incident) -> Why:
    facts = {"priority": incident.priority.value, "criticality": incident.criticality.value}
    code = "duty.note.severity_applications" if incident.applications else "duty.note.severity"
    return Why(code=code, facts={**facts, "applications": list(incident.applications)})


def _situation(incident: Incident) -> Why:
    if incident.recovered_at:
        return Why(code="duty.note.recovered", facts={"since_at": incident.recovered_at.isoformat()})
    if incident.holder is Holder.SUPPLIER:
        facts = {"supplier": incident.supplier, "reference": incident.reference or "-"}
        return Why(code="duty.note.supplier", facts=facts)
    return Why(code="duty.note.user" if incident.holder is Holder.USER else "duty.note.us")
