"""Items of an import: what the cells of a row say of a device, a virtual machine, a PDU, a circuit, a cluster, a UPS or a
cooling unit. Knows places and declared keys, no table and no row number."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from tocsin.core.inventory.spec import ItemSpec, outlet_key
from tocsin.core.inventory.spelling import designator, normalise
from tocsin.core.organisation.importing.cells import (
    NUMBER,
    Cells,
    Wrong,
    count,
    entries,
    mbps,
    measure,
    rack_units,
)
from tocsin.core.organisation.importing.columns import ATTRIBUTE
from tocsin.core.organisation.importing.places import Places, item_key
from tocsin.core.organisation.mistakes import near
from tocsin.core.organisation.objects import Object, Section

_OUTLETS, _MOST_OUTLETS = 24, 96
_MOST_HOSTS = 1000
_COMPARED = 5_000  # devices that a name is compared with: more would cost seconds a row
_DEEPEST = 8  # places within places

Spec = dict[str, Any]


class Items:
    """Makes the spec of an item out of its cells. ``places`` collects what the rows name besides: racks, PDUs, feeds."""

    def __init__(self, places: Places, known: Iterable[Object]) -> None:
        self.places = places
        self.devices: dict[str, str] = {}  # each with what it stands in
        self._keys: dict[Section, dict[str, str]] = {Section.REGION: {}, Section.SUPPLIER: {}}
        for found in known:
            if found.section in self._keys:
                self._keys[Section(found.section)] |= {
                    item_key(str(found.spec.get("name") or "")): found.key,
                    found.key: found.key,
                }
            elif found.section == Section.ITEM and found.spec.get("type") == "device":
                self.devices[found.key] = str(found.spec.get("parent") or "")

    def device(self, cells: Cells, names: Cells) -> Spec:
        """A device, the place that it stands in and the outlets that it hangs on."""
        spec = self._common("device", cells) | self._parent(cells, names)
        spec["attributes"] = rack_units(cells) | spec["attributes"]
        cords = [
            self._cord(side, cells, spec.get("parent", "")) for side in "ab" if f"outlet_{side}" in cells
        ]
        return spec | ({"cords": cords} if cords else {})

    def virtual_machine(self, cells: Cells, names: Cells) -> Spec:
        """A virtual machine on its cluster, else on its host, else in its site."""
        spec = self._common("virtual_machine", cells)
        host = self._device("host", cells["host"]) if "host" in cells else ""
        if "cluster" in cells:
            return spec | {"parent": self._cluster(cells, names, host)}
        return spec | ({"parent": host} if host else self._parent(cells, names))

    def pdu(self, cells: Cells, names: Cells) -> Spec:
        """A PDU, on the feed or UPS that supplies it."""
        spec = self._common("pdu", cells) | self._required_parent(cells, names)
        outlets = count("outlets", cells, _MOST_OUTLETS)
        return spec | self._supply(cells, spec["parent"]) | ({"outlets": outlets} if outlets else {})

    def circuit(self, cells: Cells, names: Cells) -> Spec:
        """A circuit from the site that it serves to the one at its other end."""
        spec = self._common("circuit", cells)
        spec["parent"] = self._found("site", cells, names, "")
        spec["attributes"] = (
            {name: cells[name] for name in ("cid",) if name in cells} | mbps(cells) | spec["attributes"]
        )
        if "to" in cells:
            spec["to"] = self._other_end(cells)
        return spec

    def cluster(self, cells: Cells, names: Cells) -> Spec:
        """A cluster and its hosts."""
        hosts = [self._device("hosts", host) for host in entries(cells.get("hosts", ""))]
        spec = self._common("cluster", cells) | {"parent": self._place_of_cluster(cells, names, hosts)}
        if hosts:
            spec["hosts"] = hosts
        needed = count("hosts_needed", cells, _MOST_HOSTS)
        return spec | ({"hosts_needed": needed} if needed else {})

    def ups(self, cells: Cells, names: Cells) -> Spec:
        """A UPS. The feed that it supplies is for who knows its key: ``supplied``."""
        spec = self._common("ups", cells) | self._required_parent(cells, names)
        return spec | {"attributes": measure("kva", cells) | spec["attributes"]}

    def cooling_unit(self, cells: Cells, names: Cells) -> Spec:
        """A cooling unit, and the feed that it hangs on."""
        spec = self._common("cooling_unit", cells) | self._required_parent(cells, names)
        spec["attributes"] = measure("kw", cells) | spec["attributes"]
        return spec | self._supply(cells, spec["parent"])

    def rack(self, cells: Cells, names: Cells) -> None:
        """The rack that a row names, made where it is not known."""
        if "rack" not in cells:
            raise Wrong("rack", "fault.import.no_name")
        self._place(cells, names)

    def supplied(self, ups: str, cells: Cells, parent: str) -> None:
        """The feed that a UPS supplies hangs on it from now on."""
        if "feed" not in cells:
            return
        feed = self._feed(cells["feed"], parent)
        spec = self.places.items[feed]
        if spec.feed != ups:
            if spec.feed or feed not in self.places.made:
                raise Wrong("feed", "fault.import.feed_elsewhere", feed=feed)
            self.places.change(feed, replace(spec, feed=ups))

    def _common(self, type_: str, cells: Cells) -> Spec:
        own = {
            field.removeprefix(ATTRIBUTE): cell
            for field, cell in cells.items()
            if field.startswith(ATTRIBUTE)
        }
        plain = {name: cells[name] for name in ("role", "serial", "address") if name in cells}
        spec: Spec = {"type": type_, "attributes": plain | own}
        if "name" in cells:
            spec["name"] = cells["name"]
        for section in self._keys:
            if section in cells:
                spec[section] = self._declared(section, cells[section])
        if "aliases" in cells:
            parts = re.split(r"[|,;]", cells["aliases"])
            spec["aliases"] = [alias for part in parts if (alias := part.strip())]
        return spec

    def _declared(self, section: Section, text: str) -> str:
        keys = self._keys[section]
        found = keys.get(item_key(text))
        if not found:
            raise Wrong(
                section, "fault.import.unknown", what=section.value, near=near(item_key(text), keys.values())
            )
        return found

    def _device(self, field: str, text: str) -> str:
        """A device that is declared or stands in a sheet read before, under its name or that without the domain."""
        key = item_key(text)
        for candidate in (key, key.partition(".")[0]):
            if candidate in self.devices:
                return candidate
        cure = near(key, self.devices) if len(self.devices) <= _COMPARED else None
        raise Wrong(field, "fault.import.no_device", named=text, near=cure)

    def _cluster(self, cells: Cells, names: Cells, host: str) -> str:
        found = self.places.anywhere("cluster", cells["cluster"])
        if not found:
            place = self._place_of_cluster(cells, names, [host] if host else [])
            found = self.places.make("cluster", cells["cluster"], place, "", key=item_key(cells["cluster"]))
        spec = self.places.items[found]
        if host and found in self.places.made and host not in spec.hosts:
            self.places.change(found, replace(spec, hosts=(*spec.hosts, host)))
        return found

    def _place_of_cluster(self, cells: Cells, names: Cells, hosts: list[str]) -> str:
        """Where the row says, else the site of its first host, else the only site that there is."""
        place = self._place(cells, names) or next((self._site(self.devices[host]) for host in hosts), "")
        return place or self._found("site", cells, names, "")

    def _site(self, place: str) -> str:
        """The site that a place is in; empty where it is in none that is known."""
        for _ in range(_DEEPEST):
            spec = self.places.items.get(place)
            if spec is None or spec.type == "site":
                return place if spec else ""
            place = spec.parent
        return ""

    def _other_end(self, cells: Cells) -> str:
        found = self.places.find("site", cells["to"], "")
        if not found:
            sites = self.places.of_type("site", "")
            raise Wrong("to", "fault.import.unknown", what="site", near=near(item_key(cells["to"]), sites))
        return found

    def _parent(self, cells: Cells, names: Cells) -> Spec:
        place = self._place(cells, names)
        return {"parent": place} if place else {}

    def _required_parent(self, cells: Cells, names: Cells) -> Spec:
        """The place of what stands in a room or rack; where no cell says it, the only room that there is."""
        return {"parent": self._place(cells, names) or self._found("room", cells, names, "")}

    def _place(self, cells: Cells, names: Cells) -> str:
        """The rack, else the room or site that the row names; empty when it names none."""
        if not {"site", "room", "rack"} & cells.keys():
            return ""
        site = self._found("site", cells, names, "")
        if not {"room", "rack"} & cells.keys():
            return site
        room = self._found("room", cells, names, site)
        return self._found("rack", cells, names, room) if "rack" in cells else room

    def _found(self, type_: str, cells: Cells, names: Cells, parent: str) -> str:
        text = cells.get(type_, "")
        if text:
            found = self.places.find(type_, text, parent)
            row = {"row": cells["row"]} if type_ == "rack" and "row" in cells else {}
            return found or self.places.make(type_, text, parent, names.get(type_, ""), attributes=row)
        only = self.places.of_type(type_, parent)
        if len(only) != 1:
            raise Wrong(type_, "fault.import.no_place", what=type_)
        return only[0]

    def _supply(self, cells: Cells, place: str) -> Spec:
        return {"feed": self._feed(cells["feed"], place)} if "feed" in cells else {}

    def _feed(self, text: str, place: str) -> str:
        """The feed, else the UPS, that a text names in the room of a place; a new feed where there is none."""
        room = self._room(place)
        is_ups = designator("ups", text) != normalise(text)
        found = self.places.find("ups" if is_ups else "feed", text, room)
        side = normalise(text).split()[-1:] or [text]
        letter = side[0].upper()
        return found or self.places.make("feed", letter, room, "", attributes={"feed": letter})

    def _room(self, place: str) -> str:
        return self.places.items[place].parent if self.places.items[place].type == "rack" else place

    def _cord(self, side: str, cells: Cells, rack: str) -> str:
        field = f"outlet_{side}"
        numbers = NUMBER.findall(cells[field])
        if not numbers or not 1 <= int(numbers[-1]) <= _MOST_OUTLETS:
            raise Wrong(field, "fault.import.outlet", most=_MOST_OUTLETS)
        if not rack or self.places.items[rack].type != "rack":
            raise Wrong(field, "fault.import.no_rack")
        pdu = self._pdu_of(side, cells, rack)
        number = int(numbers[-1])
        spec = self.places.items[pdu]
        if number > spec.outlets:
            if pdu not in self.places.made:
                raise Wrong(field, "fault.import.few_outlets", pdu=pdu, outlets=spec.outlets)
            self.places.change(pdu, replace(spec, outlets=min(-(-number // 12) * 12, _MOST_OUTLETS)))
        return outlet_key(pdu, number)

    def _pdu_of(self, side: str, cells: Cells, rack: str) -> str:
        text = cells.get(f"pdu_{side}", f"PDU {side.upper()}")
        found = self.places.find("pdu", text, rack)
        if not found and f"pdu_{side}" not in cells:
            found = self._only_on_feed(side, rack)
        if found:
            return found
        feed = self._feed(side.upper(), rack)
        return self.places.make("pdu", text, rack, "", feed=feed, outlets=_OUTLETS)

    def _only_on_feed(self, side: str, rack: str) -> str | None:
        """The PDU of a rack on a feed, whatever it is called, where there is one."""
        feed = self.places.find("feed", side, self._room(rack))
        on_it = [
            pdu for pdu in self.places.of_type("pdu", rack) if feed and self.places.items[pdu].feed == feed
        ]
        return on_it[0] if len(on_it) == 1 else None


def new_pdu(spec: Mapping[str, Any]) -> Spec:
    """A PDU of which nobody says how many outlets it has has as many as most."""
    return {"outlets": _OUTLETS} | dict(spec)


def as_spec(spec: Mapping[str, Any]) -> ItemSpec:
    """The spec as a value. What the cells gave is of the right types."""
    return msgspec.convert(spec, ItemSpec)
