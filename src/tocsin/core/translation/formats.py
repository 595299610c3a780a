"""Formats: the compiled format files. Knows the parts of a format, and translates nothing itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from difflib import get_close_matches
from typing import Any

from msgspec.structs import replace

from tocsin.core.kernel.errors import BadInput, Fault
from tocsin.core.organisation.mistakes import near
from tocsin.core.organisation.values import Correspondence
from tocsin.core.translation.language.attachments import Reads
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.conditions import Condition
from tocsin.core.translation.language.fields import GIVEN, Field, compiled_field, labels_of
from tocsin.core.translation.language.making import Kinds, Maker
from tocsin.core.translation.language.patterns import Pattern, Test, compiled, compiled_tests
from tocsin.core.translation.language.pieces import Splitter
from tocsin.core.translation.language.recognising import IGNORE_KEYS, Recogniser, compiled_recogniser
from tocsin.core.translation.language.splitting import compiled_splitters, named_groups
from tocsin.core.translation.language.times import Times
from tocsin.core.translation.language.words import Table, compiled_tables
from tocsin.core.translation.language.zones import zone
from tocsin.core.translation.text import word

STATED = "stated"  # instead of a zone: every time states its own, else it is unread
_LAYOUT_KEYS = ("each", "fields", "patterns", "event")
KEYS = (
    "description", "priority", "recognise", "ignore", "ignore_attachments", "times", "tables", "cut", "prefer", "messages",
    *_LAYOUT_KEYS,
)  # fmt: skip
MESSAGE_KEYS = ("name", "recognise", *_LAYOUT_KEYS)
PATTERN_KEYS = ("pattern", "in")
TIMES_KEYS = ("zone", "zones", "month_first", "stamps")


class Layout:
    """One kind of message of a format: how it is recognised, cut into events, and put into our words."""

    def __init__(
        self,
        name: str,
        recogniser: Recogniser,
        node: Checker,
        tables: dict[str, Table],
        times: Times,
        kinds: Kinds,
    ) -> None:
        self.name = name
        self.written: Mapping[str, Any] = node.value if isinstance(node.value, dict) else {}
        self.recogniser = recogniser
        self.each = " | ".join(str(child.value) for child in node.at("each").each())
        self.splitters: tuple[Splitter, ...] = compiled_splitters(node.at("each"))
        self.labels = labels_of(node.at("fields"))
        self.fields: tuple[Field, ...] = tuple(
            compiled_field(*declared) for declared in fields_in_order(node.at("fields"))
        )
        self.constants = tuple(field for field in self.fields if field.constants)
        self.patterns: tuple[tuple[str, Pattern], ...] = tuple(patterns_of(node.at("patterns")))
        groups = {name for _, pattern in self.patterns for name in pattern.groups}
        names = {*GIVEN, *named_groups(node.at("each")), *groups, *(field.name for field in self.fields)}
        _check_sources(node, names)
        self.maker = Maker(node.at("event"), names, tables, times, kinds)
        self.condition: Condition | None = self.maker.condition


class Format:
    """One format file. ``ignore`` are (tests, reason); without layouts it only says what to ignore."""

    def __init__(self, name: str, spec: Mapping[str, Any], faults: list[Fault], kinds: Kinds = ()) -> None:
        self.name = name
        self._kinds = kinds
        node = Checker(spec, "", faults)
        node.only(KEYS)
        self.priority = _whole(node.at("priority"))
        self.recogniser = compiled_recogniser(node.at("recognise"))
        self.ignore = tuple(
            (compiled_recogniser(child, IGNORE_KEYS), _reason(child.at("reason")))
            for child in node.at("ignore").each()
        )
        self.cut: tuple[Test, ...] = compiled_tests(node.at("cut"))
        self.prefers_html = node.at("prefer").one_of(("text", "html"), "text") == "html"
        self.reads = Reads(node)
        self.tables = compiled_tables(node.at("tables"))
        self.layouts = tuple(self._layouts(node, times_of(node)))
        _check_whole(node, self)

    def with_tables(self, tables: dict[str, Table]) -> "Format":
        """The same format with these tables."""
        other = copy(self)
        other.tables = tables
        return other

    def _layouts(self, node: Checker, times: Times) -> Iterator[Layout]:
        if node.at("messages").absent:
            if not node.at("event").absent:
                yield Layout("", Recogniser(()), node, self.tables, times, self._kinds)
            return
        for index, checker in enumerate(node.at("messages").each()):
            checker.only(MESSAGE_KEYS)
            name = checker.at("name").text() or str(index + 1)
            merged = Checker(_merged(node.value, checker.value), "", [])
            yield Layout(
                name, compiled_recogniser(checker.at("recognise")), merged, self.tables, times, self._kinds
            )
            checker.faults += [_written(fault, node.value, checker) for fault in merged.faults]


class Formats:
    """Every format, in the order in which they are tried: by priority, then by name."""

    def __init__(self, formats: Sequence[Format] = ()) -> None:
        self.ordered = tuple(
            sorted(formats, key=lambda known_format: (-known_format.priority, known_format.name))
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, in the order in which they are tried."""
        return tuple(known_format.name for known_format in self.ordered)

    def among(self, allowed: Sequence[str]) -> tuple[Format, ...]:
        """The formats of these names; without names, all formats."""
        return (
            tuple(known_format for known_format in self.ordered if known_format.name in allowed)
            if allowed
            else self.ordered
        )


def compile_formats(
    specs: Mapping[str, Mapping[str, Any]],
    correspondences: Sequence[Correspondence] = (),
    kinds: Kinds = (),
) -> Formats:
    """Compile formats by name. ``correspondences`` are words that a person added: they win over the files'. ``kinds`` are
    the organisation's: any other kind in a message is an unknown word (empty: any kind is accepted).

    Raises BadInput with every mistake of every format; a fault's ``file`` is the format's name and its
    ``field`` the path in its data (``fields.site[0].label``).
    """
    faults: list[Fault] = []
    formats = []
    for name, spec in specs.items():
        found, mistakes = _compiled(name, spec, kinds)
        faults += [mistake for mistake in mistakes if mistake.why.code not in _OF_KINDS]
        formats.append(found)
    if faults:
        raise BadInput(faults)
    return Formats(
        [
            _taught(format_, [learnt for learnt in correspondences if learnt.format == format_.name])
            for format_ in formats
        ]
    )


# A format that was applied stays in force; the next check reports a kind that was removed since.
_OF_KINDS = ("fault.kind.unknown", "fault.kind.unknown_near")


def faults_of(name: str, spec: Mapping[str, Any], kinds: Kinds = ()) -> tuple[Fault, ...]:
    """Every mistake of one format, without raising. ``kinds``: those of the organisation; none: they are not checked."""
    return tuple(_compiled(name, spec, kinds)[1])


def _compiled(name: str, spec: Mapping[str, Any], kinds: Kinds) -> tuple[Format, list[Fault]]:
    """The format and its mistakes. A format that has not changed is not compiled again: a person who teaches one word
    waits for no other."""
    written = (name, repr(spec), frozenset(kinds))
    if written not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        mistakes: list[Fault] = []
        found = Format(name, spec, mistakes, kinds)
        seen = {(fault.field, str(fault.why)): fault for fault in mistakes}
        _known[written] = found, [replace(fault, file=name) for fault in seen.values()]
    return _known[written]


_known: dict[tuple[str, str, frozenset[str]], tuple[Format, list[Fault]]] = {}
_MOST_KNOWN = 500  # far more than a company has


def _taught(format_: Format, words: Sequence[Correspondence]) -> Format:
    if not words:
        return format_
    tables = dict(format_.tables)
    for table in {correspondence.table for correspondence in words}:
        added = {
            correspondence.word: correspondence.ours
            for correspondence in words
            if correspondence.table == table
        }
        tables[table] = tables.get(table, Table({})).with_words(added)
    return format_.with_tables(tables)


def _merged(common: Mapping[str, Any], own: Any) -> dict[str, Any]:
    """What stands at the top of the file, with what this kind of message overrides."""
    own = own if isinstance(own, dict) else {}
    merged: dict[str, Any] = {key: own.get(key, common.get(key)) for key in ("each",)}
    merged["fields"] = _over(common.get("fields"), own.get("fields"))
    merged["patterns"] = [*_listed(common.get("patterns")), *_listed(own.get("patterns"))]
    event = _over(common.get("event"), own.get("event"))
    for part in ("place", "details"):
        blocks = [
            block.get(part) for block in (common.get("event"), own.get("event")) if isinstance(block, dict)
        ]
        if any(blocks):
            event[part] = _over(*(blocks if len(blocks) == 2 else [blocks[0], None]))
    merged["event"] = event
    return merged


def _written(fault: Fault, common: Mapping[str, Any], own: Checker) -> Fault:
    """A fault of a kind of message, at the place where it is written: there, or at the top of the file."""
    path = fault.field
    shared = len(_listed(common.get("patterns")))
    found = re.match(r"patterns\[(\d+)\]", path)
    if found and int(found.group(1)) >= shared:
        path = f"{own.path}.patterns[{int(found.group(1)) - shared}]{path[found.end() :]}"
    elif not found and _depth(path, own.value) >= max(1, _depth(path, common)):
        path = f"{own.path}.{path}"
    return replace(fault, field=path)


def _depth(path: str, spec: Any) -> int:
    """How many steps of the path there are in these data."""
    steps = 0
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        if name and isinstance(spec, dict) and name in spec:
            spec = spec[name]
        elif index and isinstance(spec, list) and int(index) < len(spec):
            spec = spec[int(index)]
        else:
            break
        steps += 1
    return steps


def _over(common: Any, own: Any) -> Any:
    if common is None or own is None:
        return dict(common or own or {}) if isinstance(common or own or {}, dict) else common or own
    return {**common, **own} if isinstance(common, dict) and isinstance(own, dict) else own


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def patterns_of(node: Checker) -> Iterator[tuple[str, Pattern]]:
    """The patterns written here, each with the field that it looks in."""
    for child in node.each():
        if isinstance(child.value, dict):
            child.only(PATTERN_KEYS)
        found = compiled(child.at("pattern") if isinstance(child.value, dict) else child)
        if found and not found.groups:
            child.fault("fault.format.no_group")
        if found:
            yield child.at("in").text() or "text", found


def fields_in_order(node: Checker) -> list[tuple[str, Checker]]:
    """The fields, each after those that it is taken ``in``: the order of the keys does not count."""
    fields = dict(node.items())
    sources = {name: {str(way.at("in").value) for way in field.each()} for name, field in fields.items()}
    ordered: list[str] = []
    waiting = sorted(fields)
    while waiting:
        ready = [name for name in waiting if not sources[name] & (set(waiting) - {name})] or waiting[:1]
        if sources[ready[0]] & set(waiting):
            fields[ready[0]].fault("fault.format.circle")
        ordered += ready
        waiting = [name for name in waiting if name not in ready]
    return [(name, fields[name]) for name in ordered]


def _check_sources(node: Checker, names: set[str]) -> None:
    """Every ``in:`` must name a text that exists."""
    places = [way.at("in") for _, field in node.at("fields").items() for way in field.each()]
    places += [child.at("in") for child in node.at("patterns").each()]
    for place in places:
        if not place.absent and place.text() not in names:
            place.unknown("fault.format.field", place.text(), names)


def times_of(node: Checker) -> Times:
    """How the times of a file are read, as its ``times`` says."""
    times = node.at("times")
    times.only(TIMES_KEYS)
    stated = times.at("zone").text() == STATED
    return Times(
        zone="" if stated else _zone(times.at("zone")) or "UTC",
        begins=times.at("stamps").one_of(("sending", "beginning"), "sending") == "beginning",
        zones={word(theirs): _zone(zone) for theirs, zone in times.at("zones").items()},
        month_first=times.at("month_first").flag(),
    )


def _zone(node: Checker) -> str:
    name = node.text()
    if name and zone(name) is None:
        node.fault("fault.format.zone", zone=name)
    return name


def _check_whole(node: Checker, known_format: Format) -> None:
    if node.at("recognise").absent and node.at("ignore").absent:
        node.fault("fault.format.no_recognise")
    if not known_format.layouts and not known_format.ignore:
        node.fault("fault.format.no_event")
    _check_reached(node.at("messages"))
    _check_tables(node, known_format)
    reads_time = any(
        isinstance(event.value, dict) and not (event.at("occurred_at").absent and event.at("window").absent)
        for event in (node.at("event"), *(message.at("event") for message in node.at("messages").each()))
    )
    if reads_time and node.at("times").at("zone").absent:
        node.fault("fault.format.no_zone")


def _check_reached(messages: Checker) -> None:
    """A kind of message that takes every message leaves none to the kinds below it."""
    kinds = list(messages.each())
    for kind in kinds[:-1]:
        if kind.at("recognise").absent:
            kind.fault("fault.format.unreached")


def _check_tables(node: Checker, known_format: Format) -> None:
    """A table that nothing looks up, although its name is close to a name that is looked up."""
    used = {table for layout in known_format.layouts for table in layout.maker.tables}
    for name in set(known_format.tables) - used:
        if get_close_matches(name, used, n=1, cutoff=0.75):
            node.at("tables").at(name).fault("fault.format.table_unused", near(name, used), table=name)


def _reason(node: Checker) -> str:
    if node.absent:
        node.fault("fault.format.no_reason")
    return node.text()


def _whole(node: Checker) -> int:
    if node.absent:
        return 0
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        return node.value
    node.fault("fault.format.no_whole")
    return 0
