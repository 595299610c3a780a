"""Spelling: the many ways to write one place. R7, R07 and "Baie 07" are the same; knows no inventory."""

import re
import unicodedata

_WORDS: dict[str, tuple[str, ...]] = {
    "site": ("site", "datacenter", "datacentre"),
    "room": ("s", "salle", "room", "sala", "raum", "saal", "serverraum", "hall"),
    "row": ("rangee", "allee", "row", "fila", "reihe"),
    "rack": ("r", "baie", "rack", "armoire", "cabinet", "armario", "armadio", "schrank"),
    "u": ("u", "unite", "unit"),
    "feed": ("voie", "feed", "alimentation", "circuit", "via", "linea", "einspeisung", "stromkreis"),
    "pdu": ("pdu", "bandeau", "reglette", "regleta"),
    "outlet": ("o", "prise", "outlet", "socket", "toma", "presa", "steckdose"),
}
_NUMBER_SIGNS = frozenset(("n", "no", "nr", "numero"))  # baie n° 7
_PART_OF = {word: part for part, words in _WORDS.items() for word in words}
_SAID_OF = {part: frozenset(words) | _NUMBER_SIGNS for part, words in _WORDS.items()}
_FILLERS = frozenset(("a", "au", "aux", "d", "dans", "de", "del", "der", "des", "die", "du", "el", "en"))
_FILLERS |= frozenset(("et", "im", "in", "l", "la", "le", "les", "of", "on", "sur", "the", "y"))
_JOINT = re.compile(r"[-_.]|(?<=[0-9])(?=[a-z])")
_RUN = re.compile(r"[a-z]+|[0-9]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_BREAK = re.compile(r"[\s/|,;:>()\[\]«»\"'’°#=]+")
_GLUED = re.compile(r"([a-z]+)[-_.]?([a-z]?[0-9]{1,4}|[a-z])")
_VALUE = re.compile(r"[a-z]{0,2}[-_.]?[0-9]{1,4}|[a-z]")
MAX_TEXT = 500  # nobody names a place with more


def plain(text: str) -> str:
    """Lower case without accents."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    return "".join(one for one in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(one))


def fold(text: str) -> str:
    """No accents, no case, one space for all else: ``PDU A, Paris DC1`` -> ``pdu a paris dc1``."""
    return _NOT_WORD.sub(" ", plain(text)).strip()


def designator(part: str, text: str) -> str:
    """What is left of a place's name without the word for what it is, nor leading zeros.

    ``rack``: R07, r7, "Baie 07", 7 -> ``7``; A07 -> ``a 7``. ``pdu``: "PDU A", pdu-a -> ``a``.
    """
    said = _SAID_OF.get(part, frozenset())
    runs = [run.lstrip("0") or "0" if run.isdigit() else run for run in _RUN.findall(plain(text))]
    return " ".join(run for run in runs if run not in said)


def read(text: str) -> tuple[dict[str, str], list[str]]:
    """The location that a text spells out, and the words that it leaves unexplained.

    "Salle 1 / Baie R07 / PDU A / prise 12" -> {room: 1, rack: r07, pdu: a, outlet: 12}, []. A number that
    follows a PDU is its outlet. Words that only join others are dropped.
    """
    parts: dict[str, str] = {}
    rest: list[str] = []
    words = [word for word in _BREAK.split(plain(text[:MAX_TEXT])) if word.strip("-_.")]
    _read([word for word in words if word not in _NUMBER_SIGNS], parts, rest)
    return parts, [word for word in rest if word not in _FILLERS]


def _read(words: list[str], parts: dict[str, str], rest: list[str]) -> None:
    last, index = "", 0
    while index < len(words):
        word = words[index].strip("-_.")
        part, value, used = _piece(word, words[index + 1 : index + 2], last)
        if part and part not in parts:
            parts[part] = value
            last = part
        elif not _pieces(word, parts):
            rest.append(word)
        index += used


def _piece(word: str, following: list[str], last: str) -> tuple[str, str, int]:
    """(part, value, words used); no part when the word is none of ours."""
    part = _PART_OF.get(word, "")
    if part and following and (part == "site" or _VALUE.fullmatch(following[0].strip("-_."))):
        return part, following[0].strip("-_."), 2
    if glued := _GLUED.fullmatch(word):
        part = _PART_OF.get(glued[1], "")
        if part and (len(glued[1]) > 1 or glued[2].isdigit()):
            return part, glued[2], 1
    if word.isdigit() and last == "pdu":
        return "outlet", word, 1
    return "", "", 1


def _pieces(word: str, parts: dict[str, str]) -> bool:
    """A word that is a whole path: ``s1-r07-pdu-a-o12``, ``S1R07``. Believed only if every piece of it is understood."""
    pieces = [piece for piece in _JOINT.split(word) if piece]
    found: dict[str, str] = {}
    rest: list[str] = []
    if len(pieces) > 1:
        _read(pieces, found, rest)
    if rest or not found or found.keys() & parts.keys():
        return False
    parts |= found
    return True
