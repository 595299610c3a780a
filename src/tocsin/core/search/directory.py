"""Directory: the people, teams and suppliers that a text names. Knows their names and keys, and no rows."""

from collections.abc import Iterator, Sequence
from typing import Literal

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.search.asking import Term, words_of

EntryKind = Literal["person", "team", "supplier"]


class Entry(Value):
    """Somebody or something of the organisation, by key and name; ``about``: what else is known, as a person reads it."""

    kind: EntryKind
    key: str
    name: str
    about: str


def named(terms: Sequence[Term], organisation: Organisation, most: int) -> list[Entry]:
    """At most ``most`` people, teams and suppliers who have, for each word asked, a word that begins with it.

    Whose name begins so comes first. Jean-Luc is found by jean luc, by jean-luc and by luc.
    """
    wanted = [word for term in terms for word in term.words]
    if not wanted:
        return []
    found = [
        (not name.startswith(wanted[0]), entry.name, entry)
        for entry, name, words in _entries(organisation)
        if all(any(word.startswith(part) for word in words) for part in wanted)
    ]
    return [entry for *_, entry in sorted(found, key=lambda ranked: ranked[:2])[:most]]


def _entries(organisation: Organisation) -> Iterator[tuple[Entry, str, tuple[str, ...]]]:
    teams = {key: team.name for key, team in organisation.teams.items()}
    for person in organisation.persons.values():
        about = ", ".join(filter(None, (person.role, teams.get(person.team, person.team))))
        yield _entry("person", person.key, person.name, about, (person.email, person.phone))
    for key, name in teams.items():
        yield _entry("team", key, name, "")
    for key, supplier in organisation.suppliers.items():
        yield _entry("supplier", key, supplier.name, "")


def _entry(
    kind: EntryKind, key: str, name: str, about: str, more: Sequence[str] = ()
) -> tuple[Entry, str, tuple[str, ...]]:
    words = words_of(" ".join((name, key, *more)))
    return Entry(kind=kind, key=key, name=name, about=about), " ".join(words), words
