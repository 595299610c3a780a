"""Taking: a person who was asked takes the incident by an answer or by the signed link of a notice, without logging in.

The link is for one person and one incident, does nothing when it is looked at, and is dead after a day, when the incident
is over, or when somebody else has taken it since.
"""

from datetime import datetime
from typing import NamedTuple

import structlog

from tocsin.core.duty.ways import is_same_address
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.sentences import declare
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.notice.reply import asked
from tocsin.core.notice.values import Notice
from tocsin.core.organisation.values import Person
from tocsin.flow import clock
from tocsin.flow.incidents.commands import act
from tocsin.flow.notices import links, reachable
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, outbox

log = structlog.get_logger()
declare(
    {
        "taking.refused.over": (
            "{number} est terminé : il n'y a plus rien à prendre en charge.",
            "{number} is over: there is nothing left to take.",
        ),
        "taking.refused.taken": (
            "{name} a pris {number} en charge depuis : rien n'est changé.",
            "{name} has taken {number} since: nothing is changed.",
        ),
    }
)


class Offer(NamedTuple):
    """What a link is about: the incident as it is now, and the person whom it was sent to."""

    incident: Incident
    reader: Person

    @property
    def taken(self) -> bool:
        """Whether they have it already."""
        return self.incident.owner == self.reader.key


def offered(token: str) -> Offer:
    """What the link is about; nothing is done by looking. Raises Refused where it is no longer good."""
    found, persons = links.opened(token), snapshot().persons
    if found.person not in persons:
        raise Refused("links.refused")
    return Offer(_still_open(found.incident, found.person, found.made), persons[found.person])


def take(token: str) -> Offer:
    """The person has pressed the button of the page. Raises Refused."""
    offer = offered(token)
    if offer.taken:
        return offer
    return offer._replace(incident=act(offer.incident.id, c.Take(), offer.reader.key))


def by_message(kind: str, sender: str, text: str) -> None:
    """What somebody answered by a gateway (kind): it takes the incident they were notified of there.

    An unknown sender, an address of several people and a text that asks for nothing change nothing.
    """
    reply = asked(text)
    owners = [
        way
        for known in reachable.of_everybody().values()
        for way in known
        if way.kind == kind and way.verified_at is not None and is_same_address(way.address, sender)
    ]
    if reply is None or len(owners) != 1:
        log.info("answer.ignored", channel=kind, known=len(owners))
        return
    (way,) = owners
    about = outbox.newest_to(way.address, clock.now() - links.LASTS)
    answer(way.person, reply.number, about, by=kind)


def answer(person: str, number: int, about: list[Notice], *, by: str) -> None:
    """The person (key) takes the incident of this number, or (0) the one that these notices are about, if it is one.

    Only what they were asked about, and what is still theirs to take: anything else changes nothing.
    """
    subjects = {notice.subject.id for notice in about if notice.subject.kind is SubjectKind.INCIDENT}
    incident = number or (next(iter(subjects)) if len(subjects) == 1 else 0)
    if not incident or not (incident in subjects or outbox.was_asked(person, incident)):
        log.info("answer.ignored", person=person, incident=incident)
        return
    newest = max((notice.created_at for notice in about), default=clock.now() - links.LASTS)
    try:
        known = _still_open(incident, person, newest)
        act(incident, c.Comment(note=f"ACK ({by})") if known.owner == person else c.Take(), person)
    except (Refused, NotFound) as refused:
        log.info("answer.refused", person=person, incident=incident, reason=str(refused))


def _still_open(number: int, person: str, since: datetime) -> Incident:
    incident = incidents.load([number]).get(number)
    if incident is None:
        raise Refused("links.refused")
    if not incident.open or incident.folded_into is not None:
        raise Refused("taking.refused.over", number=incident.number)
    taken_since = incident.acknowledged_at is not None and incident.acknowledged_at > since
    if incident.owner not in ("", person) and taken_since:
        owner = snapshot().persons.get(incident.owner)
        raise Refused(
            "taking.refused.taken", number=incident.number, name=owner.name if owner else incident.owner
        )
    return incident
