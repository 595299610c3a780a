"""Ladder: to which addresses a notice goes: its team, its owner, whom a step names; and the managers above an incident."""

from collections.abc import Iterable, Iterator

from tocsin.core.incident.values import Incident, NoticeKind
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.management import above
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person, Team

TEAM = "team:"  # before the key of a team, where persons and teams stand together


class Recipient(Value):
    """A person or a team's mailbox. ``zone`` is the IANA zone in which times are written to them; ``channel`` is what the
    address belongs to. ``person``: its key, empty for a mailbox."""

    address: str
    language: Language
    zone: str
    key: str = ""
    name: str = ""
    channel: str = "mail"
    person: str = ""


def recipients(
    organisation: Organisation,
    incident: Incident,
    kind: NoticeKind,
    *,
    to: Iterable[str] = (),
    on_duty: str = "",
    notified: Iterable[Recipient] = (),
) -> tuple[Recipient, ...]:
    """Where a notice goes, each address once: to the owner and the team, or to those it is for alone (``to``).

    A hand-over concerns the new owner alone, or the team where there is no owner. While nobody owns it, who is ``on_duty``
    (person key) in its team gets a notice of their own. A recovery goes to those who were ``notified``, and to its owner.
    """
    chosen: dict[str, Recipient] = {}
    for recipient in _chosen(organisation, incident, kind, tuple(to), on_duty, notified):
        if recipient.address:
            chosen.setdefault(recipient.address.casefold(), recipient)
    return tuple(chosen.values())


def _chosen(
    organisation: Organisation,
    incident: Incident,
    kind: NoticeKind,
    to: tuple[str, ...],
    on_duty: str,
    notified: Iterable[Recipient],
) -> Iterator[Recipient]:
    if to:
        yield from _named(organisation, to)
        return
    owner = organisation.persons.get(incident.owner)
    if owner or (on_duty in organisation.persons and kind is not NoticeKind.RECOVERED):
        yield _person(organisation, owner or organisation.persons[on_duty])
    if kind is NoticeKind.RECOVERED:
        yield from notified
    elif kind is not NoticeKind.HANDED_OVER or owner is None:
        yield from _named(organisation, (f"{TEAM}{incident.owner_team}",))


def _named(organisation: Organisation, to: Iterable[str]) -> Iterator[Recipient]:
    for key in to:
        if key in organisation.persons:
            yield _person(organisation, organisation.persons[key])
        elif team := organisation.teams.get(key.removeprefix(TEAM)):
            yield from _mailboxes(organisation, team)


def managers(organisation: Organisation, incident: Incident) -> tuple[Person, ...]:
    """The rungs above, nearest first: the region's manager, the group's operations manager, the CIO.

    They are found by following ``manager`` from the owner, or from the team's first member; in one region
    its manager comes first. A loop of managers ends.
    """
    rungs: dict[str, Person] = {}
    for start in _starts(organisation, incident):
        for person in above(organisation, start):
            rungs.setdefault(person.key, person)
    return tuple(person for person in rungs.values() if person.key != incident.owner)


def members(organisation: Organisation, team: Team) -> list[Person]:
    """The people of a team."""
    persons = organisation.persons
    named = [persons[key] for key in team.members if key in persons]
    return named or [person for person in persons.values() if person.team == team.key]


def _starts(organisation: Organisation, incident: Incident) -> Iterator[str]:
    """The first rungs: keys of persons."""
    team = organisation.teams.get(incident.owner_team)
    region = organisation.regions.get(team.region if team else "")
    if region and region.manager:
        yield region.manager
    owner = organisation.persons.get(incident.owner)
    if owner:
        yield owner.manager
    elif team:
        yield next((person.manager for person in members(organisation, team) if person.manager), "")


def _mailboxes(organisation: Organisation, team: Team) -> Iterator[Recipient]:
    """The team's addresses for notices; the addresses of its members where it has none."""
    zone = _zone(organisation, team.region)
    for address in team.notices:
        yield Recipient(address=address, language=team.language, zone=zone, key=team.key, name=team.name)
    if not team.notices:
        yield from (_person(organisation, person) for person in members(organisation, team))


def _person(organisation: Organisation, person: Person) -> Recipient:
    team = organisation.teams.get(person.team)
    zone = _zone(organisation, person.region or (team.region if team else ""))
    return Recipient(
        address=person.email,
        language=person.language,
        zone=zone,
        key=person.key,
        name=person.name,
        person=person.key,
    )


def _zone(organisation: Organisation, region: str) -> str:
    own = organisation.regions[region].zone if region in organisation.regions else ""
    return own or organisation.settings.zone
