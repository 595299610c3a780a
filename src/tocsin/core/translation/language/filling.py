"""Filling: the ``event`` of a format, texts with ``{blanks}`` looked up in tables. Knows no message."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.conditions import Condition, compiled_condition
from tocsin.core.translation.language.words import Table
from tocsin.core.translation.values import UnknownWord

CONDITIONAL = ("json", "received_at")  # names that a condition on one event may use, besides the fields
SKIP = "skip"  # a word of ours in any table: this event is not made
_BLANK = re.compile(r"\{([^{}]*)\}")
KEYS = ("value", "table", "default", "otherwise", "when")
_LOOSE = " -/,;:|."


class Filled:
    """What filling one event met: the names, the words that tables lack, the reasons; ``skipped`` by a table."""

    def __init__(self, taken: dict[str, str], tables: Mapping[str, Table]) -> None:
        self.taken = taken
        self.tables = tables
        self.names: dict[str, Any] = taken
        self.unknown: list[UnknownWord] = []
        self.essential_unknown = False
        self.skipped = False
        self.constants: frozenset[str] = (
            frozenset()
        )  # the fields whose value the format wrote, not the message
        self.supplied: set[str] = set()  # the slots filled with values that are not in the message
        self.why: list[Why] = []


class Template:
    """A text with blanks. It is absent (empty) when it has blanks and none of them is filled."""

    def __init__(self, source: str) -> None:
        pieces = _BLANK.split(source)
        self.texts = tuple(pieces[::2])
        self.names = tuple(pieces[1::2])
        self._only = self.names[0] if self.texts == ("", "") else None  # the text is one blank: most are

    def fill(self, taken: Mapping[str, str]) -> str:
        """The text, its blanks filled; what an empty blank leaves loose at the ends is trimmed."""
        if self._only is not None:
            return taken.get(self._only, "")
        if not self.names:
            return self.texts[0]
        values = [taken.get(name, "") for name in self.names]
        if not any(values):
            return ""
        text = self.texts[0] + "".join(map("".join, zip(values, self.texts[1:], strict=True)))
        return text if all(values) else text.strip(_LOOSE)


class Choice:
    """One way to fill a slot, under its condition."""

    def __init__(self, node: Checker, table: str, names: Collection[str], tables: Collection[str]) -> None:
        spec = (
            node if isinstance(node.value, dict) else Checker({"value": node.value}, node.path, node.faults)
        )
        spec.only(KEYS)
        self.template = Template(Checker(spec.at("value").value, node.path, node.faults).text())
        self.condition: Condition | None = compiled_condition(spec.at("when"), {*names, *CONDITIONAL})
        self.default = Template(spec.at("default").text())
        self.otherwise = None if spec.at("otherwise").absent else spec.at("otherwise").text()
        named = spec.at("table").text()
        self.table = named or table
        if named and named not in tables:
            spec.at("table").unknown("fault.format.table", named, tables)
        for name in (*self.template.names, *self.default.names):
            if name not in names:
                node.unknown("fault.format.field", name, names)
        for text in (*self.template.texts, *self.default.texts):
            if "{" in text or "}" in text:
                node.fault("fault.format.brace")

    @property
    def constants(self) -> tuple[str, ...]:
        """Our words that are written in the format, not taken from the message."""
        templates = [template for template in (self.template, self.default) if not template.names]
        return (self.otherwise or "", *(text for template in templates for text in template.texts))

    def fill(self, filled: Filled, slot: str, *, essential: bool) -> str:
        """Our word; empty when the message has no word for it or the table lacks the word."""
        text = self.template.fill(filled.taken)
        if not (text and self.template.names) or (filled.constants and self._is_supplied(filled)):
            filled.supplied.add(slot)
        if not text:
            default = self.default.fill(filled.taken)
            if default:
                filled.why.append(Why(code="translation.default", facts={"table": slot, "ours": default}))
            return default
        if not self.template.names or self.table not in filled.tables:
            return text
        return self._looked_up(filled, text, essential)

    def _is_supplied(self, filled: Filled) -> bool:
        """Does every word of the text come from the format?"""
        return all(name in filled.constants or not filled.taken.get(name) for name in self.template.names)

    def _looked_up(self, filled: Filled, text: str, essential: bool) -> str:
        ours = filled.tables[self.table].ours(text)
        if ours is not None:
            facts = {"table": self.table, "word": text, "ours": ours}
            filled.why.append(Why(code="translation.word", facts=facts))
            filled.skipped = filled.skipped or ours == SKIP
            return ours
        if self.otherwise is not None:
            facts = {"table": self.table, "word": text, "ours": self.otherwise}
            filled.why.append(Why(code="translation.otherwise", facts=facts))
            filled.skipped = filled.skipped or self.otherwise == SKIP
            return self.otherwise
        note_unknown(filled, self.table, text, essential)
        return ""


class Slot:
    """One thing to fill of an event: its choices in order, the first whose condition holds counts."""

    def __init__(
        self,
        name: str,
        node: Checker,
        names: Collection[str],
        tables: Collection[str],
        *,
        essential: bool = False,
    ) -> None:
        self.name = name
        self.essential = essential
        self.choices = tuple(Choice(child, name, names, tables) for child in node.each())
        self.asks = any(
            choice.template.names for choice in self.choices
        )  # or does the format write all of it?

    def fill(self, filled: Filled) -> str:
        """Our text for it; empty: not in the message, or unknown (noted in ``filled``)."""
        for choice in self.choices:
            if choice.condition is None or choice.condition.holds(filled.names, filled.why):
                return choice.fill(filled, self.name, essential=self.essential)
        return ""


def note_unknown(filled: Filled, table: str, text: str, essential: bool) -> None:
    """A word that a table lacks; an essential one keeps the event from being made."""
    filled.unknown.append(UnknownWord(table=table, word=text[:200]))
    filled.why.append(Why(code="translation.unknown_word", facts={"table": table, "word": text[:200]}))
    filled.essential_unknown = filled.essential_unknown or essential
