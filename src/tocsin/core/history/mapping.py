"""Mapping: the file that says what the columns of an incident history mean, in the formats' language. Reads no row."""

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Mapped
from typing import Any

import tocsin.core.history.sentences  # noqa: F401  a mistake can be said wherever it is found
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import PauseReason, State
from tocsin.core.kernel.errors import BadInput, Fault
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.mistakes import one_of
from tocsin.core.translation.formats import fields_in_order, patterns_of, times_of
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.conditions import compiled_condition
from tocsin.core.translation.language.fields import compiled_field
from tocsin.core.translation.language.filling import CONDITIONAL, SKIP, Slot
from tocsin.core.translation.language.making import PLACE_KEYS
from tocsin.core.translation.language.words import Table, compiled_tables
from tocsin.core.translation.text import word

KEYS = ("description", "file", "missing", "times", "tables", "fields", "patterns", "incident", "change")
FILE_KEYS = ("delimiter", "encoding", "sheet", "header")
WAYS = ("column", "pattern", "in", "value")
TIMES = (
    "opened_at",
    "began_at",
    "reported_at",
    "acknowledged_at",
    "recovered_at",
    "resolved_at",
    "closed_at",
)
TEXTS = (
    "reference",
    "summary",
    "team",
    "owner",
    "supplier",
    "supplier_reference",
    "application",
    "region",
    "reopened",
    "lasted",
)
_TAKEN = frozenset(
    ("reference", *TIMES, "change.at", "ours.due_at", "supplier_side.due_at")
)  # from the row, never written
SIDES = ("ours", "supplier_side")
SIDE_KEYS = ("overrun", "due_at", "target")
CHANGE_KEYS = ("at", "state", "by", "note")
# A state, or why it was pending.
STATES = (*State, *PauseReason)
WORDS: Mapped[str, tuple[str, ...]] = {
    "state": STATES,
    "priority": tuple(Priority),
    "criticality": tuple(Criticality),
    "effect": tuple(Effect),
    "overrun": ("true", "false"),
}
INCIDENT_KEYS = (
    *TEXTS,
    *TIMES,
    "state",
    "priority",
    "criticality",
    "effect",
    "kind",
    "place",
    "details",
    *SIDES,
    "when",
)
# What programs write where there is nothing, unless the mapping says it (missing); a time is never one of these.
NOTHING = frozenset(
    (
        "",
        "?",
        "-",
        "--",
        "null",
        "(null)",
        "\\n",
        "nan",
        "nat",
        "n/a",
        "#n/a",
        "none",
        "0000-00-00",
        "0000-00-00 00:00:00",
    )
)
_OVERRUN_WORDS = {
    **dict.fromkeys(
        ("true", "t", "yes", "y", "1", "1.0", "x", "oui", "o", "vrai", "ja", "wahr", "si"), "true"
    ),
    **dict.fromkeys(("breached", "missed", "overdue", "depasse", "non respecte", "en retard"), "true"),
    **dict.fromkeys(("false", "f", "no", "n", "0", "0.0", "non", "faux", "nein", "falsch"), "false"),
    **dict.fromkeys(("met", "kept", "ok", "respecte", "tenu", "dans les delais"), "false"),
}


class FileOptions(Value):
    """How the file is written, where it does not show: empty is found out. ``header``: the row of the headings, from 1."""

    delimiter: str = ""
    encoding: str = ""
    sheets: tuple[str, ...] = ()
    header: int = 1


class Mapping:
    """A compiled mapping. ``texts``, ``instants``, ``place`` and ``details`` are filled for each row; ``known``: our words
    that each text may be (none: any); ``logs``: a row is one change of an incident, not the whole."""

    def __init__(self, spec: Mapped[str, Any], faults: list[Fault], kinds: Collection[str]) -> None:
        node = Checker(spec, "", faults)
        node.only(KEYS)
        self.file = _file_options(node.at("file"))
        said = node.at("missing")
        self.missing = NOTHING if said.absent else frozenset(word(text) for text in said.texts())
        self.times = times_of(node)
        self.tables = _tables(node, kinds)
        self.fields = tuple(compiled_field(*declared) for declared in fields_in_order(node.at("fields")))
        self.patterns = tuple(patterns_of(node.at("patterns")))
        groups = {name for _, pattern in self.patterns for name in pattern.groups}
        self._names = {"line", *groups, *(field.name for field in self.fields)}
        _check_ways(node, self._names)
        self.columns = frozenset(_columns(node.at("fields")))
        self.logs = not node.at("change").absent
        self._compile_incident(node.at("incident"), node.at("change"))
        self.known = {slot.name: _known_words(slot.name, kinds) for slot in self.texts}
        _check_whole(node)

    def _compile_incident(self, incident: Checker, change: Checker) -> None:
        incident.only(INCIDENT_KEYS)
        change.only(CHANGE_KEYS)
        self.condition = compiled_condition(incident.at("when"), {*self._names, *CONDITIONAL})
        plain = ("state", "priority", "criticality", "effect", "kind", *TEXTS)
        self.texts = [
            self._slot(name, incident.at(name), name) for name in plain if not incident.at(name).absent
        ]
        self.instants = [
            self._slot(name, incident.at(name), name) for name in TIMES if not incident.at(name).absent
        ]
        self.place = self._block("", incident.at("place"), PLACE_KEYS)
        self.details = [self._slot(name, child, "") for name, child in incident.at("details").items()]
        for side in SIDES:
            known = incident.at(side)
            known.only(SIDE_KEYS)
            for name in SIDE_KEYS:
                slots = self.instants if name == "due_at" else self.texts
                slots += (
                    [self._slot(f"{side}.{name}", known.at(name), name)] if not known.at(name).absent else []
                )
        for name in CHANGE_KEYS:
            slots = self.instants if name == "at" else self.texts
            slots += (
                [self._slot(f"change.{name}", change.at(name), name)] if not change.at(name).absent else []
            )

    def _block(self, prefix: str, node: Checker, keys: Collection[str]) -> list[Slot]:
        node.only(keys)
        return [self._slot(f"{prefix}{name}", child, name) for name, child in node.items()]

    def _slot(self, name: str, node: Checker, table: str) -> Slot:
        if name in _TAKEN:
            _check_braces(node, self._names)
        slot = Slot(table, node, self._names, self.tables)
        slot.name = name
        return slot


def compiled_mapping(spec: Mapped[str, Any], *, kinds: Collection[str] = ()) -> Mapping:
    """The mapping of these data. ``kinds``: the organisation's kinds of event; none: any is taken.

    Raises BadInput with every mistake; a fault's ``field`` is the path in the data (``fields.opened.column``).
    """
    faults: list[Fault] = []
    mapping = Mapping(spec, faults, kinds)
    if faults:
        raise BadInput(list({(fault.field, str(fault.why)): fault for fault in faults}.values()))
    return mapping


def _file_options(node: Checker) -> FileOptions:
    node.only(FILE_KEYS)
    header = node.at("header").value
    if header is not None and (not isinstance(header, int) or isinstance(header, bool) or header < 1):
        node.at("header").fault("fault.format.no_whole")
        header = 1
    delimiter = node.at("delimiter").value or ""
    if delimiter and (not isinstance(delimiter, str) or len(delimiter) != 1):
        node.at("delimiter").fault("fault.history.delimiter")
        delimiter = ""
    encoding = node.at("encoding").text()
    if encoding and not _is_encoding(encoding):
        node.at("encoding").fault("fault.history.encoding", said=encoding)
        encoding = ""
    return FileOptions(
        delimiter=delimiter, encoding=encoding, sheets=tuple(node.at("sheet").texts()), header=header or 1
    )


def _known_words(name: str, kinds: Collection[str]) -> Collection[str]:
    last = name.rpartition(".")[2]
    return frozenset(kinds) if last == "kind" else WORDS.get(last, ())


def _is_encoding(name: str) -> bool:
    try:
        b"".decode(name)
    except (LookupError, ValueError):
        return False
    return True


def _tables(node: Checker, kinds: Collection[str]) -> dict[str, Table]:
    """The tables of the file, and yes and no for an overrun; each of our words is checked where we know all of them."""
    tables = compiled_tables(node.at("tables"))
    tables["overrun"] = Table(_OVERRUN_WORDS).with_words(
        tables["overrun"].spelt if "overrun" in tables else {}
    )
    known: dict[str, Collection[str]] = {**WORDS, **({"kind": kinds} if kinds else {})}
    for name, words in known.items():
        entries = list(node.at("tables").at(name).items())
        for _, ours in entries:
            if (text := ours.text()) not in (*words, SKIP):
                ours.unknown("fault.history.word", text, words)
    return tables


def _check_ways(node: Checker, names: Collection[str]) -> None:
    """A row has columns and nothing else: a pattern says in which field it looks."""
    for way in (way for _, field in node.at("fields").items() for way in field.each()):
        if isinstance(way.value, dict):
            way.only(WAYS)
            if not way.at("pattern").absent and way.at("in").absent:
                way.fault("fault.history.no_in", one_of(sorted(names)))
        elif isinstance(way.value, str):
            way.fault("fault.history.no_column_named", said=way.value)
    for pattern in node.at("patterns").each():
        if not isinstance(pattern.value, dict) or pattern.at("in").absent:
            pattern.fault("fault.history.no_in", one_of(sorted(names)))
    places = [way.at("in") for _, field in node.at("fields").items() for way in field.each()]
    for place in (*places, *(pattern.at("in") for pattern in node.at("patterns").each())):
        if not place.absent and place.text() not in names:
            place.unknown("fault.format.field", place.text(), names)


def _check_braces(node: Checker, names: Collection[str]) -> None:
    """A number or a time is different in each row: a text that is a field's name lacks its braces."""
    for choice in node.each():
        value = choice.at("value") if isinstance(choice.value, dict) else choice
        if isinstance(value.value, str) and value.value in names:
            value.fault("fault.history.braces", said=value.value)


def _columns(fields: Checker) -> Iterator[str]:
    for way in (way for _, field in fields.items() for way in field.each()):
        if isinstance(way.value, dict):
            yield from Checker(way.at("column").value, "", []).texts()


def _check_whole(node: Checker) -> None:
    incident, change = node.at("incident"), node.at("change")
    if incident.at("reference").absent:
        incident.fault("fault.history.no_reference")
    if incident.at("opened_at").absent and change.at("at").absent:
        incident.fault("fault.history.no_opening")
    if not change.absent and change.at("at").absent:
        change.fault("fault.history.no_change_at")
    if node.at("times").at("zone").absent:
        node.fault("fault.format.no_zone")
