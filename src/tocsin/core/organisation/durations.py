"""Durations: how people write a length of time, ``4h``, and how values keep it, in seconds. Knows no field by name.

A field that values call ``target_s`` may be ``target: 4h`` in the files. ``d`` is 24 hours of the calendar that counts them.
"""

import re
from typing import Annotated, Any, get_args, get_origin

import msgspec

from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value

_UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "j": 86400}
_PART = re.compile(r"(\d{1,9})\s*(sec|min|s|m|h|d|j)(?![a-z])\s*")
_LONGEST = 10 * 366 * 86400


def seconds(text: str) -> int | None:
    """``30s``, ``30m``, ``3min``, ``4h``, ``1h 30m``, ``2d`` in seconds; None: no length of time, or over ten years."""
    total, at = 0, 0
    plain = text.strip().lower()
    while at < len(plain) and (part := _PART.match(plain, at)):
        total += int(part[1]) * _UNITS[part[2]]
        at = part.end()
    return total if plain and at == len(plain) and total <= _LONGEST else None


class Lengths:
    """The fields of a file's entry, named as in the values; texts that are no length are in ``faults``, by written field.
    ``lines``: the line of every field, under its new name as well."""

    def __init__(self, spec: dict[str, Any], type_: type[Value], lines: dict[str, int]) -> None:
        self.faults: list[Fault] = []
        self.lines = dict(lines)
        self.spec = self._fields(spec, type_, "")

    def _fields(self, spec: dict[str, Any], type_: type[Value], path: str) -> dict[str, Any]:
        types = {field.name: field.type for field in msgspec.structs.fields(type_)}
        found = {}
        for name, value in spec.items():
            below = f"{path}.{name}" if path else str(name)
            if name not in types and f"{name}_s" not in spec and _is_whole(types.get(f"{name}_s")):
                found[f"{name}_s"] = self._length(value, below)
            else:
                found[name] = self._inside(value, types.get(name), below)
        return found

    def _length(self, value: Any, path: str) -> int:
        length = seconds(value) if isinstance(value, str) else None
        if length is None:
            self.faults.append(fault("fault.duration", field=path, said=str(value)[:60]))
            return 0
        if path in self.lines:
            self.lines[f"{path}_s"] = self.lines[path]
        return length

    def _inside(self, value: Any, type_: Any, path: str) -> Any:
        own = next((part for part in (type_, *get_args(type_)) if _is_value(part)), None)
        if own is not None and isinstance(value, dict):
            return self._fields(value, own, path)
        if own is not None and isinstance(value, list):
            return [
                self._fields(entry, own, f"{path}[{index}]") if isinstance(entry, dict) else entry
                for index, entry in enumerate(value)
            ]
        return value


def _is_whole(type_: Any) -> bool:
    return type_ is int or (get_origin(type_) is Annotated and get_args(type_)[0] is int)


def _is_value(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, Value)
