"""Notices: what is due becomes rows of the outbox, one a recipient, in the transaction of what they tell."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from tocsin.core.escalation.ladder import recipients
from tocsin.core.incident.values import Incident, NoticeDue
from tocsin.core.notice.values import Brief, Notice
from tocsin.flow.keeping import clocks_of
from tocsin.flow.organisation import Company
from tocsin.store import incidents, outbox

_NAMED = 5  # applications named in a notice; the rest are counted


def queue(due: Sequence[NoticeDue], company: Company, now: datetime) -> None:
    """Write the notices that are due to everyone who must be told."""
    if not due:
        return
    concerned = incidents.load({one.incident for one in due})
    devices = incidents.devices_hit(concerned)
    outbox.add(
        [
            Notice(
                id=0,
                kind=one.kind,
                incident=one.incident,
                recipient=recipient.address,
                language=recipient.language,
                zone=recipient.zone,
                created_at=now,
                brief=_brief(incident, devices.get(incident.id, 0), company, now),
                clock=one.clock,
            )
            for one in due
            if (incident := concerned.get(one.incident)) and incident.folded_into is None
            for recipient in recipients(company.organisation, incident, one.kind)
        ]
    )


def _brief(incident: Incident, devices: int, company: Company, now: datetime) -> Brief:
    organisation = company.organisation
    team, owner = organisation.teams.get(incident.owner_team), organisation.persons.get(incident.owner)
    named = [
        organisation.applications[key].name
        for key in incident.applications
        if key in organisation.applications
    ]
    return Brief(
        number=incident.number,
        title=incident.title,
        priority=incident.priority,
        effect=incident.effect,
        since=incident.since,
        applications=tuple(named[:_NAMED]),
        application_count=len(incident.applications),
        device_count=devices,
        team=team.name if team else incident.owner_team,
        owner=owner.name if owner else incident.owner,
        clocks=tuple(replace(clock, pauses=(), shares=()) for clock in clocks_of(incident, company, now)),
    )
