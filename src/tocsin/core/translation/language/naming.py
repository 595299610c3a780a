"""Naming: which zones a written time names. Several zones are fine as long as they agree; an unknown zone is an error."""

import re
from collections.abc import Container, Iterator
from datetime import UTC, datetime, timezone, tzinfo
from datetime import timedelta as span

from tocsin.core.translation.language import zones
from tocsin.core.translation.language.zones import ABBREVIATIONS, AMBIGUOUS, AREA_AND_CITY, known

_Z = re.compile(r"(?<=\d) ?z(?![a-z])")
_DISPLAY = re.compile(
    r"\((?:utc|gmt)(?P<away>[+-]\d{1,2}:\d{2})?\) ?(?P<words>[a-z][a-z.,&' -]*(?:\([a-z &]+\))?)"
)
_OFFSET_AT_END = re.compile(r"(?:(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?)\)?[\s()\[\]]*$")
_OFFSET = re.compile(r"\(?\b(?:utc|gmt) ?([+-])(\d{1,2})(?::?(\d{2}))?\)?")
_CITY_TIME = re.compile(r"([a-z][a-z. -]*?) time\b|\b(?:heure|ora|hora) (?:de |d'|di )([a-z][a-z -]*)")
_BRACKETED = re.compile(r"[(\[]([a-z][a-z. -]+)[)\]]")
_BOTH_SEASONS = re.compile(r"\b([a-z]{3,4}) ?/ ?([a-z]{3,4})\b")
_LONG = re.compile(r"time|zeit|heure|european")
_LONG_UNKNOWN = re.compile(
    r"\bheure (?:normale|avancee|d'ete|d'hiver)\b|(?:normal|sommer|winter|standard)zeit\b"
)
_OURS = re.compile(
    r"\b(?:local|heure locale|start|end|date and|at|the|same)$|^locale"
)  # whose zone is the format's
_UPPER_AFTER_CLOCK = re.compile(r"(?:\d|[AaPp]\.?[Mm]\.?) ?[\[(]? ?([A-Z]{1,4}T)\b ?[\])]?$")
_WORD = re.compile(r"[A-Za-z]+")
_AFTER_CLOCK = re.compile(r"\d ?[\[(]? ?([a-z]+) ?[\])]?$")
_BARE = re.compile(r"\( ?(eastern|central|mountain|pacific) ?\)|\b(eastern|central|mountain|pacific)$")


class UnknownZone(ValueError):
    """The zone is not known: a time without a zone is better than a time that is an hour wrong."""


class Named:
    """The zones that a text names (none: the format's), and the text without them. ``words`` are no zones.

    Raises UnknownZone.
    """

    def __init__(
        self, text: str, written: str, own: dict[str, str], default: tzinfo | None, words: Container[str]
    ) -> None:
        self.places: list[tzinfo] = []
        self.abbreviations: list[str] = []
        self.rest = text
        self._written, self._default = written, default
        if not (self._own(own) or self._zulu()):
            for step in (self._displays, self._iana, self._long, self._offsets, self._cities, self._short):
                step()
            self._unknown(words)

    def fits(self, found: datetime) -> bool:
        """Whether its abbreviations are in force: CET in July, where the format's zone then keeps CEST, is neither."""
        if self._default is None:
            return True
        local = found.astimezone(self._default)
        return not any(_other_season(name, local, self._default) for name in self.abbreviations)

    def _own(self, own: dict[str, str]) -> bool:
        for name, iana in own.items():
            if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", self.rest):
                self._take(zones.zone(iana), name)
                return True
        return False

    def _zulu(self) -> bool:
        """``Z`` is UTC, whatever stands beside it."""
        if not (found := _Z.search(self.rest)):
            return False
        self.places = [UTC]
        self.rest = AREA_AND_CITY.sub(" ", self.rest[: found.start()] + " " + self.rest[found.end() :])
        return True

    def _displays(self) -> None:
        for found in list(_DISPLAY.finditer(self.rest)):
            place = known(found.group().strip())
            if place is not None:
                self._take(place, found.group())
            elif found.group("away"):
                raise UnknownZone(found.group())

    def _iana(self) -> None:
        for found in list(AREA_AND_CITY.finditer(self.rest)):
            self._take(known(found.group()), found.group())

    def _long(self) -> None:
        if not _LONG.search(self.rest):
            return
        for name in zones.long_names():
            if name in self.rest:
                self._take(known(name), name)

    def _offsets(self) -> None:
        for found in (_OFFSET.search(self.rest), _OFFSET_AT_END.search(self.rest)):
            if found and (found.re is _OFFSET or ":" in self.rest[: found.start()]):
                self._take(timezone(zones.away_from_utc(*found.groups())), found.group())
                return

    def _cities(self) -> None:
        if found := _BARE.search(self.rest):
            self._take(zones.bare(found.group(1) or found.group(2)), found.group())
        for found in list(_CITY_TIME.finditer(self.rest)):
            words = (found.group(1) or found.group(2)).strip()
            if not _OURS.search(words):
                self._take(_city_of(words), found.group())

        for found in list(_BRACKETED.finditer(self.rest)):
            if place := zones.of_city(found.group(1)):
                self._take(place, found.group())

    def _short(self) -> None:
        for found in list(_BOTH_SEASONS.finditer(self.rest)):
            if place := zones.of_both(found.group(1), found.group(2), self._default):
                self._take(place, found.group())
        for token in dict.fromkeys(re.findall(r"(?<![a-z])[a-z]{2,4}(?![a-z])", self.rest)):
            if token in ABBREVIATIONS and self._meant(token):
                self.abbreviations.append(token)
                self._take(timezone(span(minutes=ABBREVIATIONS[token])), token)
            elif token in AMBIGUOUS and self._meant(token):
                if token not in _abbreviations(self._default):
                    raise UnknownZone(token)
                self.abbreviations.append(token)
                self._take(self._default, token)

    def _meant(self, token: str) -> bool:
        """``est`` and ``cet`` are words too: a zone is written in capitals, or right behind the time."""
        at_end = _AFTER_CLOCK.search(self.rest)
        return token.upper() in _WORD.findall(self._written) or (
            at_end is not None and at_end.group(1) == token
        )

    def _take(self, place: tzinfo | None, text: str) -> None:
        if place is None:
            raise UnknownZone(text)
        self.places.append(place)
        self.rest = self.rest.replace(text, " ").replace("()", " ").strip()

    def _unknown(self, words: Container[str]) -> None:
        if not self.places and (unknown := _LONG_UNKNOWN.search(self.rest)):
            raise UnknownZone(unknown.group())
        found = _UPPER_AFTER_CLOCK.search(self._written)
        token = found.group(1).lower() if found else ""
        if token and token not in words and token not in ABBREVIATIONS and not self.places:
            raise UnknownZone(token)


def _city_of(words: str) -> tzinfo | None:
    """The city that the last words name."""
    pieces = words.split()
    return next(_known_cities(pieces), None)


def _known_cities(pieces: list[str]) -> Iterator[tzinfo]:
    for count in (3, 2, 1):
        if len(pieces) >= count and (place := zones.of_city(" ".join(pieces[-count:]))):
            yield place


def _abbreviations(place: tzinfo | None) -> set[str]:
    names = {name.lower() for name in zones.short_names(place)} if place else set()
    return names | {"mez", "mesz"} if {"cet", "cest"} <= names else names


def _other_season(name: str, local: datetime, place: tzinfo) -> bool:
    if name == "gmt" or name not in _abbreviations(place):
        return False
    if name in AMBIGUOUS:
        return name not in {str(local.replace(fold=fold).tzname()).lower() for fold in (0, 1)}
    return span(minutes=ABBREVIATIONS[name]) not in {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
