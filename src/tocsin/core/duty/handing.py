"""Handing: what absent people own goes to somebody who is present, with a note. Knows no rows; nobody asks for leave."""

from collections.abc import Sequence
from datetime import datetime

from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.presence import absence_of, substitute_of
from tocsin.core.duty.values import Roster
from tocsin.core.incident.commands import HandOver
from tocsin.core.incident.values import Holder, Incident
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named

_REMARKS = 3  # of what was written last


def handed(
    incident: Incident, remarks: Sequence[str], organisation: Organisation, roster: Roster, now: datetime
) -> HandOver | None:
    """To whom an incident goes whose owner is away; None where the owner is there, or nobody owns it.

    To the owner's substitute; else to who is on duty in its team; else to the team, where it waits to be taken.
    ``remarks`` are what people wrote on it, the newest last.
    """
    absence = absence_of(incident.owner, roster, now) if incident.owner else None
    if absence is None:
        return None
    to = substitute_of(incident.owner, roster, now)
    to = to or on_duty(incident.owner_team, now, organisation, roster).person
    person = organisation.persons.get(to)
    language: Language = person.language if person else organisation.settings.languages[0]
    note = handover_note(incident, remarks, organisation, language)
    return HandOver(to=to, note=note) if person else HandOver(team=incident.owner_team, note=note)


def handover_note(
    incident: Incident, remarks: Sequence[str], organisation: Organisation, language: Language
) -> str:
    """What the receiver must know, after I-PASS: severity, summary, actions so far, who must act and what is awaited.

    Source: I-PASS, a form of hand-over between physicians (Starmer et al., NEJM 2014).
    """
    lines = [_severity(incident), _situation(incident)]
    sentences = [render_named(why, organisation, language) for why in lines]
    title = getattr(incident.title, language)
    last = [f"- {remark}" for remark in remarks[-_REMARKS:]]
    written = [render_named(Why(code="duty.note.remarks"), organisation, language), *last] if last else []
    return "\n".join([sentences[0], title, sentences[1], *written])


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
