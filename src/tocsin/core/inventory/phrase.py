"""Phrase: a place written in words: which word is which piece, and which words no piece uses. Knows no inventory."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from tocsin.core.inventory.spelling import MAX_TEXT, PART_OF, designator, plain, unnumbered
from tocsin.core.kernel.value import Value

# Words that never change which thing is meant. No single letter, no conjunction, no negation, no "next to".
FILLERS = frozenset(
    (
        *("at", "au", "aux", "dans", "de", "des", "du", "en", "la", "le", "les", "sur"),
        *("emplacement", "lieu", "localisation", "location", "ort", "place", "standort", "ubicacion"),
        *("in", "of", "on", "the"),
        *("al", "del", "el", "las", "los"),
        *("del", "della", "di", "gli", "il", "lo", "nel", "nella"),
        *("am", "auf", "das", "dem", "den", "der", "die", "im"),
    )
)
SITE_LABELS = frozenset(("site", "datacenter", "dc"))  # harmless beside the name of a site
_CHOICES = frozenset(("et", "and", "y", "e", "o", "ou", "or", "und", "oder", "&", "+"))
_COMPOUNDS = (
    (r"data ?cent(?:er|re)|centre de donnees", "datacenter"),
    (r"(?:server|computer|data|machine) (?:room|hall)", "room"),
    (r"salle (?:serveurs?|informatique|machines?|technique|d'hebergement)(?= [a-z]?[0-9]| [a-z]\b)", "salle"),
    (r"(?:voie|arrivee) (?:d'alimentation|electrique)|alimentation electrique", "voie"),
    (r"(?:power|electrical) (?:feed|path)", "feed"),
    (r"bandeau (?:de prises|d'alimentation|electrique|pdu)", "bandeau"),
    (r"power (?:strip|distribution unit)|rack pdu", "pdu"),
    (r"prise (?:de courant|electrique)", "prise"),
    (r"power (?:outlet|socket)", "outlet"),
    (
        r"(?:armoire|unite|groupe) (?:de )?(?:clim(?:atisation)?|froid)\b|cooling unit|air conditioner",
        "climatiseur",
    ),
)
_ANY_COMPOUND = "|".join(f"\\b({pattern})" for pattern, _ in _COMPOUNDS)
_COMPOUND = re.compile(_ANY_COMPOUND)
_AT = re.compile(r"\bà\b")
_ELISION = re.compile(r"\b[dl]'")
_JOIN = r"\s/|\\,;:!()\[\]{}<>«»\"'=#_.\-"
_TOKEN = re.compile(f"([{_JOIN}]*)([a-z0-9]+(?:[-_.]+[a-z0-9]+)*|[^a-z0-9{_JOIN}])")
_CHUNK = re.compile(r"[-_.]+")
_VALUE = re.compile(r"[a-z]{0,2}[-_.]?[0-9]{1,4}|[a-z]")
_NUMBER = re.compile(r"[0-9]{1,4}")
_NUMBERED = re.compile(r"(?:[a-z]+[0-9]+)+")
_NUMBERED_TAIL = re.compile(r"((?:[a-z]+[0-9]+)+)([a-z]+)")
_NUMBERED_PIECE = re.compile(r"([a-z]+)([0-9]+)")
_LETTERED = re.compile(r"([a-z]{2,})([a-d])")
_UNITS = frozenset(
    (
        *(
            "amp",
            "amps",
            "ampere",
            "amperes",
            "ma",
            "volt",
            "volts",
            "kv",
            "mv",
            "watt",
            "watts",
            "kw",
            "kwh",
        ),
        *(
            "va",
            "kva",
            "wh",
            "hz",
            "deg",
            "degres",
            "degrees",
            "pourcent",
            "percent",
            "min",
            "mn",
            "sec",
            "ms",
        ),
    )
)
_PATH = frozenset("/|\\>:")
_SIDED = ("feed", "pdu")  # what a letter may stand before: "A feed", "B PDU"

Token = tuple[str, str]  # what stands before the word, and the word


class Phrase(Value):
    """``parts``: piece -> its value. ``rest``: runs of words that no piece uses, in their order.

    ``several``: it names two things of a kind, or a choice; neither of them alone is meant.
    """

    parts: dict[str, str]
    rest: tuple[tuple[str, ...], ...] = ()
    several: bool = False


def read(text: str) -> Phrase:
    """The location that a text spells out.

    "Salle 1 / Baie R07 / PDU A / prise 12" -> {room: 1, rack: r07, pdu: a, outlet: 12}, nothing left.
    "Salle 1 A" -> {room: 1}, a: the meaning of a letter or a number depends on what stands right before it.
    """
    words = plain(_AT.sub(" at ", text[:MAX_TEXT].casefold()))
    words = _ELISION.sub("", unnumbered(_COMPOUND.sub(_compound, words)))
    reader = _Reader({}, _TOKEN.findall(words))
    return Phrase(parts=reader.parts, rest=reader.runs(), several=reader.several)


def _compound(found: re.Match[str]) -> str:
    return _COMPOUNDS[(found.lastindex or 1) - 1][1]


class _Reader:
    """Reads words from left to right. ``last`` is the piece that ended right before the present word."""

    def __init__(self, parts: Mapping[str, str], tokens: Iterable[Token], last: str = "") -> None:
        self.parts = dict(parts)
        self.rest: list[str] = []  # empty: a piece stood here
        self.several = False
        self.last = last
        self._tokens = list(tokens)
        at = 0
        while at < len(self._tokens):
            at += self._read(at)

    def _read(self, at: int) -> int:
        """Read the word here, and how many words that took."""
        gap, word = self._tokens[at]
        path = not _PATH.isdisjoint(gap)
        if _CHUNK.search(word):
            return self._whole(word, [("/", chunk) for chunk in _CHUNK.split(word)])
        if word in FILLERS or word in _CHOICES:
            return self._leave(word, several=word in _CHOICES and bool(self.last))
        if word in PART_OF:
            return self._part(at, PART_OF[word], word)
        if word.isdigit():
            return self._number(at, gap, word)
        if len(word) == 1:
            return self._letter(at, path, word)
        return self._glued(path, word)

    def _part(self, at: int, part: str, word: str) -> int:
        """The word for a piece, and its value after it."""
        following = self._word(at + 1)
        if PART_OF.get(following) == part and len(following) > 1:
            return 1  # "baie rack 7"
        if (_NUMBER if len(word) == 1 else _VALUE).fullmatch(following):
            self._set(part, following)
            return 2
        if len(word) == 1:
            return self._letter(at, not _PATH.isdisjoint(self._tokens[at][0]), word)
        return self._leave(word)

    def _number(self, at: int, gap: str, word: str) -> int:
        """A number right after a PDU is its outlet, unless it counts something: amperes, per cent, degrees."""
        following = self._word(at + 1)
        counts = (
            following in _UNITS or following.isdigit() or (len(following) == 1 and following not in FILLERS)
        )
        if self.last == "pdu" and not counts and "," not in gap:
            return self._set("outlet", word)
        return self._leave(word)

    def _letter(self, at: int, path: bool, word: str) -> int:
        """A letter names a side: before its word ("A feed"), or after the rack on a path (R07/A)."""
        following = PART_OF.get(self._word(at + 1), "")
        if word.isalpha() and following in _SIDED and not _VALUE.fullmatch(self._word(at + 2)):
            self._set(following, word)
            return 2
        if word.isalpha() and path and self.last == "rack":
            return self._set("pdu", word)
        return self._leave(word, several=path and self.last in _SIDED)

    def _glued(self, path: bool, word: str) -> int:
        """R07, S1R07, PDUA: used only if every piece of it is understood."""
        if _NUMBERED.fullmatch(word):
            pieces = _NUMBERED_PIECE.findall(word)
            if len(pieces) > 1:
                return self._whole(word, [("/", letters + number) for letters, number in pieces])
            return self._numbered(path, *pieces[0])
        lettered = _LETTERED.fullmatch(word)
        if lettered and PART_OF.get(lettered[1]) in _SIDED:
            return self._set(PART_OF[lettered[1]], lettered[2])
        if tail := _NUMBERED_TAIL.fullmatch(word):  # "R07A", "R07bis": another rack, or a side of this one?
            return self._glued(path, tail[1]) and self._leave(tail[2])
        return self._leave(word)

    def _numbered(self, path: bool, letters: str, number: str) -> int:
        if letters in PART_OF:
            return self._set(PART_OF[letters], letters + number)
        if len(letters) == 1 and path and self.last == "rack":
            return self._set("outlet", letters + number)
        return self._leave(letters + number)

    def _whole(self, word: str, pieces: list[Token]) -> int:
        """A word that is a whole path: ``s1-r07-pdu-a-o12``. Used only if all of it is understood.

        Its first piece may be a name, usually of a site: ``par1-s1-r07``.
        """
        inner = _Reader(self.parts, pieces, self.last)
        left = [word for word in inner.rest if word]
        if left == [pieces[0][1]] and len(inner.parts) > len(self.parts) + 1:
            self.rest += inner.rest
        elif left:
            return self._leave(word)
        self.parts, self.last = inner.parts, inner.last
        return 1

    def _set(self, part: str, value: str) -> int:
        known = self.parts.get(part)
        if known is not None and designator(part, known) != designator(part, value):
            return self._leave(value, several=True)
        self.parts.setdefault(part, value)
        self.rest.append("")
        self.last = part
        return 1

    def _leave(self, word: str, several: bool = False) -> int:
        self.rest.append(word)
        self.several |= several
        self.last = ""
        return 1

    def runs(self) -> tuple[tuple[str, ...], ...]:
        """What is left over, word by word, cut where a piece stands between."""
        found = (tuple(run) for used, run in groupby(self.rest, key=lambda word: not word) if not used)
        return tuple(found)

    def _word(self, at: int) -> str:
        return self._tokens[at][1] if at < len(self._tokens) else ""
