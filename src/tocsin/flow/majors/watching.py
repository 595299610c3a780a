"""Watching: what time asks of the major incidents, what folds, and what should be one. One worker at a time."""

from datetime import datetime

from django.db import transaction

from tocsin.core.company import Company
from tocsin.core.incident.values import TOCSIN, Incident, TimelineEntry, Verb
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue, to_team
from tocsin.core.major.due import due
from tocsin.core.major.proposing import proposed
from tocsin.core.major.values import LinkIncident, Major, NoteFelt
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.majors.records import DUTY, carry_out, here
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks, majors
from tocsin.store.majors import Proposal
from tocsin.store.read import status
from tocsin.store.read.incidents import open_ids


def watch() -> None:
    """Find commanders, remind of updates, follow what was folded, propose what meets a criterion."""
    with transaction.atomic():
        if not locks.try_duty(DUTY):
            return
        now = clock.now()
        for major, command in due(majors.unreviewed(), here(), now=now):
            carry_out(major, command, TOCSIN)
        _follow()
        for major in majors.current():
            note_felt(major)
        _propose(company(), now)


def note_felt(major: Major) -> Major:
    """Keep what users feel of it that its status pages show: once it is over, no row says so."""
    pages = company().organisation.status_pages.values()
    shown = {item for page in pages for service in page.services for item in service.items}
    new = [item for item in status.felt(major.incidents, shown) if item not in major.felt]
    return carry_out(major, NoteFelt(items=tuple(new)), TOCSIN) if new else major


def _follow() -> None:
    """An incident that was folded into another is represented by that one."""
    for major in majors.current():
        known = incidents.load(major.incidents)
        for incident in known.values():
            target = incident.folded_into
            if target is not None and target not in major.incidents and incident.id in major.incidents:
                into = incidents.load([target])[target]
                command = LinkIncident(incident=target, regions=into.regions, instead=incident.id)
                major = carry_out(major, command, TOCSIN)


def _propose(here: Company, now: datetime) -> None:
    if not any(plan.propose for plan in here.organisation.majors):
        return
    numbers = open_ids()
    known = {*majors.proposals(numbers), *majors.of_incidents(numbers)}
    for incident in incidents.load(number for number in numbers if number not in known).values():
        if why := proposed(incident, here.organisation):
            majors.propose(Proposal(incident=incident.id, at=now, why=why))
            apply(_proposal(incident, why, here, now), here, now)


def _proposal(incident: Incident, why: Why, here: Company, now: datetime) -> list[TimelineEntry | MailDue]:
    """A line on its timeline, and a mail to its team: a person declares it, or says no."""
    entry = TimelineEntry(subject=incident.subject, at=now, actor=TOCSIN, verb=Verb.MAJOR_PROPOSED, why=why)
    team = here.organisation.teams.get(incident.owner_team)
    if team is None:
        return [entry]
    facts = {"incident": incident.number, "why": render_named(why, here.organisation, team.language)}
    title = Why(code="major.mail.proposed", facts=facts)
    return [entry, *to_team(incident.subject, team, title, Why(code="major.mail.proposed.text", facts=facts))]
