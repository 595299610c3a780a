"""Inventory of an import: the rows of known columns become items and places, or mistakes. Knows no cell."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

import tocsin.core.organisation.importing.sentences  # noqa: F401  declared when imported
from tocsin.core.inventory.spec import ItemSpec
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.importing import vocabulary
from tocsin.core.organisation.importing.cells import Cells, Wrong
from tocsin.core.organisation.importing.columns import Table
from tocsin.core.organisation.importing.items import Items, as_spec, new_pdu
from tocsin.core.organisation.importing.places import Places, item_key, item_name
from tocsin.core.organisation.objects import Object, Section

_ORDER = ("rack", "ups", "pdu", "cooling_unit", "device", "cluster", "virtual_machine", "circuit")
_IN_A_PLACE = ("ups", "pdu", "cooling_unit")  # known by their name in the place that they stand in


class Imported(Value):
    """What the file says: items as declared objects, and each cell that could not be used."""

    objects: tuple[Object, ...]
    faults: tuple[Fault, ...]


def imported(tables: Iterable[Table], known: Iterable[Object], file: str) -> Imported:
    """The items of these tables. A row with a mistake is left out whole; fields of a known item that the file does not
    give stay as they are. Items that others need are read first. ``known``: all that the company declares."""
    reading = _Reading(tuple(known), file)
    for table in sorted(tables, key=lambda table: _ORDER.index(table.type)):
        reading.table(table)
    return Imported(objects=tuple(reading.objects()), faults=tuple(reading.faults))


class _Reading:
    def __init__(self, known: tuple[Object, ...], file: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._before = {found.key: found for found in known if found.section == Section.ITEM}
        self._items = Items(Places(_specs(self._before)), known)
        self._named: dict[str, dict[str, Any]] = {}
        self._rows: dict[str, int] = {}

    def objects(self) -> Iterable[Object]:
        """Every item that the file makes or changes, as it is afterwards."""
        for key, made in self._items.places.made.items():
            yield Object(section=Section.ITEM, key=key, spec=_plain(made))
        for key, spec in self._named.items():
            yield Object(section=Section.ITEM, key=key, spec=spec)

    def table(self, table: Table) -> None:
        """Read the rows of a table."""
        names = {column.field: column.name for column in table.columns}
        for row in table.rows:
            cells = {
                column.field: row.cells[column.place]
                for column in table.columns
                if column.field and column.place < len(row.cells) and row.cells[column.place]
            }
            if not cells:
                continue
            try:
                self._row(table, cells, names, row.number)
            except Wrong as wrong:
                self._fault(table.sheet, row.number, names, wrong, cells)

    def _row(self, table: Table, cells: Cells, names: Cells, number: int) -> None:
        if table.type == "rack":
            self._items.rack(cells, names)
            return
        key_field = vocabulary.KEY_FIELDS[table.type]
        text = cells.get(key_field, "")
        if not item_key(text):
            raise Wrong(key_field, "fault.import.no_name")
        type_ = _type_of(table, cells)
        spec = self._made(type_, cells, names)
        key = self._key(type_, text, spec)
        if (
            key not in self._before
            and "name" not in spec
            and (name := _name(type_, text, names.get(key_field, "")))
        ):
            spec["name"] = name
        self._settle(key, key_field, spec, number)
        if type_ == "ups":
            self._items.supplied(key, cells, spec["parent"])

    def _made(self, type_: str, cells: Cells, names: Cells) -> dict[str, Any]:
        made = {
            "device": self._items.device,
            "virtual_machine": self._items.virtual_machine,
            "pdu": self._items.pdu,
            "circuit": self._items.circuit,
            "cluster": self._items.cluster,
            "ups": self._items.ups,
            "cooling_unit": self._items.cooling_unit,
        }
        return made[type_](cells, names)

    def _key(self, type_: str, text: str, spec: Mapping[str, Any]) -> str:
        places = self._items.places
        if type_ in _IN_A_PLACE:
            return places.find(type_, text, spec["parent"]) or places.free_key(type_, text, spec["parent"])
        return (places.anywhere(type_, text) if type_ == "cluster" else None) or item_key(text)

    def _settle(self, key: str, field: str, spec: dict[str, Any], number: int) -> None:
        """The row's item is so from now on. Raises Wrong where another row or a file that stays says otherwise."""
        if key in self._rows:
            spec = self._with_more_hosts(key, field, spec)
        known = self._before.get(key)
        if known is not None and known.spec.get("type") != spec["type"]:
            raise Wrong(field, "fault.import.other_type", key=key, type=known.spec.get("type"))
        merged = _merged(known.spec if known else {}, spec)
        if known is not None and known.file.endswith(".yaml") and merged != known.spec:
            raise Wrong(field, "fault.import.elsewhere", key=key, declared=known.file)
        self._rows.setdefault(key, number)
        if spec["type"] in _IN_A_PLACE or spec["type"] == "cluster":
            self._items.places.change(
                key, as_spec(merged if known or spec["type"] != "pdu" else new_pdu(merged))
            )
        else:
            self._named[key] = merged
        if spec["type"] == "device":
            self._items.devices[key] = str(merged.get("parent") or "")

    def _with_more_hosts(self, key: str, field: str, spec: dict[str, Any]) -> dict[str, Any]:
        """A cluster may have one row for each of its hosts; anything else stands in one row."""
        before = self._items.places.items.get(key)
        if spec["type"] != "cluster" or "hosts" not in spec or before is None:
            raise Wrong(field, "fault.import.twice", key=key, row=self._rows[key])
        return spec | {"hosts": list(dict.fromkeys([*before.hosts, *spec["hosts"]]))}

    def _fault(self, sheet: str, row: int, names: Cells, wrong: Wrong, cells: Cells) -> None:
        facts = {"value": cells.get(wrong.field, "")} | wrong.facts
        cure = facts.pop("near", None)
        self.faults.append(
            fault(wrong.code, cure, file=f"{self._file} [{sheet}]", line=row,
                field=names.get(wrong.field, wrong.field), **facts)
        )  # fmt: skip


def _type_of(table: Table, cells: Cells) -> str:
    """A sheet of everything says what each row is in a column of its own."""
    return (table.type == "device" and vocabulary.type_of_word(cells.get("role", ""))) or table.type


def _name(type_: str, text: str, header: str) -> str:
    """What people read, where the key alone would not do."""
    if type_ in _IN_A_PLACE:
        return item_name(type_, text, header)
    return text if type_ in {"circuit", "cluster"} else ""


def _specs(items: Mapping[str, Object]) -> dict[str, ItemSpec]:
    """The items that decode; of the others, check says what is wrong."""
    specs = {}
    for key, found in items.items():
        try:
            specs[key] = msgspec.convert(found.spec, ItemSpec)
        except msgspec.ValidationError:
            continue
    return specs


def _merged(before: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    attributes = {**before.get("attributes", {}), **row.get("attributes", {})}
    spec = {**before, **{name: value for name, value in row.items() if name != "attributes"}}
    return spec | ({"attributes": attributes} if attributes else {})


def _plain(spec: ItemSpec) -> dict[str, Any]:
    """As a file writes it: empty fields are left out, and several values are a list."""
    usual = ItemSpec(type=spec.type)
    built = msgspec.to_builtins(spec)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in built.items()
        if name == "type" or value != msgspec.to_builtins(usual)[name]
    }
