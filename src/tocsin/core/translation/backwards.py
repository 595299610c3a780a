"""Backwards: a message that a format can read, written by that format: a source's words and labels. Knows no inventory."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from tocsin.core.kernel.value import Value
from tocsin.core.translation.formats import Format, Layout
from tocsin.core.translation.language.examples import example
from tocsin.core.translation.language.filling import Template
from tocsin.core.translation.language.patterns import Pattern

PARTS = ("site", "room", "row", "rack", "u", "feed", "pdu", "outlet", "host", "circuit", "device", "address")
_UNSPOKEN = ("ups", "cooling_unit")  # no format has a word for these: our own name is written
_TRIED = 200  # spellings that are tried for the groups of a pattern
_PROPER = ("kind", "state", "reference")
_DESIGNATOR = re.compile(r"\b(?:[A-Z]|\d+)\b")  # A, B, 12: which of several
Ours = Mapping[str, Sequence[str]]  # slot of an event -> our words for it, the best first


class Written(Value):
    """A message in a source's words. ``lines`` are (label, value); ``subject`` is what the format reads in the subject;
    ``words`` holds the word of theirs of each slot (``kind``, ``place`` ...)."""

    lines: tuple[tuple[str, str], ...]
    subject: str = ""
    words: Mapping[str, str] = {}


def written(known_format: Format, layout: Layout, ours: Ours, place: str = "") -> Written | None:
    """A message of this kind that says ``ours``; None where the format reads no labelled lines.

    ``place`` is the place as the source has written it itself; empty: it is composed from the pieces in ``ours``.
    """
    if layout.splitters:
        return None
    return _Backwards(known_format, layout, ours).message(place)


class _Backwards:
    """One kind of message being written. A *name* is a field of the format, or a group of one of its patterns."""

    def __init__(self, known_format: Format, layout: Layout, ours: Ours) -> None:
        self._format, self._layout, self._ours = known_format, layout, ours
        event = layout.written.get("event")
        self._event: Mapping[str, Any] = event if isinstance(event, Mapping) else {}
        fields = layout.written.get("fields")
        self._fields: Mapping[str, Any] = fields if isinstance(fields, Mapping) else {}
        self._theirs = dict(self._words())

    def message(self, place: str) -> Written | None:
        where = place or self._place()
        texts = {self._slot_name(self._place_slots().get("text")): where}
        texts |= {name: _fitting(words, where) for name, words in self._theirs.items()}
        for name, text in self._searched(texts):
            texts.setdefault(name, text)
        if where:
            texts[self._where()] = where
        lines = [
            (label, texts[name]) for name in self._fields if texts.get(name) and (label := self._label(name))
        ]
        if not lines:
            return None
        words = {
            slot: texts[name]
            for slot in _PROPER
            if (name := self._slot_name(self._event.get(slot))) in self._theirs
        }
        return Written(lines=tuple(lines), subject=texts.get("subject", ""), words=words | {"place": where})

    def _words(self) -> Iterator[tuple[str, list[str]]]:
        """Each name with the source's words for ours: from its table, or our own words where it has no table."""
        slots = {slot: self._event.get(slot) for slot in _PROPER} | dict(self._place_slots())
        for slot, spec in slots.items():
            name, ours = self._slot_name(spec), self._ours.get(slot, ())
            table = self._format.tables.get(spec.get("table", slot) if isinstance(spec, Mapping) else slot)
            words = [word for text in ours for word in table.theirs(text)] if table else list(ours)
            if name and words:
                yield name, list(dict.fromkeys(words))

    def _place_slots(self) -> Mapping[str, Any]:
        place = self._event.get("place")
        return place if isinstance(place, Mapping) else {}

    def _slot_name(self, spec: Any) -> str:
        """The one name that a slot is filled with; empty: it is written otherwise."""
        text = spec.get("value") if isinstance(spec, Mapping) else spec
        template = Template(text) if isinstance(text, str) else Template("")
        return template.names[0] if len(template.names) == 1 and template.texts == ("", "") else ""

    def _where(self) -> str:
        """The name that patterns look for the place in, or that is the place's text."""
        return next(
            (where for where, _ in self._layout.patterns), self._slot_name(self._place_slots().get("text"))
        )

    def _place(self) -> str:
        """The pieces of the place as the patterns find them, from the site inwards; other pieces as we write them."""
        slots = self._place_slots()
        names = {self._slot_name(slots.get(part)): part for part in PARTS if slots.get(part)}
        known = {name: number for number, name in enumerate(names)}
        pieces: list[tuple[int, str]] = []
        found: set[str] = set()
        for _, pattern in self._layout.patterns:
            groups = [name for name in pattern.groups if name in known]
            if groups and not found & set(groups) and (text := self._example(pattern)):
                pieces.append((known[groups[0]], text))
                found.update(groups)
        spelt = {names[name] for name in found}
        spelt |= {part for name, part in names.items() if self._label(name)}
        rest = [
            self._ours[f"name.{part}"][0]
            for part in (*PARTS, *_UNSPOKEN)
            if part not in spelt and self._ours.get(f"name.{part}")
        ]
        return " / ".join([*(text for _, text in sorted(pieces)), *rest])

    def _example(self, pattern: Pattern) -> str | None:
        """The pattern's text with the first of the words that it takes."""
        choices = [self._theirs.get(name, [""]) for name in pattern.groups]
        tried = islice(product(*choices), _TRIED)
        texts = (example(pattern, dict(zip(pattern.groups, words, strict=True))) for words in tried)
        return next((text for text in texts if text), None)

    def _searched(self, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Texts in which a field without a label of its own is found by its pattern."""
        for name in self._fields:
            if name in texts and not self._label(name):
                for way in _ways(self._fields[name]):
                    if isinstance(way.get("pattern"), str):
                        text = _of_pattern(way["pattern"], name, texts[name])
                        if text:
                            yield str(way.get("in") or "text"), text
                            break

    def _label(self, name: str) -> str:
        """The first label of the field; empty: it has none."""
        labels = (way.get("label") for way in _ways(self._fields.get(name)))
        first = next((label for label in labels if label), "")
        return str(first[0] if isinstance(first, list) and first else first or "")


def _fitting(words: Sequence[str], where: str) -> str:
    """The first word that names no other place: ``Perte voie A`` is no word for feed B."""
    there = set(_DESIGNATOR.findall(where))
    return next((word for word in words if set(_DESIGNATOR.findall(word)) <= there), words[0])


def _ways(field: Any) -> list[Mapping[str, Any]]:
    ways = field if isinstance(field, list) else [field]
    return [way for way in ways if isinstance(way, Mapping)]


def _of_pattern(source: str, name: str, value: str) -> str | None:
    pattern = Pattern(source)
    return example(pattern, {name if name in pattern.groups else "": value})
