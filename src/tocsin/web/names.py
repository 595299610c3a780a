"""Names for keys: what people call what the organisation declares. An unknown key is its own name."""

from typing import NamedTuple

from tocsin.core.incident.values import TOCSIN
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.sources.naming import source_name
from tocsin.web.request import current_language


class Names(NamedTuple):
    """The names of an organisation."""

    organisation: Organisation

    def item(self, key: str) -> str:
        """A configuration item."""
        item = self.organisation.items.get(key)
        return item.display_name if item else key

    def placed(self, key: str) -> str:
        """A configuration item, with what distinguishes it from others of its name."""
        return self.organisation.display_name(key)

    def person(self, key: str) -> str:
        """A person, an account (``@name``) that is bound to none, or Tocsin itself."""
        if key == TOCSIN:
            return "Tocsin"
        person = self.organisation.persons.get(key)
        return person.name if person else key.removeprefix("@")

    def team(self, key: str) -> str:
        """A team."""
        team = self.organisation.teams.get(key)
        return team.name if team else key

    def rotation(self, key: str, language: Language) -> str:
        """A rotation of a duty, in the reader's language."""
        rotation = self.organisation.rotations.get(key)
        return getattr(rotation.label, language) if rotation and rotation.label else key

    def supplier(self, key: str) -> str:
        """A supplier."""
        supplier = self.organisation.suppliers.get(key)
        return supplier.name if supplier else key

    def source(self, key: str) -> str:
        """A source."""
        return source_name(self.organisation, key, current_language())
