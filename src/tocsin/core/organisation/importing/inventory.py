"""Inventory of an import: the rows of known columns become devices, racks, and the places that they name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

import tocsin.core.organisation.importing.sentences  # noqa: F401  declared when imported
from tocsin.core.inventory.spec import ItemSpec, outlet_key
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.importing.columns import ATTRIBUTE, Table
from tocsin.core.organisation.importing.places import Places, item_key
from tocsin.core.organisation.mistakes import near
from tocsin.core.organisation.objects import Object, Section

_NUMBER = re.compile(r"\d{1,4}")
_RACK_UNITS = 60
_OUTLETS, _MOST_OUTLETS = 24, 96
_PLAIN = ("role", "serial", "address")


class Imported(Value):
    """What the file says: items as declared objects, and each cell that could not be used."""

    objects: tuple[Object, ...]
    faults: tuple[Fault, ...]


def imported(tables: Iterable[Table], known: Iterable[Object], file: str) -> Imported:
    """The items of these tables. A row with a mistake is left out whole; fields of a known item that the file does not
    give stay as they are. ``known``: all that the company declares."""
    reading = _Reading(known, file)
    for table in tables:
        reading.table(table)
    return Imported(objects=tuple(reading.objects()), faults=tuple(reading.faults))


class _Wrong(Exception):
    """A cell that can't be used; its row is left out."""

    def __init__(self, field: str, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.field, self.code, self.facts = field, code, facts


class _Reading:
    def __init__(self, known: Iterable[Object], file: str) -> None:
        known = tuple(known)
        self.faults: list[Fault] = []
        self._file = file
        self._before = {found.key: found for found in known if found.section == Section.ITEM}
        self._keys = {
            section: {found.key for found in known if found.section == section}
            for section in (Section.REGION, Section.SUPPLIER)
        }
        self._places = Places(_specs(self._before))
        self._devices: dict[str, tuple[dict[str, Any], int]] = {}

    def objects(self) -> Iterable[Object]:
        """Every item that the file makes or changes, as it is afterwards."""
        for key, made in self._places.made.items():
            yield Object(section=Section.ITEM, key=key, spec=_plain(made))
        for key, (spec, _) in self._devices.items():
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
                self._row(cells, names, row.number, is_devices="hostname" in table.fields)
            except _Wrong as wrong:
                self._fault(table.sheet, row.number, names, wrong, cells)

    def _row(
        self, cells: Mapping[str, str], names: Mapping[str, str], number: int, *, is_devices: bool
    ) -> None:
        if not is_devices:
            self._rack(cells, names)
            return
        key = item_key(cells.get("hostname", ""))
        if not key:
            raise _Wrong("hostname", "fault.import.no_name")
        if key in self._devices:
            raise _Wrong("hostname", "fault.import.twice", key=key, row=self._devices[key][1])
        known = self._before.get(key)
        if known is not None and known.spec.get("type") != "device":
            raise _Wrong("hostname", "fault.import.other_type", key=key, type=known.spec.get("type"))
        if known is not None and known.file.endswith(".yaml"):
            raise _Wrong("hostname", "fault.import.elsewhere", key=key, declared=known.file)
        device = self._device(cells, names)
        self._devices[key] = (_merged(known.spec if known else {}, device), number)

    def _device(self, cells: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
        own = {
            field.removeprefix(ATTRIBUTE): cell
            for field, cell in cells.items()
            if field.startswith(ATTRIBUTE)
        }
        plain = {name: cells[name] for name in _PLAIN if name in cells}
        spec: dict[str, Any] = {"type": "device", "attributes": self._units(cells) | plain | own}
        for section in (Section.REGION, Section.SUPPLIER):
            if section in cells:
                spec[section] = self._declared(section, cells[section])
        if "aliases" in cells:
            spec["aliases"] = [
                alias for part in re.split(r"[|,;]", cells["aliases"]) if (alias := part.strip())
            ]
        if parent := self._place(cells, names):
            spec["parent"] = parent
        if cords := self._cords(cells, names, spec.get("parent", "")):
            spec["cords"] = cords
        return spec

    def _rack(self, cells: Mapping[str, str], names: Mapping[str, str]) -> None:
        if "rack" not in cells:
            raise _Wrong("rack", "fault.import.no_name")
        self._place(cells, names)

    def _place(self, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
        """The rack, else the room or site that the row names; empty when it names none."""
        if not {"site", "room", "rack"} & cells.keys():
            return ""
        site = self._found("site", cells, names, "")
        if not {"room", "rack"} & cells.keys():
            return site
        room = self._found("room", cells, names, site)
        return self._found("rack", cells, names, room) if "rack" in cells else room

    def _found(self, type_: str, cells: Mapping[str, str], names: Mapping[str, str], parent: str) -> str:
        text = cells.get(type_, "")
        if text:
            found = self._places.find(type_, text, parent)
            extra = {"attributes": {"row": cells["row"]}} if type_ == "rack" and "row" in cells else {}
            return found or self._places.make(type_, text, parent, names.get(type_, ""), **extra)
        only = self._places.of_type(type_, parent)
        if len(only) != 1:
            raise _Wrong(type_, "fault.import.no_place", what=type_)
        return only[0]

    def _units(self, cells: Mapping[str, str]) -> dict[str, int]:
        """``12``, ``U12``, ``12-13``: the lowest unit, and how many."""
        units: dict[str, int] = {}
        if "u" in cells:
            numbers = [int(number) for number in _NUMBER.findall(cells["u"])]
            if not 1 <= len(numbers) <= 2 or not all(1 <= number <= _RACK_UNITS for number in numbers):
                raise _Wrong("u", "fault.import.units", most=_RACK_UNITS)
            units["u"] = min(numbers)
            if len(numbers) == 2:
                units["height"] = max(numbers) - min(numbers) + 1
        if "height" in cells:
            found = _NUMBER.search(cells["height"])
            if not found or not 1 <= int(found[0]) <= _RACK_UNITS:
                raise _Wrong("height", "fault.import.units", most=_RACK_UNITS)
            units["height"] = int(found[0])
        return units

    def _declared(self, section: Section, text: str) -> str:
        key = item_key(text)
        if key not in self._keys[section]:
            raise _Wrong(
                section, "fault.import.unknown", what=section.value, near=near(key, self._keys[section])
            )
        return key

    def _cords(self, cells: Mapping[str, str], names: Mapping[str, str], rack: str) -> list[str]:
        return [self._cord(side, cells, names, rack) for side in "ab" if f"outlet_{side}" in cells]

    def _cord(self, side: str, cells: Mapping[str, str], names: Mapping[str, str], rack: str) -> str:
        field = f"outlet_{side}"
        numbers = _NUMBER.findall(cells[field])
        if not numbers or not 1 <= int(numbers[-1]) <= _MOST_OUTLETS:
            raise _Wrong(field, "fault.import.outlet", most=_MOST_OUTLETS)
        if not rack or self._places.items[rack].type != "rack":
            raise _Wrong(field, "fault.import.no_rack")
        pdu = self._pdu(cells.get(f"pdu_{side}", f"PDU {side.upper()}"), side, rack)
        number = int(numbers[-1])
        spec = self._places.items[pdu]
        if number > spec.outlets:
            if pdu not in self._places.made:
                raise _Wrong(field, "fault.import.few_outlets", pdu=pdu, outlets=spec.outlets)
            self._places.change(pdu, replace(spec, outlets=min(-(-number // 12) * 12, _MOST_OUTLETS)))
        return outlet_key(pdu, number)

    def _pdu(self, text: str, side: str, rack: str) -> str:
        found = self._places.find("pdu", text, rack)
        if found:
            return found
        room = self._places.items[rack].parent
        feed = self._places.find("feed", side, room) or self._places.make(
            "feed", side.upper(), room, "", attributes={"feed": side.upper()}
        )
        return self._places.make("pdu", text, rack, "", feed=feed, outlets=_OUTLETS)

    def _fault(
        self, sheet: str, row: int, names: Mapping[str, str], wrong: _Wrong, cells: Mapping[str, str]
    ) -> None:
        facts = wrong.facts | {"value": cells.get(wrong.field, "")}
        cure = facts.pop("near", None)
        self.faults.append(
            fault(wrong.code, cure, file=f"{self._file} [{sheet}]", line=row,
                field=names.get(wrong.field, wrong.field), **facts)
        )  # fmt: skip


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
    """As a file writes it: empty fields are left out."""
    usual = ItemSpec(type=spec.type)
    built = msgspec.to_builtins(spec)
    return {
        name: value
        for name, value in built.items()
        if name == "type" or value != msgspec.to_builtins(usual)[name]
    }
