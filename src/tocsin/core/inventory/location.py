"""Location: a place given in pieces (site, room, row, rack, U, feed, PDU, outlet, UPS, cooling unit), walked down."""

from collections.abc import Mapping

from tocsin.core.inventory.index import LEVELS, Index
from tocsin.core.inventory.spelling import designator
from tocsin.core.kernel.value import Value

MACHINES = ("ups", "cooling_unit")
FINE = frozenset({"u", "feed", "pdu", "outlet", *MACHINES})
PIECES = frozenset({*LEVELS, "row"}) | FINE


class Found(Value):
    """Where the walk ended. ``unknown`` is the piece that it could not follow; ``keys`` then surround it."""

    keys: tuple[str, ...] = ()
    unknown: str = ""


def locate(index: Index, parts: Mapping[str, str]) -> Found:
    """The items at a place; every piece that is given must hold, or the place is not found."""
    pieces = {part: parts[part] for part in PIECES if parts.get(part)}
    keys, unknown = _down(index, pieces)
    if not unknown and FINE & pieces.keys():
        finer, unknown = _fine(index, pieces, keys)
        keys = keys if unknown else finer
    return Found(keys=() if keys == [""] else tuple(keys), unknown=unknown)


def _down(index: Index, pieces: Mapping[str, str]) -> tuple[list[str], str]:
    keys = [""]
    for part in LEVELS:
        if part in pieces:
            inside = _inside(index, keys, part, pieces)
            if not inside:
                return keys, pieces[part]
            keys = inside
    if "row" in pieces and "rack" not in pieces:
        return keys, pieces["row"]
    return keys, ""


def _inside(index: Index, keys: list[str], part: str, pieces: Mapping[str, str]) -> list[str]:
    found = _children(index, keys, part, pieces[part])
    if part != "rack" or "row" not in pieces:
        return found
    row = designator("row", pieces["row"])
    in_row = [key for key in found if _row_of(index, key) == row]
    return in_row or _children(index, keys, part, f"{row} {designator('rack', pieces['rack'])}")


def _row_of(index: Index, rack: str) -> str:
    return designator("row", str(index.items[rack].attributes.get("row", "")))


def _children(index: Index, keys: list[str], part: str, text: str) -> list[str]:
    return list(dict.fromkeys(key for above in keys for key in index.children(above, part, text)))


def _fine(index: Index, pieces: Mapping[str, str], keys: list[str]) -> tuple[list[str], str]:
    machine = next((part for part in MACHINES if part in pieces), "")
    if machine:
        return _machine(index, machine, pieces, keys)
    if "pdu" in pieces or "outlet" in pieces:
        return _on_pdu(index, pieces, keys)
    if "u" in pieces:
        return _in_unit(index, pieces, keys)
    return _on_feed(index, pieces["feed"], keys)


def _on_pdu(index: Index, pieces: Mapping[str, str], keys: list[str]) -> tuple[list[str], str]:
    outlet, pdu = pieces.get("outlet", ""), pieces.get("pdu", "")
    letter, _, number = designator("outlet", outlet).partition(" ")
    if not pdu and number:  # "prise A12"
        pdu, outlet = letter, number
    pdus = _children(index, keys, "pdu", pdu) if pdu else _pdus(index, keys)
    if "feed" in pieces:
        letter = designator("feed", pieces["feed"])
        pdus = [key for key in pdus if index.feed_of(key) == letter]
    if not pdus:
        return [], pdu or outlet
    if not outlet:
        return pdus, ""
    outlets = _children(index, pdus, "outlet", outlet)
    return outlets, "" if outlets else outlet


def _machine(index: Index, machine: str, pieces: Mapping[str, str], keys: list[str]) -> tuple[list[str], str]:
    """A UPS or a cooling unit; a finer piece beside it would be another thing."""
    beside = next((pieces[part] for part in FINE & pieces.keys() if part != machine), "")
    found = [] if beside else _children(index, keys, machine, pieces[machine])
    return found, "" if found else beside or pieces[machine]


def _in_unit(index: Index, pieces: Mapping[str, str], keys: list[str]) -> tuple[list[str], str]:
    unit = designator("u", pieces["u"])
    known = unit.isdecimal() and len(unit) <= 3
    devices = [device for rack in keys for device in index.unit(rack, int(unit))] if known else []
    return devices, "" if devices else pieces["u"]


def _on_feed(index: Index, text: str, keys: list[str]) -> tuple[list[str], str]:
    """A rack's feed is the rack's own, or the PDU that it has on that feed."""
    found = _children(index, keys, "feed", text)
    if not found:
        letter = designator("feed", text)
        found = [key for key in _pdus(index, keys) if index.feed_of(key) == letter]
    return found, "" if found else text


def _pdus(index: Index, keys: list[str]) -> list[str]:
    return [pdu for above in keys for pdu in index.all_of(above, "pdu")]
