"""Private words: what no status page may show: machines, suppliers, people, addresses. Knows no page and no incident."""

import re
from collections.abc import Iterable, Iterator

from tocsin.core.inventory.values import HOSTS, ItemType
from tocsin.core.organisation.organisation import Organisation

# Addresses of machines and of mailboxes, numbers of ours and of our records.
_FORMS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b(?:[0-9a-f]{1,4}:){3,}[0-9a-f:]*"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|\b(?:INC|PRB|WRK|RPT|AUT|DRP|MAJ)-\d+\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w.-]+")
_SHORTEST = (
    3  # characters of a word that is looked for: "1" and "A" are names of racks and PDUs, and say nothing
)


def private_in(text: str, organisation: Organisation) -> tuple[str, ...]:
    """The private words in a text, as it writes them; none: it may be shown to anybody.

    What a status page shows by that name is no secret: a supplier may be called as a service is.
    """
    found = dict.fromkeys(match.group() for match in _FORMS.finditer(text))
    written = f" {_plain(text)} "
    for words in _phrases(organisation):
        plain = _plain(words)
        if len(plain) >= _SHORTEST and f" {plain} " in written:
            found[words] = None
    return tuple(found)


def _plain(text: str) -> str:
    """Its words in small letters, each between spaces; the full stop that ends a sentence is not part of one."""
    words = (word.strip(".-").casefold() for word in _WORD.findall(text))
    return " ".join(word for word in words if word)


def _phrases(organisation: Organisation) -> Iterator[str]:
    """Names that are private, but for those by which users know their services."""
    shown = {_plain(word) for word in _shown(organisation)}
    for words in (*_machines(organisation), *_suppliers(organisation), *_people(organisation)):
        if _plain(words) not in shown:
            yield words


def _shown(organisation: Organisation) -> Iterable[str]:
    for page in organisation.status_pages.values():
        for service in page.services:
            yield from (service.label.fr, service.label.en)


def _machines(organisation: Organisation) -> Iterator[str]:
    for item in organisation.items.values():
        if item.type in HOSTS:
            yield from (item.key, item.display_name, *item.aliases)
        elif item.type is not ItemType.APPLICATION and any(sign.isdigit() for sign in item.key):
            yield item.key


def _suppliers(organisation: Organisation) -> Iterator[str]:
    for supplier in organisation.suppliers.values():
        yield from (supplier.key, supplier.name)


def _people(organisation: Organisation) -> Iterator[str]:
    for person in organisation.persons.values():
        yield from (person.key, person.name, person.email)
        yield from (part for part in person.name.split()[1:] if len(part) > _SHORTEST)
