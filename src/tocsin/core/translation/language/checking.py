"""Checking: a format's data read field by field; every mistake is noted with its path, none is raised."""

from collections.abc import Collection, Iterator
from typing import Any

import tocsin.core.translation.language.sentences  # noqa: F401  a mistake can be said wherever it is found
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.mistakes import near, one_of


class Checker:
    """One node of a format's data: its value, its path (``fields.site[0].label``), the faults of the file."""

    def __init__(self, value: Any, path: str, faults: list[Fault]) -> None:
        self.value = value
        self.path = path
        self.faults = faults

    def fault(self, code: str, cure: Why | None = None, **facts: Any) -> None:
        """Note a mistake here."""
        self.faults.append(fault(code, cure, field=self.path, **facts))

    def unknown(self, code: str, found: str, known: Collection[str]) -> None:
        """Note a word that is not known here, with the known word that was probably meant."""
        self.fault(code, near(found, known) or one_of(sorted(known)), said=found)

    def at(self, key: str) -> "Checker":
        """The node under a key; its value is None when there is none."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Checker(value, f"{self.path}.{key}" if self.path else key, self.faults)

    @property
    def absent(self) -> bool:
        """Is nothing written here?"""
        return self.value is None

    def items(self) -> Iterator[tuple[str, "Checker"]]:
        """The entries of a mapping."""
        if self.absent:
            return
        if not isinstance(self.value, dict):
            self.fault("fault.format.no_mapping")
            return
        for key in self.value:
            yield (
                str(key),
                self.at(key)
                if isinstance(key, str)
                else Checker(self.value[key], f"{self.path}.{key}", self.faults),
            )

    def each(self) -> Iterator["Checker"]:
        """The elements of a list; a single value that is written instead of a list is its only element."""
        if isinstance(self.value, list):
            for index, element in enumerate(self.value):
                yield Checker(element, f"{self.path}[{index}]", self.faults)
        elif not self.absent:
            yield self

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not in ``known``."""
        for key, node in self.items():
            if key not in known:
                node.unknown("fault.format.key", key, known)

    def text(self) -> str:
        """A text; a number is its digits, true and false their words."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, str | int | float):
            return str(self.value)
        if not self.absent:
            self.fault("fault.format.no_text")
        return ""

    def texts(self) -> list[str]:
        """A text or a list of texts."""
        return [node.text() for node in self.each()]

    def flag(self) -> bool:
        """True or false; absent is false."""
        if self.value not in (None, True, False):
            self.fault("fault.format.no_flag")
        return self.value is True

    def one_of(self, known: Collection[str], default: str = "") -> str:
        """One of these words."""
        if self.absent:
            return default
        found = self.text()
        if found not in known:
            self.fault("fault.format.word", one_of(known), said=found)
            return default
        return found
