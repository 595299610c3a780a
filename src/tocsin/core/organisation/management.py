"""Management: who stands above a person, rung by rung. Knows no incident."""

from collections.abc import Iterator

from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person


def above(organisation: Organisation, key: str) -> Iterator[Person]:
    """The person (key), their manager, and so on. A loop of managers ends."""
    seen: set[str] = set()
    while key in organisation.persons and key not in seen:
        seen.add(key)
        person = organisation.persons[key]
        yield person
        key = person.manager
