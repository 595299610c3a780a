"""Resolution: which of our items is a place? Certain, or flagged as a guess with its rivals; never both."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, Protocol

from tocsin.core.event.values import Place
from tocsin.core.inventory import sentences as sentences
from tocsin.core.inventory.guesses import Guesses
from tocsin.core.inventory.index import Index, without_port
from tocsin.core.inventory.lines import Lines
from tocsin.core.inventory.location import FINE, PIECES, Found, locate
from tocsin.core.inventory.phrase import FILLERS, SITE_LABELS, read
from tocsin.core.inventory.spelling import MAX_TEXT, normalise
from tocsin.core.inventory.values import HOSTS, Alias, Item, ItemType, Requirement
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

How = Literal["exact", "alias", "name", "location", "guess", "none"]

_CONFIDENCE = {"exact": 1.0, "alias": 0.98, "name": 0.95, "address": 0.95, "location": 0.95}
MAX_GUESS = 0.6  # no guess is ever more certain than this
_MAX_RIVALS = 5
_RUNS = {"virtual_machine": {ItemType.VIRTUAL_MACHINE}, "observer": HOSTS}  # what a piece may name
_PART_OF_TYPE = {ItemType.SITE: "site", ItemType.ROOM: "room", ItemType.APPLICATION: ""}


class Known(Protocol):
    """What a resolver needs of the organisation."""

    @property
    def items(self) -> Mapping[str, Item]: ...
    @property
    def requirements(self) -> Iterable[Requirement]: ...
    @property
    def aliases(self) -> Iterable[Alias]: ...


class Resolution(Value):
    """The item meant, how it was found, and how certain that is. ``rivals`` are (key, confidence).

    A ``guess`` is shown to a person and used by no rule; ``none`` has no item.
    """

    item: str
    how: How
    confidence: float
    why: Why
    rivals: tuple[tuple[str, float], ...] = ()

    @property
    def certain(self) -> bool:
        """May rules act on it?"""
        return self.how not in ("guess", "none")


def render_place(place: Place) -> str:
    """The place as a person reads it, and as their answer is remembered (Alias.text)."""
    if place.text or not place.parts:
        return place.text or place.item
    return ", ".join(f"{name} {place.parts[name]}" for name in sorted(place.parts))


class Resolver:
    """Resolves places against one snapshot of the inventory, and against people's answers about places."""

    def __init__(self, index: Index, guesses: Guesses, aliases: Iterable[Alias]) -> None:
        self._index, self._guesses, self._lines = index, guesses, Lines(index)
        self._taught = {
            (alias.source, normalise(alias.text)): alias for alias in aliases if alias.item in index.items
        }
        self._answering = _Sources(source for source, _ in self._taught)

    @classmethod
    def of(cls, organisation: Known) -> "Resolver":
        """A resolver over an organisation (or anything that has items, requirements and aliases)."""
        index = Index(organisation.items, organisation.requirements)
        guesses = Guesses((name, key) for name, keys in index.names.items() for key in keys)
        return cls(index, guesses, organisation.aliases)

    def taught(self, aliases: Iterable[Alias]) -> "Resolver":
        """A resolver over the same inventory, which is not indexed again, with these answers from people."""
        return Resolver(self._index, self._guesses, aliases)

    def resolve(self, place: Place, *, source: str, kind: str) -> Resolution:
        """The item that ``place`` means in a message of ``source``. ``kind`` helps where two items are named.

        A person's answer comes first, then an explicit key, names and location, the text as a whole, and at
        last what looks alike. Every piece that is given must hold: what is only partly understood is a guess.
        """
        if source in self._answering and (answered := self._answered(place, source)):
            return answered
        if not place.item:
            return self._understood(place, kind)
        if named := self._explicit(place.item):
            return named
        found = self._understood(place, kind)
        return (
            _around((found.item,), render_place(place)[:MAX_TEXT], place.item[:MAX_TEXT])
            if found.certain
            else found
        )

    def search(self, text: str, most: int) -> list[str]:
        """At most ``most`` items (keys) that a person may mean who types this, the likeliest first. Only offers."""
        meant = self.resolve(Place(text=text), source="", kind="")
        first = [meant.item] if meant.certain else []
        written = normalise(text)
        taught = [alias.item for (_, known), alias in self._taught.items() if known == written]
        found = self._index.search.find(text, most) or [key for key, _ in self._guesses.like(written)]
        return list(dict.fromkeys([*first, *taught, *found]))[:most]

    def declared(self, text: str) -> str:
        """The item (key) that the inventory itself calls so, by key, host name or alias; empty: none, or several."""
        named = self._explicit(text)
        return named.item if named else ""

    def _understood(self, place: Place, kind: str) -> Resolution:
        text = render_place(place)
        text = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
        if place.is_supplied:
            return self._supplied(place, text, kind)
        return (
            self._pieces(place.parts, text, kind)
            or self._text(text, kind)
            or self._similar(place, text)
            or _nothing(text)
        )

    def _supplied(self, place: Place, text: str, kind: str) -> Resolution:
        """All pieces come from the format and none from the message: a guess, unless the text itself names a place."""
        by_text = self._text(text, kind) if place.text else None
        if by_text and by_text.certain:
            return by_text
        found = self._pieces(place.parts, text, kind) or by_text or _nothing(text)
        if not found.certain:
            return found
        return _guess([found.item], Why(code="resolution.supplied", facts={"item": found.item}))

    def _answered(self, place: Place, source: str) -> Resolution | None:
        written = render_place(place)
        text = normalise(written)
        alias = self._taught.get((source, text)) or self._taught.get(("", text))
        if not alias:
            return None
        why = Why(code="resolution.taught", facts={"said": written, "item": alias.item, "by": alias.by})
        return Resolution(item=alias.item, how="alias", confidence=1.0, why=why)

    def _explicit(self, text: str) -> Resolution | None:
        key = text if text in self._index.items else text.lower()
        if key in self._index.items:
            return _certain(key, "exact", text)
        named = self._index.host(text)
        return _one_of(named, text) if named else None

    def _pieces(self, parts: Mapping[str, str], text: str, kind: str) -> Resolution | None:
        """What the pieces mean together: a name, a location, or both when they agree."""
        if not parts:
            return None
        name = self._name_given(parts, kind)
        named = self._named(name, parts) if name else {}
        found = Found() if PIECES.isdisjoint(parts) else locate(self._index, parts)
        if name and not named:
            return self._unnamed(parts, found, text, parts[name])
        if found.keys and not found.unknown:
            if not named:
                return _one_of(dict.fromkeys(found.keys, "location"), text)
            return self._both(named, found, text, kind.startswith("power.") and not FINE.isdisjoint(parts))
        if named:
            return self._despite(named, found, text, parts[name])
        return _around(found.keys, text, found.unknown) if found.keys else None

    def _name_given(self, parts: Mapping[str, str], kind: str) -> str:
        """The piece that names the subject; an application comes first when the event is about one."""
        order: tuple[str, ...] = (
            "host",
            "virtual_machine",
            "circuit",
            "observer",
            "application",
            "address",
            "service",
        )
        if kind.startswith("application."):
            order = ("application", *(name for name in order if name != "application"))
        return next((name for name in order if parts.get(name)), "")

    def _named(self, name: str, parts: Mapping[str, str]) -> dict[str, str]:
        text = parts[name]
        if name == "host":
            service = parts.get("service")
            on_host = self._index.named(f"{service}@{text}") if service else {}
            return on_host or self._index.host(text) or self._at(text)
        if name == "address":
            return self._at(text)
        if name == "circuit":
            return self._circuit(text)
        if name in _RUNS:
            return {key: how for key, how in self._index.host(text).items() if self._type(key) in _RUNS[name]}
        return {key: how for key, how in self._index.named(text).items() if self._is_application(key)}

    def _at(self, address: str) -> dict[str, str]:
        return dict.fromkeys(self._index.addresses.get(without_port(address), ()), "address")

    def _circuit(self, text: str) -> dict[str, str]:
        named = self._index.named(text)
        circuits = {key: how for key, how in named.items() if self._type(key) == ItemType.CIRCUIT}
        return circuits or dict.fromkeys(self._lines.meant(f"line {text}"), "name")

    def _is_application(self, key: str) -> bool:
        return self._type(key) == ItemType.APPLICATION

    def _type(self, key: str) -> ItemType:
        return self._index.items[key].type

    def _unnamed(self, parts: Mapping[str, str], found: Found, text: str, unknown: str) -> Resolution | None:
        """A name that we do not know: an address or a place around it is only a hint."""
        hints = self._index.addresses.get(parts.get("address", "")) or found.keys
        return _around(tuple(hints), text, unknown) if hints else None

    def _both(self, named: dict[str, str], found: Found, text: str, power: bool) -> Resolution:
        agreeing = {key: how for key, how in named.items() if any(self._agree(key, at) for at in found.keys)}
        if not agreeing:
            return _contradiction(min(named), found.keys[0], text)
        if not power:
            return _one_of(agreeing, text)
        at = [candidate for candidate in found.keys if any(self._agree(key, candidate) for key in agreeing)]
        return _one_of(dict.fromkeys(at, "location"), text)

    def _despite(self, named: dict[str, str], found: Found, text: str, name: str) -> Resolution:
        """A name beside a place of which only some pieces are known: the known pieces must match the named item."""
        if found.keys and not any(self._agree(key, at) for key in named for at in found.keys):
            return _contradiction(min(named), found.keys[0], text)
        return _one_of(named, name)

    def _agree(self, named: str, at: str) -> bool:
        """Same thing, one inside the other, or a thing and the power of the very rack or room around it."""
        inner, outer = self._index.path(named), self._index.path(at)
        if named in outer or at in inner or self._is_application(named):
            return True
        powers = {ItemType.FEED, ItemType.PDU, ItemType.OUTLET}
        if not powers & {self._index.items[named].type, self._index.items[at].type}:
            return False
        return bool(self._enclosures(inner) & self._enclosures(outer))

    def _enclosures(self, path: Iterable[str]) -> set[str]:
        near = [key for key in path if self._index.items[key].type in (ItemType.RACK, ItemType.ROOM)]
        return set(near[:1])

    def _text(self, text: str, kind: str) -> Resolution | None:
        """The text as a whole: a key, a name, an address; else the location that it spells out."""
        key = text.strip().lower()
        if key in self._index.items:
            return _certain(key, "exact", text)
        if named := self._index.host(text) or self._at(key):
            return _one_of(named, text)
        if lines := self._lines.meant(text):
            return _one_of(dict.fromkeys(lines, "name"), text)
        return self._spelt(text, kind)

    def _spelt(self, text: str, kind: str) -> Resolution | None:
        """The location that the text spells out: certain when every word of it was used."""
        phrase = read(text)
        parts = dict(phrase.parts)
        unexplained = list(self._explain(parts, phrase.rest))
        found = None if PIECES.isdisjoint(parts) else self._pieces(parts, text, kind)
        if not found or not found.certain:
            return found
        if unheld := self._unheld(found.item, parts):
            return _around((found.item,), text, unheld)
        own = self._index.own_words(found.item)
        left = [word for word in unexplained if word not in own]
        if not left:
            return found
        item = self._index.items[found.item]
        around = (item.parent, found.item) if phrase.several and item.parent else (found.item,)
        return _around(around, text, " ".join(left))

    def _unheld(self, item: str, parts: Mapping[str, str]) -> str:
        """A piece of a text that does not match the item; empty: all pieces match.

        A feed or a PDU named beside a place that does not hold it: is it that one, or what hangs on it there?
        """
        place = locate(self._index, parts)
        if place.unknown:
            return place.unknown
        if "u" in parts and not {"pdu", "outlet", "feed"}.isdisjoint(parts):
            return parts["u"]
        named_power = "host" in parts and self._index.items[item].type not in HOSTS
        return parts["host"] if named_power and set(place.keys) - set(self._index.path(item)) else ""

    def _explain(self, parts: dict[str, str], runs: tuple[tuple[str, ...], ...]) -> Iterator[str]:
        """Words that are no piece may name a site, a room or a thing; the others are left over."""
        left: list[str] = []
        for run in runs:
            while run:
                size = next((n for n in range(len(run), 0, -1) if self._names(parts, " ".join(run[:n]))), 0)
                if not size:
                    left.append(run[0])
                run = run[size or 1 :]
        harmless = FILLERS | SITE_LABELS if "site" in parts else FILLERS
        yield from (word for word in left if word not in harmless)

    def _names(self, parts: dict[str, str], words: str) -> bool:
        types = {self._index.items[key].type for key in self._index.host(words)}
        part = _PART_OF_TYPE.get(next(iter(types)), "host") if len(types) == 1 else ""
        if not types and (site := self._index.site_called(words)):
            part, words = "site", site
        if not part or parts.get(part, words) != words:
            return False
        parts[part] = words
        return True

    def _similar(self, place: Place, whole: str) -> Resolution | None:
        text = next((place.parts[name] for name in ("host", "application") if place.parts.get(name)), whole)
        text = text[:MAX_TEXT]
        likely = self._guesses.like(normalise(text))
        if not likely:
            return None
        (item, likeness), rivals = likely[0], likely[1:]
        facts = {"said": text, "item": item, "percent": round(likeness * 100)}
        return Resolution(
            item=item,
            how="guess",
            confidence=_share(likeness),
            why=Why(code="resolution.similar", facts=facts),
            rivals=tuple((key, _share(score)) for key, score in rivals),
        )


class _Sources(frozenset[str]):
    """Sources for which a person has answered; an answer for the empty source is an answer for all."""

    def __contains__(self, source: object) -> bool:
        return super().__contains__(source) or super().__contains__("")


def _nothing(text: str) -> Resolution:
    why = Why(code="resolution.none", facts={"said": text})
    return Resolution(item="", how="none", confidence=0.0, why=why)


def _certain(key: str, how: str, text: str) -> Resolution:
    why = Why(code=f"resolution.{how}", facts={"said": text, "item": key})
    known = "name" if how == "address" else how
    return Resolution(item=key, how=known, confidence=_CONFIDENCE[how], why=why)  # type: ignore[arg-type]


def _one_of(found: dict[str, str], text: str) -> Resolution:
    """Certain when it is alone; a guess among rivals when it is not."""
    keys = sorted(found)
    if len(keys) == 1:
        return _certain(keys[0], found[keys[0]], text)
    facts = {"said": text, "item": keys[0], "count": len(keys)}
    return _guess(keys, Why(code="resolution.ambiguous", facts=facts))


def _around(keys: tuple[str, ...], text: str, unknown: str) -> Resolution:
    ordered = sorted(keys)  # what contains another comes before it
    facts = {"said": text, "item": ordered[0], "unknown": unknown}
    return _guess(ordered, Why(code="resolution.incomplete", facts=facts))


def _contradiction(named: str, at: str, text: str) -> Resolution:
    facts = {"said": text, "item": named, "other": at}
    return _guess([named, at], Why(code="resolution.contradiction", facts=facts))


def _guess(keys: list[str], why: Why) -> Resolution:
    share = round(min(MAX_GUESS, 1 / len(keys)), 2)
    rivals = tuple((key, share) for key in keys[1 : 1 + _MAX_RIVALS])
    return Resolution(item=keys[0], how="guess", confidence=share, why=why, rivals=rivals)


def _share(likeness: float) -> float:
    return round(likeness * MAX_GUESS, 2)
