"""Watching: what time, leavers and other works ask of what is agreed about suppliers' sites. One worker at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.authorisation.decide import decide as of_authorisation
from tocsin.core.authorisation.due import due as due_authorisations
from tocsin.core.company import Company
from tocsin.core.correlation.interventions import CANCELLED, ends_at
from tocsin.core.correlation.values import Intervention
from tocsin.core.incident.commands import SpareSupplier
from tocsin.core.incident.decide import decide as of_incident
from tocsin.core.incident.values import TOCSIN, Incident, Spared, TimelineEntry, Verb
from tocsin.core.intervention.collisions import collisions
from tocsin.core.intervention.decide import decide as of_intervention
from tocsin.core.intervention.due import due as due_interventions
from tocsin.core.intervention.judging import Loss, judge
from tocsin.core.intervention.values import Finding, PlannedIntervention
from tocsin.core.kernel.subject import Subject, SubjectKind
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.acted import effects_of
from tocsin.core.lifecycle.effects import Effect
from tocsin.core.mail import MailDue, to_team
from tocsin.core.organisation.rendering import render_named
from tocsin.core.organisation.values import Team
from tocsin.core.recovery.due import due_at, reminders, to_be_reminded
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.flow.sites.authorisations import DUTY
from tocsin.flow.sites.interventions import around
from tocsin.flow.sites.recovery import standings
from tocsin.store import authorisations, incidents, locks, recovery
from tocsin.store import standing as rows
from tocsin.store.models import Account

_LATELY = timedelta(
    days=2
)  # an incident is received, or reported to its supplier, at most this long after an intervention
_NOTHING = Why(code="intervention.meets.nothing")


def watch() -> None:
    """Do what is due: removals of leavers, reminders, warnings, collisions that are new, recovery tests."""
    with transaction.atomic():
        if not locks.try_duty(DUTY):
            return
        here, now = company(), clock.now()
        if not any(
            supplier.site_access or supplier.recovery for supplier in here.organisation.suppliers.values()
        ):
            return
        effects = [*_authorisations(here, now), *_interventions(here, now), *_collisions(here, now)]
        apply((*effects, *_recovery(here, now)), here, now)
        _spare_suppliers(here, now)


def _authorisations(here: Company, now: datetime) -> list[Effect]:
    known = authorisations.standing()
    commands = due_authorisations(known, here.organisation, _disabled(), now=now)
    return [
        effect
        for authorisation, command in commands
        for effect in of_authorisation(authorisation, command, here.organisation, now=now).effects
    ]


def _disabled() -> set[str]:
    """People all of whose accounts are shut."""
    accounts = Account.objects.exclude(person="").values_list("person", "is_active")
    active = {person for person, is_active in accounts if is_active}
    return {person for person, is_active in accounts if not is_active} - active


def _interventions(here: Company, now: datetime) -> list[Effect]:
    commands = due_interventions(authorisations.planned_open(), here.organisation, now=now)
    return [
        effect
        for planned, command in commands
        for effect in of_intervention(planned, command, here.organisation, now=now).effects
    ]


def _collisions(here: Company, now: datetime) -> list[Effect]:
    """Every intervention that is not over is looked at again: what it meets changes with others, and with incidents."""
    noted = rows.findings()
    beside = around(here)
    effects: list[Effect] = []
    for works in beside.works:
        over = works.status == CANCELLED or ends_at(works, here.organisation.policies) <= now
        found = () if over else collisions(works, beside, here)
        effects += _changed(works, found, noted.get(works.id, []), here, now)
    return effects


def _changed(
    works: Intervention, found: tuple[Finding, ...], noted: list[Any], here: Company, now: datetime
) -> list[Effect]:
    """What is new among the findings stands on the timeline, and is mailed to whoever follows the supplier up."""
    before = {_meeting(finding) for finding in msgspec.convert(noted, tuple[Finding, ...])}
    fresh = [finding for finding in found if _meeting(finding) not in before]
    if not fresh and len(found) == len(before):
        return []
    rows.note_findings(works.id, [msgspec.to_builtins(finding) for finding in found])
    subject = Subject.intervention(works.id)
    reasons = [finding.why for finding in fresh] or ([] if found else [_NOTHING])
    entries = [
        TimelineEntry(subject=subject, at=now, actor=TOCSIN, verb=Verb.COLLIDING, why=why) for why in reasons
    ]
    mailed = [finding for finding in fresh if _is_mailed_here(finding, works)]
    return [*entries, *(_mails(works, mailed, here) if mailed else ())]


def _is_mailed_here(finding: Finding, works: Intervention) -> bool:
    """Of two works that meet, the later one's mail is enough."""
    meets = finding.meets
    return meets is None or meets.kind is SubjectKind.INCIDENT or meets.id < works.id


def _meeting(finding: Finding) -> tuple[str, str]:
    return finding.why.code, finding.meets.key if finding.meets else ""


def _mails(works: Intervention, findings: list[Finding], here: Company) -> tuple[MailDue, ...]:
    supplier, team = _desk(works, here)
    if team is None:
        return ()
    listed = "\n".join(render_named(finding.why, here.organisation, team.language) for finding in findings)
    facts = {"what": works.summary or works.reference, "supplier": supplier, "findings": listed}
    title = Why(code="intervention.desk.colliding", facts=facts)
    text = Why(code="intervention.desk.colliding.text", facts=facts)
    return to_team(Subject.intervention(works.id), team, title, text)


def _desk(works: Intervention, here: Company) -> tuple[str, Team | None]:
    """The supplier's name, and our team that follows it up."""
    organisation = here.organisation
    source = organisation.sources.get(works.source)
    planned = authorisations.planned(works.id) if source is None else None
    key = source.supplier if source else planned.supplier if planned else ""
    supplier = organisation.suppliers.get(key)
    if supplier is None or supplier.site_access is None:
        return "", None
    return supplier.name, organisation.teams.get(supplier.site_access.desk)


def _spare_suppliers(here: Company, now: datetime) -> None:
    """Incidents that began within interventions of ours: the supplier's clock stands still where these were declared so."""
    recent = authorisations.planned_around(now - _LATELY, now)
    planned = [known for known in recent if known.declared_at and known.plan.clocks == "supplier"]
    if not planned:
        return
    locks.incidents()
    since = min(known.plan.start for known in planned)
    numbers = incidents.of_suppliers({known.supplier for known in planned}, since)
    known = incidents.load(numbers).values()
    apply([effect for incident in known for effect in _spared(incident, planned, here, now)], here, now)


def _spared(
    incident: Incident, planned: list[PlannedIntervention], here: Company, now: datetime
) -> Iterator[Effect]:
    loss = Loss(cause=incident.cause, since=incident.since, supplier=incident.supplier)
    for known in planned:
        reasons = [
            judgement.why for judgement in judge(loss, [known], (), here) if judgement.counts == "spared"
        ]
        for why in reasons:
            spared = Spared(works=known.id, start=known.plan.start, end=known.plan.end)
            decided = of_incident(incident, SpareSupplier(spared=spared, why=why), now=now)
            if decided.after is not incident:
                yield from effects_of(incident, decided, now=now)
                incident = decided.after


def _recovery(here: Company, now: datetime) -> list[Effect]:
    mails: list[Effect] = []
    for standing in standings(here.organisation, now):
        if to_be_reminded(standing, now=now):
            recovery.reminded(standing.id, due_at(standing))
            why = Why(code="recovery.due", facts={"due_at": due_at(standing).isoformat()})
            entry = TimelineEntry(subject=standing.subject, at=now, actor=TOCSIN, verb=Verb.WARNED, why=why)
            mails += [entry, *reminders(standing, here.organisation)]
    return mails
