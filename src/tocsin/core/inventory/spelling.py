"""Spelling: the many ways to write one place. R7, R07 and "Baie 07" are the same; knows no inventory."""

import re
import unicodedata

WORDS: dict[str, tuple[str, ...]] = {
    "room": ("s", "salle", "room", "sala", "raum", "saal", "serverraum", "hall"),
    "row": ("rangee", "allee", "travee", "row", "aisle", "fila", "reihe"),
    "rack": ("r", "baie", "rack", "armoire", "cabinet", "armario", "armadio", "schrank"),
    "u": ("u", "unite", "unit"),
    "feed": (
        *("voie", "feed", "alimentation", "alim", "circuit", "via", "linea", "einspeisung", "stromkreis"),
        *("alimentacion", "alimentazione", "arrivee"),
    ),
    "pdu": ("pdu", "bandeau", "reglette", "regleta"),
    "outlet": ("o", "p", "prise", "outlet", "socket", "receptacle", "toma", "presa", "steckdose"),
    "ups": ("ups", "onduleur", "asi", "usv", "sai"),
    "cooling_unit": ("climatiseur", "clim", "crac", "crah", "climatizador", "climatizzatore", "klimagerat"),
}
PART_OF = {word: part for part, words in WORDS.items() for word in words}
_WORDS_OF = {part: frozenset(words) for part, words in WORDS.items()}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’ʼ", "'"))
_HARMLESS = (
    r"\s/|\\,;:!()\[\]{}<>«»\"'=#°_.\-"  # joins words or sets them apart; any other sign may mean something
)
_JOINER = re.compile(f"[{_HARMLESS}]+")
_RUN = re.compile(f"[a-z]+|[0-9]+|[^a-z0-9{_HARMLESS}]+")
_NUMBER_SIGN = re.compile(
    r"\bn\s?°\s*(?=[a-z0-9])|\b(?:no|nr|num|numero|number|nummer)\b\.?\s*(?=[0-9])|#\s*(?=[a-z0-9])"
)
MAX_TEXT = 500  # characters; no real name of a place is longer


def plain(text: str) -> str:
    """Lower case without accents; one kind of dash and of apostrophe."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFKD", lowered.translate(_DASHES))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def normalise(text: str) -> str:
    """No accents, no case, one space for all that joins words: ``PDU A, Paris DC1`` -> ``pdu a paris dc1``.

    Signs that mean something (``+``, ``%``, ``?``) and letters of other scripts stay.
    """
    return _JOINER.sub(" ", plain(text)).strip()


def unnumbered(text: str) -> str:
    """The plain text without its number signs: ``baie n° 7`` -> ``baie 7``. In ``N7`` there is no number sign."""
    return _NUMBER_SIGN.sub(" ", text)


def designator(part: str, text: str) -> str:
    """What is left of a place's name without the word for what it is, nor leading zeros.

    ``rack``: R07, r7, "Baie 07", 7 -> ``7``; A07 -> ``a 7``. ``pdu``: "PDU A", pdu-a -> ``a``.
    """
    names = _WORDS_OF.get(part, frozenset())
    runs = [run.lstrip("0") or "0" if run.isdigit() else run for run in _RUN.findall(unnumbered(plain(text)))]
    return " ".join(run for run in runs if run not in names)
