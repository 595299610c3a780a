"""People: whom a calendar or a sheet means, by key, mail address or name; and where they live."""

from tocsin.core.inventory.spelling import normalise
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person


def person_named(text: str, organisation: Organisation) -> str:
    """The key of the person whose key, address or name this is, in any case and without accents; empty: nobody's."""
    wanted, plain = text.strip().casefold(), normalise(text)
    for person in organisation.persons.values():
        if wanted in (person.key.casefold(), person.email.casefold()) or plain in _names(person):
            return person.key
    return ""


def person_within(text: str, organisation: Organisation) -> str:
    """The one person whose name stands in this text; empty: nobody's, or those of several."""
    plain = f" {normalise(text)} "
    found = [
        person.key
        for person in organisation.persons.values()
        if any(f" {name} " in plain for name in _names(person))
    ]
    return found[0] if len(found) == 1 else ""


def zone_of(person: str, organisation: Organisation) -> str:
    """The zone (IANA) in which this person's days begin: their region's, else their team's region's, else the group's."""
    known = organisation.persons.get(person)
    team = organisation.teams.get(known.team) if known else None
    region = organisation.regions.get((known.region if known else "") or (team.region if team else ""))
    return (region.zone if region else "") or organisation.settings.zone


def _names(person: Person) -> tuple[str, str]:
    """As it is written, and the family name first."""
    first, _, last = person.name.partition(" ")
    return normalise(person.name), normalise(f"{last} {first}")
