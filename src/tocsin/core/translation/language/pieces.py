"""Pieces: the parts of a document that each become one event, and what a field may be taken from."""

from collections.abc import Callable
from functools import cached_property

from tocsin.core.translation.language.labels import Labels
from tocsin.core.translation.language.leftovers import Left
from tocsin.core.translation.language.paths import Element
from tocsin.core.translation.reading.document import Component, Document, Property
from tocsin.core.translation.text import word


class Piece:
    """One part of a document: a block of text, a row, a JSON element or a calendar entry."""

    def __init__(
        self,
        document: Document,
        labels: frozenset[str],
        text: str,
        *,
        number: int = 1,
        groups: dict[str, str] | None = None,
        row: dict[str, str] | None = None,
        element: Element | None = None,
        entry: tuple[Component, ...] = (),
        prop: Property | None = None,
    ) -> None:
        self.document = document
        self.text = text
        self.number = number
        self.groups = groups or {}
        self.row = row or {}
        self.element = element if element is not None else Element(document.json)
        self.entry = entry
        self.prop = prop
        self._labels = labels

    def joined(self, other: "Piece", number: int) -> "Piece":
        """This piece together with another piece."""
        return Piece(
            self.document,
            self._labels,
            f"{self.text}\n{other.text}",
            number=number,
            groups=other.groups | self.groups,
            row=other.row | self.row,
            element=self.element,
            entry=self.entry or other.entry,
            prop=self.prop or other.prop,
        )

    @cached_property
    def labels(self) -> Labels:
        """The labelled lines of this piece."""
        return Labels(self.text, self._labels)

    @cached_property
    def whole(self) -> Labels:
        """The labelled lines of the whole message."""
        return Labels(self.document.text, self._labels)

    def column(self, names: tuple[str, ...]) -> str:
        """The cell under the first of these headers."""
        return next((self.row[name] for name in names if self.row.get(name)), "")

    def property(self, name: str) -> Property | None:
        """The calendar property: of the entry, else of the calendar around it."""
        if self.prop is not None and self.prop.name == name:
            return self.prop
        return next(
            (
                property_
                for component in self.entry
                for property_ in component.properties
                if property_.name == name
            ),
            None,
        )


# What looks like an item of a list and could not be read goes to the list of what is left.
Splitter = Callable[[Document, frozenset[str], Left], list[Piece]]


def header_word(cell: str) -> str:
    """The form under which two column headers are the same."""
    return word(cell).strip(" :*.")
