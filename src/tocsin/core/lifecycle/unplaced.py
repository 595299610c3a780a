"""Unplaced: the title of an incident whose place is not known yet, as a whole sentence. Knows words, no inventory."""

from tocsin.core.kernel.typography import COLON, WIDE
from tocsin.core.organisation.values import Label

_PIECES = {
    "site": ("site", "site"),
    "room": ("salle", "room"),
    "row": ("rangée", "row"),
    "rack": ("baie", "rack"),
    "u": ("U", "U"),
    "feed": ("voie", "feed"),
    "pdu": ("PDU", "PDU"),
    "outlet": ("prise", "outlet"),
    "host": ("machine", "host"),
    "device": ("équipement", "device"),
    "circuit": ("ligne", "circuit"),
    "service": ("service", "service"),
    "application": ("application", "application"),
    "address": ("adresse", "address"),
}


def is_of_a_source(kind: str) -> bool:
    """Whether this is about a source of ours (silent, out of reach), which is no place and needs none."""
    return kind.partition(".")[0] == "source"


def unplaced_title(kind: str, label: Label, subject: str) -> Label:
    """``Power lost at a place that we don't know: “rack R99, room S9”``. ``subject`` is the place as correlation spells
    it, or, where the source named none, the kind (key) with what the source wrote."""
    text = subject.removeprefix(f"{kind}: ")
    if text != subject or not text:
        return Label(
            fr=f"{label.fr}, sans lieu{COLON}«{WIDE}{text}{WIDE}»",
            en=f"{label.en}, no place given: “{text}”",
        )
    french, english = (", ".join(_piece(part, language) for part in text.split(", ")) for language in (0, 1))
    return Label(
        fr=f"{label.fr}, lieu inconnu{COLON}«{WIDE}{french}{WIDE}»",
        en=f"{label.en} at a place that we don't know: “{english}”",
    )


def _piece(text: str, language: int) -> str:
    """``rack R99`` in the reader's language; text that is no piece of a place stays as it was written."""
    name, blank, value = text.partition(" ")
    return f"{_PIECES[name][language]} {value}" if blank and name in _PIECES else text
