"""Objects: what the client declares, one by one, before they are read as a whole. Knows no meaning."""

from enum import StrEnum
from typing import Any

from msgspec.structs import replace

import tocsin.core.organisation.sentences  # noqa: F401  a mistake can be said wherever it is found
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class Section(StrEnum):
    """The sections of an organisation; each is a file of the directory (``connectors/files``)."""

    SETTINGS = "settings"
    REGION = "region"
    TEAM = "team"
    PERSON = "person"
    ROTATION = "rotation"
    CALENDAR = "calendar"
    SUPPLIER = "supplier"
    COMMITMENT = "commitment"
    KIND = "kind"
    SOURCE = "source"
    FORMAT = "format"
    CORRESPONDENCE = "correspondence"
    ALIAS = "alias"
    ITEM = "item"
    APPLICATION = "application"
    REQUIREMENT = "requirement"
    PRIORITY = "priority"
    ROUTING = "routing"
    ESCALATION = "escalation"
    GATEWAY = "gateway"
    MAJOR = "major"
    STATUS_PAGE = "status_page"


class Concern(StrEnum):
    """A part of the organisation that changes, and is compiled, by itself; it has a version of its own.

    Inventory: what there is and what needs what. Places: people's answers about places. Words: formats
    and the words added to them. People: everybody and everything else, policies and sources included.
    """

    INVENTORY = "inventory"
    PLACES = "places"
    WORDS = "words"
    PEOPLE = "people"

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that it is made of: each section is of one concern."""
        return tuple(section for section in Section if concern_of(section) is self)


def concern_of(section: str) -> Concern:
    """The concern that a section belongs to."""
    return _CONCERNS.get(section, Concern.PEOPLE)


_CONCERNS: dict[str, Concern] = {
    Section.ITEM: Concern.INVENTORY,
    Section.APPLICATION: Concern.INVENTORY,
    Section.REQUIREMENT: Concern.INVENTORY,
    Section.ALIAS: Concern.PLACES,
    Section.FORMAT: Concern.WORDS,
    Section.CORRESPONDENCE: Concern.WORDS,
}


class Object(Value):
    """One declared thing: ``spec`` is plain JSON. (section, key) identifies it.

    ``origin`` says who declared it: ``file`` or ``person`` (in the browser). ``file``, ``line`` and ``lines``
    (field path -> line) say where, for the faults; they are empty for what a person declared.
    """

    section: str
    key: str
    spec: dict[str, Any]
    origin: str = "file"
    file: str = ""
    line: int | None = None
    lines: dict[str, int] = {}

    @property
    def identity(self) -> tuple[str, str]:
        """(section, key)."""
        return self.section, self.key

    def fault(self, field: str, code: str, cure: Why | None = None, **facts: Any) -> Fault:
        """A mistake in this object, at the line of ``field`` (``week.monday[1]``) or of what holds it."""
        return self.placed(fault(code, cure, field=field, **facts))

    def placed(self, found: Fault) -> Fault:
        """The mistake, at the line of its field in this object."""
        return replace(found, file=self.file, line=self._line(found.field))

    def _line(self, field: str) -> int | None:
        while field:
            if field in self.lines:
                return self.lines[field]
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return self.line
