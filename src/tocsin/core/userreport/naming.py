"""Naming: which applications and places a user's text names, and in which language it is written. Reads no row."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person
from tocsin.core.translation.text import word
from tocsin.core.userreport.values import UserReport

_NAMED = (ItemType.APPLICATION, ItemType.SITE)
_SHORTEST = 3  # characters of a name that a text can name
_WORD = re.compile(r"[a-z0-9]+")
_FRENCH = frozenset(
    (
        "le", "la", "les", "des", "une", "est", "pas", "je", "nous", "vous", "depuis", "bonjour", "merci", "et", "sur",
        "dans", "avec", "pour", "plus", "ne", "marche", "du", "au",
    )
)  # fmt: skip
_ENGLISH = frozenset(
    (
        "the", "is", "are", "not", "my", "our", "we", "you", "since", "hello", "thanks", "and", "on", "in", "with", "for",
        "cannot", "can't", "this", "it", "works", "of", "to",
    )
)  # fmt: skip


def completed(report: UserReport, organisation: Organisation) -> UserReport:
    """The report with what its text and its user's address tell: language, applications, places, regions."""
    text = f"{report.title}\n{report.text}"
    person = person_of(report.address, organisation) if report.address else None
    items = tuple(dict.fromkeys((*report.items, *named(text, organisation))))
    regions = {*regions_of(items, organisation), *([person.region] if person and person.region else [])}
    default: Language = next(iter(organisation.settings.languages), "en")
    language = person.language if person else language_of(text, default)
    return replace(report, items=items, regions=tuple(sorted(regions)), language=language)


def person_of(address: str, organisation: Organisation) -> Person | None:
    """The person with this mail address."""
    wanted = address.casefold()
    persons = organisation.persons.values()
    return next((person for person in persons if person.email.casefold() == wanted), None)


def named(text: str, organisation: Organisation) -> tuple[str, ...]:
    """The applications and sites (keys) whose name or alias stands in the text as whole words."""
    said = f" {_words(text)} "
    return tuple(sorted(key for key, name in _names(organisation) if f" {name} " in said))


def regions_of(items: tuple[str, ...], organisation: Organisation) -> tuple[str, ...]:
    """The regions (keys) of these items that are places; an application's users may be anywhere."""
    places = (key for key in items if key in organisation.items and key not in organisation.applications)
    return tuple(sorted({region for key in places if (region := organisation.region_of(key))}))


def language_of(text: str, default: Language) -> Language:
    """The language in which a user wrote, by its small words; ``default`` where they do not decide."""
    words = word(text).split()
    french, english = (sum(said in small for said in words) for small in (_FRENCH, _ENGLISH))
    if french == english:
        return default
    return "fr" if french > english else "en"


def _names(organisation: Organisation) -> Iterator[tuple[str, str]]:
    for key, item in organisation.items.items():
        if item.type in _NAMED:
            for name in (item.name, *item.aliases):
                if len(written := _words(name)) >= _SHORTEST:
                    yield key, written


def _words(text: str) -> str:
    return " ".join(_WORD.findall(word(text)))
