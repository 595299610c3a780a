"""Ladder: who is notified of an incident: its team, its owner, then the managers above, one after the other."""

from collections.abc import Iterator

from tocsin.core.incident.values import Incident, NoticeKind
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person, Team

# How many managers above are notified, by priority; the last column is for P3 to P5.
_ABOVE = {
    NoticeKind.AT_RISK: {Priority.P1: 1},
    NoticeKind.BREACHED: {Priority.P1: 3, Priority.P2: 2},
}
_ABOVE_ELSE = {NoticeKind.AT_RISK: 0, NoticeKind.BREACHED: 1}


class Recipient(Value):
    """A person or a team's mailbox. ``zone`` is the IANA zone in which times are written to them."""

    address: str
    language: Language
    zone: str
    key: str
    name: str = ""


def recipients(
    organisation: Organisation, incident: Incident, kind: NoticeKind, person: str = "", on_duty: str = ""
) -> tuple[Recipient, ...]:
    """Whom a notice goes to, each address once: the owner, the team, then managers, by its kind and the priority.

    A hand-over concerns the new owner alone, or the team where there is no owner; ``person`` (key): that person alone.
    While nobody owns it, who is ``on_duty`` (person key) in its team gets a notice of their own.
    """
    chosen: dict[str, Recipient] = {}
    if alone := organisation.persons.get(person):
        _add(chosen, _person(organisation, alone))
        return tuple(chosen.values())
    owner = organisation.persons.get(incident.owner)
    if owner:
        _add(chosen, _person(organisation, owner))
    elif duty := organisation.persons.get(on_duty):
        _add(chosen, _person(organisation, duty))
    if kind is not NoticeKind.HANDED_OVER or owner is None:
        for recipient in _beside(organisation, incident, kind):
            _add(chosen, recipient)
    return tuple(chosen.values())


def managers(organisation: Organisation, incident: Incident) -> tuple[Person, ...]:
    """The rungs above, nearest first: the region's manager, the group's operations manager, the CIO.

    They are found by following ``manager`` from the owner, or from the team's first member; in one region
    its manager comes first. A loop of managers ends.
    """
    above: dict[str, Person] = {}
    for start in _starts(organisation, incident):
        for person in _climb(organisation, start):
            above.setdefault(person.key, person)
    return tuple(person for person in above.values() if person.key != incident.owner)


def _beside(organisation: Organisation, incident: Incident, kind: NoticeKind) -> Iterator[Recipient]:
    team = organisation.teams.get(incident.owner_team)
    if team:
        yield from _mailboxes(organisation, team)
    for manager in managers(organisation, incident)[: _reach(kind, incident.priority)]:
        yield _person(organisation, manager)


def _reach(kind: NoticeKind, priority: Priority) -> int:
    return _ABOVE.get(kind, {}).get(priority, _ABOVE_ELSE.get(kind, 0))


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
        yield next((person.manager for person in _members(organisation, team) if person.manager), "")


def _climb(organisation: Organisation, key: str) -> Iterator[Person]:
    seen: set[str] = set()
    while key in organisation.persons and key not in seen:
        seen.add(key)
        person = organisation.persons[key]
        yield person
        key = person.manager


def _mailboxes(organisation: Organisation, team: Team) -> Iterator[Recipient]:
    """The team's addresses for notices; the addresses of its members where it has none."""
    zone = _zone(organisation, team.region)
    for address in team.notices:
        yield Recipient(address=address, language=team.language, zone=zone, key=team.key, name=team.name)
    if not team.notices:
        yield from (_person(organisation, person) for person in _members(organisation, team))


def _members(organisation: Organisation, team: Team) -> list[Person]:
    persons = organisation.persons
    named = [persons[key] for key in team.members if key in persons]
    return named or [person for person in persons.values() if person.team == team.key]


def _person(organisation: Organisation, person: Person) -> Recipient:
    team = organisation.teams.get(person.team)
    zone = _zone(organisation, person.region or (team.region if team else ""))
    return Recipient(
        address=person.email, language=person.language, zone=zone, key=person.key, name=person.name
    )


def _zone(organisation: Organisation, region: str) -> str:
    own = organisation.regions[region].zone if region in organisation.regions else ""
    return own or organisation.settings.zone


def _add(chosen: dict[str, Recipient], recipient: Recipient) -> None:
    if recipient.address:
        chosen.setdefault(recipient.address.casefold(), recipient)
