"""Writing: a notice that is due becomes one notice for each recipient, with the incident in short."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from msgspec.structs import replace

from tocsin.core.duty.on_duty import on_duty
from tocsin.core.duty.values import Roster
from tocsin.core.duty.ways import MAIL, Way, sendable
from tocsin.core.escalation.ladder import Recipient, recipients
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, NoticeDue
from tocsin.core.kernel.value import Value
from tocsin.core.notice.values import Brief, Notice, Struck
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.values import Clock

Ways = Mapping[str, Sequence[Way]]  # by person (key)
NAMED = 10  # applications named in a notice; more are counted


class HitsAlike(Value):
    """The applications (keys) that an incident hits with one effect, and how many devices."""

    effect: Effect
    applications: tuple[str, ...] = ()
    devices: int = 0


def brief_of(
    incident: Incident,
    clocks: tuple[Clock, ...],
    organisation: Organisation,
    *,
    hits: Iterable[HitsAlike] = (),
) -> Brief:
    """The incident in short, with names instead of keys. ``hits``: what it hits, by effect."""
    applications, items = incident.applications, organisation.items
    struck = tuple(_struck(alike, incident, organisation) for alike in sorted(hits, key=_worst_first))
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
        device_count=sum(alike.device_count for alike in struck),
        struck=struck,
        team=team.name if team else incident.owner_team,
        owner=owner.name if owner else incident.owner,
        clocks=tuple(replace(clock, pauses=(), shares=()) for clock in clocks),
        received_at=incident.opened_at,
        over_at=incident.recovered_at,
        late=_late(incident, organisation),
    )


def _struck(alike: HitsAlike, incident: Incident, organisation: Organisation) -> Struck:
    """By name, in the order of the incident: the most urgent first."""
    place = {key: number for number, key in enumerate(incident.applications)}
    keys = sorted(alike.applications, key=lambda key: (place.get(key, len(place)), key))
    items = organisation.items
    return Struck(
        effect=alike.effect,
        applications=tuple(items[key].name if key in items else key for key in keys[:NAMED]),
        application_count=len(keys),
        device_count=alike.devices,
    )


def _worst_first(alike: HitsAlike) -> int:
    return -alike.effect.rank


def _late(incident: Incident, organisation: Organisation) -> bool:
    """Whether it was over for longer than mails are bundled when it was first received: then it needs no own notice."""
    long = timedelta(seconds=organisation.policies.notice_bundle_s)
    return incident.recovered_at is not None and incident.opened_at - incident.recovered_at > long


def written(
    due: NoticeDue,
    incident: Incident,
    clocks: tuple[Clock, ...],
    organisation: Organisation,
    roster: Roster,
    *,
    now: datetime,
    hits: Iterable[HitsAlike] = (),
    notified: Iterable[Recipient] = (),
    ways: Ways = MappingProxyType({}),
) -> tuple[Notice, ...]:
    """The notices of what is due at ``now``: whom it goes to by the roster, and the incident in short.

    ``notified``: whom notices of the incident went to before. ``ways``: how each person (key) can be reached. The pipeline
    and ``what-if`` both ask here.
    """
    to = recipients(
        organisation,
        incident,
        due.kind,
        to=due.to,
        on_duty=on_duty(incident.owner_team, now, organisation, roster).person,
        notified=notified,
    )
    person = organisation.persons.get(due.by)
    brief = brief_of(incident, clocks, organisation, hits=hits)
    to = tuple(_by_way(recipient, due.channel, organisation, ways) for recipient in to)
    return write(due, brief, to, by=person.name if person else due.by)


def fallen_back(notice: Notice, organisation: Organisation, ways: Ways) -> Notice | None:
    """The notice by the person's next way, after the one that failed; None: there is none, or it is for a mailbox."""
    failed = (*notice.failed, notice.recipient)
    usable = sendable(ways.get(notice.person, ()), organisation.gateways, notice.channel)
    following = next((way for way in usable if way.address not in failed), None)
    if following is None:
        return None
    return replace(notice, id=0, recipient=following.address, channel=following.kind, failed=failed)


def _by_way(recipient: Recipient, channel: str, organisation: Organisation, ways: Ways) -> Recipient:
    """A person by their first way of the kind that is asked for; by mail where they have none, and where it is mail."""
    if channel == MAIL or not recipient.person:
        return recipient
    usable = sendable(ways.get(recipient.person, ()), organisation.gateways, channel)
    if not usable or usable[0].kind != channel:
        return recipient
    return replace(recipient, address=usable[0].address, channel=channel)


def write(
    due: NoticeDue, brief: Brief, recipients: Iterable[Recipient], *, by: str = ""
) -> tuple[Notice, ...]:
    """One notice for each recipient; their ids are 0 until stored. ``by`` is the name of the person who caused it."""
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
            call=due.call,
            channel=recipient.channel,
            person=recipient.person,
        )
        for recipient in recipients
    )
