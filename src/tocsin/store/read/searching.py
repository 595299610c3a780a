"""Searching: the words that a person types, each with the people, teams, applications and items that it may name."""

import re
from collections.abc import Iterable, Iterator

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.text import word as normalised

_MOST_WORDS = 6
_MOST_ITEMS = 500  # items that a word may name; a word that names more is ignored for items
_MOST_LETTERS = 60
_WORD = re.compile(r"\S+")


class Wanted(Value):
    """One word of a search: an incident matches by its titles and references, or by one of these keys."""

    text: str
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def wanted(text: str, organisation: Organisation) -> tuple[Wanted, ...]:
    """The words of a search, at most six; without case and accents."""
    words = _WORD.findall(normalised(text).replace("œ", "oe").replace("æ", "ae"))[:_MOST_WORDS]
    return tuple(_wanted(found[:_MOST_LETTERS], organisation) for found in words)


def _wanted(text: str, organisation: Organisation) -> Wanted:
    items = tuple(
        key
        for key, item in organisation.items.items()
        if text in key
        or text in normalised(item.name)
        or any(text in normalised(alias) for alias in item.aliases)
    )
    return Wanted(
        text=text,
        people=_named(text, ((key, person.name) for key, person in organisation.persons.items())),
        teams=_named(text, ((key, team.name) for key, team in organisation.teams.items())),
        applications=tuple(key for key in items if key in organisation.applications),
        items=items if len(items) <= _MOST_ITEMS else (),
    )


def _named(text: str, named: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(key for key, name in named if text == key or text in normalised(name))


def within(item: str, organisation: Organisation) -> tuple[str, ...]:
    """The item and all that it contains."""
    inside: dict[str, list[str]] = {}
    for key, known in organisation.items.items():
        inside.setdefault(known.parent, []).append(key)
    return tuple(_down(item, inside))


def _down(item: str, inside: dict[str, list[str]]) -> Iterator[str]:
    seen, waiting = {item}, [item]
    while waiting:
        key = waiting.pop()
        yield key
        fresh = [child for child in inside.get(key, ()) if child not in seen]
        seen.update(fresh)
        waiting += fresh
