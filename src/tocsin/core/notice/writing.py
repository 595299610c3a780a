"""Writing: from a notice that is due to one notice a recipient, with the incident in short."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from tocsin.core.escalation.ladder import Recipient
from tocsin.core.incident.values import Incident, NoticeDue
from tocsin.core.notice.values import Brief, Notice
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.values import Clock

NAMED = 10  # applications named in a notice; more are counted


def brief_of(
    incident: Incident, clocks: tuple[Clock, ...], organisation: Organisation, *, device_count: int = 0
) -> Brief:
    """The incident in short, with names instead of keys."""
    applications, items = incident.applications, organisation.items
    team = organisation.teams.get(incident.owner_team)
    owner = organisation.persons.get(incident.owner)
    return Brief(
        number=incident.number,
        title=incident.title,
        priority=incident.priority,
        effect=incident.effect,
        since=incident.since,
        applications=tuple(items[key].name if key in items else key for key in applications[:NAMED]),
        application_count=len(applications),
        device_count=device_count,
        team=team.name if team else incident.owner_team,
        owner=owner.name if owner else incident.owner,
        clocks=tuple(replace(clock, pauses=(), shares=()) for clock in clocks),
        heard_at=incident.opened_at,
        over_at=incident.recovered_at,
        late=_late(incident, organisation),
    )


def _late(incident: Incident, organisation: Organisation) -> bool:
    """Over for longer than mails are bundled, when it was first heard: no news any more, only history."""
    long = timedelta(seconds=organisation.policies.notice_bundle_s)
    return incident.recovered_at is not None and incident.opened_at - incident.recovered_at > long


def write(
    due: NoticeDue, brief: Brief, recipients: Iterable[Recipient], *, by: str = ""
) -> tuple[Notice, ...]:
    """One notice for each recipient; their ids are 0 until stored. ``by`` is the name of who brought it about."""
    return tuple(
        Notice(
            id=0,
            kind=due.kind,
            subject=due.subject,
            recipient=recipient.address,
            language=recipient.language,
            zone=recipient.zone,
            created_at=due.at,
            brief=brief,
            clock=due.clock,
            by=by,
            note=due.note,
        )
        for recipient in recipients
    )
