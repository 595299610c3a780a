"""The first language of an account: its person's, else its region's, else the group's first."""

from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation


def language_of(person: str, region: str, organisation: Organisation) -> Language:
    """The language for a new account of this person and region (keys, or empty)."""
    if known := organisation.persons.get(person):
        return known.language
    if home := organisation.regions.get(region):
        return home.language
    return next(iter(organisation.settings.languages), "fr")
