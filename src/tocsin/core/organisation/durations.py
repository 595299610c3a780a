"""Durations: how people write a length of time, ``4h``, and how values keep it, in seconds. Knows no field by name.

A field that values call ``target_s`` is ``target`` in the files. ``d`` is 24 hours of whatever clock counts them.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin

import msgspec

from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value

_UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "j": 86400}
_PART = re.compile(r"(\d{1,9})\s*(s|sec|m|min|h|d|j)\b\s*|(\d{1,9})\s*(s|sec|m|min|h|d|j)(?=\d)")
_WRITTEN = ((3600, "h"), (60, "min"), (1, "s"))
_LONGEST = 10 * 366 * 86400


def seconds(text: str) -> int | None:
    """``30s``, ``30m``, ``3min``, ``4h``, ``1h30m``, ``2d`` in seconds; None: no length of time, or over ten years."""
    total, at = 0, 0
    plain = text.strip().lower()
    while at < len(plain) and (part := _PART.match(plain, at)):
        total += int(part[1] or part[3]) * _UNITS[part[2] or part[4]]
        at = part.end()
    return total if plain and at == len(plain) and total <= _LONGEST else None


def written(length_s: int) -> str:
    """The shortest exact way to write it: ``4h``, ``90min``, ``45s``."""
    size, unit = next((size, unit) for size, unit in _WRITTEN if length_s % size == 0)
    return f"{length_s // size}{unit}"


def read(
    spec: dict[str, Any], type_: type[Value], lines: dict[str, int]
) -> tuple[dict[str, Any], list[Fault]]:
    """A file's fields as values call them, lengths in seconds, and what is no length. ``lines`` gets the new names."""
    faults: list[Fault] = []

    def number(name: str, value: Any, path: str) -> tuple[str, Any]:
        found = value if value == 0 else seconds(value) if isinstance(value, str) else None
        if found is None or isinstance(value, bool):
            faults.append(fault("fault.duration", field=path, found=str(value)[:60]))
            return f"{name}_s", 0
        lines.update(
            {place.replace(path, f"{path}_s", 1): line for place, line in lines.items() if place == path}
        )
        return f"{name}_s", found

    def refused(name: str, value: Any, path: str) -> tuple[str, Any]:
        faults.append(fault("fault.duration_name", field=path, name=name, instead=name.removesuffix("_s")))
        return name, value

    return _renamed(spec, type_, "", number, refused), faults


def write(spec: dict[str, Any], type_: type[Value]) -> dict[str, Any]:
    """The fields as files call them."""

    def same(name: str, value: Any, path: str) -> tuple[str, Any]:
        return name, value

    def text(name: str, value: Any, path: str) -> tuple[str, Any]:
        is_length = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return (name.removesuffix("_s"), written(value)) if is_length else (name, value)

    return _renamed(spec, type_, "", same, text)


_Rename = Callable[[str, Any, str], tuple[str, Any]]


def _renamed(
    spec: dict[str, Any], type_: type[Value], path: str, short: _Rename, long: _Rename
) -> dict[str, Any]:
    """The fields, those that are lengths renamed: ``short`` where one stands under its name without ``_s``."""
    fields = {field.name: field.type for field in msgspec.structs.fields(type_)}
    found = {}
    for name, value in spec.items():
        below = f"{path}.{name}" if path else name
        if is_duration(f"{name}_s", fields.get(f"{name}_s")) and name not in fields:
            new, value = short(name, value, below)
        elif is_duration(name, fields.get(name)):
            new, value = long(name, value, below)
        else:
            new, value = name, _inside(value, fields.get(name), below, short, long)
        found[new] = value
    return found


def is_duration(name: str, type_: Any) -> bool:
    """Whether a field of a value is a length of time."""
    return name.endswith("_s") and (
        type_ is int or (get_origin(type_) is Annotated and get_args(type_)[0] is int)
    )


def _inside(value: Any, type_: Any, path: str, short: _Rename, long: _Rename) -> Any:
    own = next(
        (part for part in (type_, *get_args(type_)) if isinstance(part, type) and issubclass(part, Value)),
        None,
    )
    if own is None:
        return value
    if isinstance(value, dict):
        return _renamed(value, own, path, short, long)
    if isinstance(value, list):
        return [
            _renamed(entry, own, f"{path}[{index}]", short, long) if isinstance(entry, dict) else entry
            for index, entry in enumerate(value)
        ]
    return value
