"""Cells: numbers, rack units, bandwidths and lists as people write them in a sheet. Knows no item."""

import re
from collections.abc import Mapping
from typing import Any

NUMBER = re.compile(r"\d{1,4}")
_RACK_UNITS = 60
_LIST = re.compile(r"[|,;\s]+")
_MEASURED = re.compile(r"(\d{1,9}(?:[.,]\d{1,3})?)\s*([a-z/]*)", re.IGNORECASE)
_MBPS = {"": 1.0, "m": 1.0, "g": 1000.0, "t": 1_000_000.0, "k": 0.001}

Cells = Mapping[str, str]


class Wrong(Exception):
    """A cell that can't be used; its row is left out."""

    def __init__(self, field: str, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.field, self.code, self.facts = field, code, facts


def rack_units(cells: Cells) -> dict[str, int]:
    """``12``, ``U12``, ``12-13``: the lowest unit, and how many. Raises Wrong."""
    units: dict[str, int] = {}
    if "u" in cells:
        numbers = [int(number) for number in NUMBER.findall(cells["u"])]
        if not 1 <= len(numbers) <= 2 or not all(1 <= number <= _RACK_UNITS for number in numbers):
            raise Wrong("u", "fault.import.units", most=_RACK_UNITS)
        units["u"] = min(numbers)
        if len(numbers) == 2:
            units["height"] = max(numbers) - min(numbers) + 1
    if "height" in cells:
        found = NUMBER.search(cells["height"])
        if not found or not 1 <= int(found[0]) <= _RACK_UNITS:
            raise Wrong("height", "fault.import.units", most=_RACK_UNITS)
        units["height"] = int(found[0])
    return units


def count(field: str, cells: Cells, most: int) -> int | None:
    """A whole number from 1 to ``most``; None where the cell is empty. Raises Wrong."""
    if field not in cells:
        return None
    if not cells[field].isdecimal() or not 1 <= int(cells[field][:9]) <= most:
        raise Wrong(field, "fault.import.count", most=most)
    return int(cells[field])


def mbps(cells: Cells) -> dict[str, int]:
    """``100``, ``200 Mbit/s``, ``1 Gb/s``, ``2,5G``: Mbit/s, at least 1. Raises Wrong."""
    if "mbps" not in cells:
        return {}
    found = _MEASURED.fullmatch(_joined(cells["mbps"]))
    scale = _MBPS.get(found[2][:1].lower()) if found else None
    if not found or scale is None:
        raise Wrong("mbps", "fault.import.mbps")
    return {"mbps": max(1, round(float(found[1].replace(",", ".")) * scale))}


def measure(field: str, cells: Cells) -> dict[str, int | float]:
    """``120``, ``120 kVA``, ``37,5``: the number alone. Raises Wrong."""
    if field not in cells:
        return {}
    found = _MEASURED.fullmatch(_joined(cells[field]))
    if not found or found[2].lower() not in {"", field}:
        raise Wrong(field, "fault.import.measure", unit=field)
    number = float(found[1].replace(",", "."))
    return {field: int(number) if number.is_integer() else number}


def entries(text: str) -> list[str]:
    """The names that stand in one cell, apart by commas, semicolons, bars or blanks."""
    return [entry for entry in _LIST.split(text) if entry]


def _joined(text: str) -> str:
    """Without the blanks that group thousands: ``1 000 Mbit/s``."""
    return re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", text.strip())
