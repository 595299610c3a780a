"""Durations: how people write a length of time, ``4h``, and how values keep it. Knows no field by name.

A field that values call ``target_s`` is ``target: 4h`` in the files, one of type ``Seconds`` or a timedelta keeps its name.
``d`` is 24 hours of the calendar that counts them.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.value import Value

Seconds = Annotated[int, msgspec.Meta(ge=0, extra={"length": True})]
"""Seconds in a field that is not called ``..._s``."""

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


def length_name(name: str, type_: Any) -> str | None:
    """How people write a field that holds a length of time, ``target`` for ``target_s``; None: it holds none."""
    if name.endswith("_s") and _is_seconds(type_):
        return name.removesuffix("_s")
    return name if _is_marked(type_) or _is_timedelta(type_) else None


def written(length: int) -> str:
    """``4h``, ``1h 30min``, ``5d``, ``0s``: as ``seconds`` reads it back."""
    parts, left = [], length
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        if left >= size:
            parts.append(f"{left // size}{unit}")
            left %= size
    return " ".join(parts) or "0s"


class Lengths:
    """The fields of a file's entry, named as in the values; texts that are no length are in ``faults``, by written field
    below ``path``. ``lines``: the line of every field, under its new name as well."""

    def __init__(
        self, spec: dict[str, Any], type_: type[Value], lines: dict[str, int], path: str = ""
    ) -> None:
        self.faults: list[Fault] = []
        self.lines = dict(lines)
        self.spec = self._fields(spec, type_, path)

    def _fields(self, spec: dict[str, Any], type_: type[Value], path: str) -> dict[str, Any]:
        types = _types(type_)
        found = {}
        for name, value in spec.items():
            below = f"{path}.{name}" if path else str(name)
            if name not in types and f"{name}_s" not in spec and _is_seconds(types.get(f"{name}_s")):
                found[f"{name}_s"] = self._length(value, below, f"{below}_s")
            elif isinstance(value, str) and _is_marked(types.get(name)):
                found[name] = self._length(value, below, below)
            else:
                found[name] = self._inside(value, types.get(name), below)
        return found

    def _length(self, value: Any, path: str, renamed: str) -> int:
        length = seconds(value) if isinstance(value, str) else None
        if length is None:
            self.faults.append(fault("fault.duration", field=path, said=str(value)[:60]))
            return 0
        if path in self.lines:
            self.lines[renamed] = self.lines[path]
        return length

    def _inside(self, value: Any, type_: Any, path: str) -> Any:
        if _is_timedelta(type_):
            return self._iso(value, type_, path)
        if isinstance(value, dict) and (own := _value_of(type_, value)):
            return self._fields(value, own, path)
        if isinstance(value, list):
            return [
                self._fields(entry, own, f"{path}[{index}]")
                if isinstance(entry, dict) and (own := _value_of(type_, entry))
                else entry
                for index, entry in enumerate(value)
            ]
        return value

    def _iso(self, value: Any, type_: Any, path: str) -> Any:
        """A timedelta as msgspec reads it: ISO 8601 stays as it is, as does a number where the field may be one."""
        if isinstance(value, str) and not value.lstrip("+-").startswith("P"):
            return f"PT{self._length(value, path, path)}S"
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return f"PT{value}S" if is_number and int not in _parts(type_) else value


def as_people_write(spec: dict[str, Any], type_: type[Value]) -> dict[str, Any]:
    """The inverse of ``Lengths``: ``target_s: 14400`` is ``target: 4h``. What is no length of time stays as it is."""
    types = _types(type_)
    found: dict[str, Any] = {}
    for name, value in spec.items():
        plain = name.removesuffix("_s")
        if (
            _is_length(value)
            and plain != name
            and _is_seconds(types.get(name))
            and not {plain} & (types.keys() | spec.keys())
        ):
            found[plain] = written(value)
        elif _is_length(value) and _is_marked(types.get(name)):
            found[name] = written(value)
        else:
            found[name] = _as_written_inside(value, types.get(name))
    return found


def _as_written_inside(value: Any, type_: Any) -> Any:
    if isinstance(value, dict) and (own := _value_of(type_, value)):
        return as_people_write(value, own)
    if isinstance(value, list):
        return [
            as_people_write(entry, own)
            if isinstance(entry, dict) and (own := _value_of(type_, entry))
            else entry
            for entry in value
        ]
    return value


@cache
def _types(type_: type[Value]) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(type_)}


def _is_length(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST


def _is_seconds(type_: Any) -> bool:
    return (get_args(type_)[0] if get_origin(type_) is Annotated else type_) in (int, float)


def _is_marked(type_: Any) -> bool:
    """Whether it is ``Seconds``, or may be."""
    return any(
        get_origin(part) is Annotated
        and any(
            isinstance(meta, msgspec.Meta) and bool((meta.extra or {}).get("length"))
            for meta in get_args(part)[1:]
        )
        for part in (type_, *(get_args(type_) if get_origin(type_) in (Union, UnionType) else ()))
    )


def _is_timedelta(type_: Any) -> bool:
    return timedelta in _parts(type_)


def _parts(type_: Any) -> Iterator[Any]:
    """The plain types that a type is made of: of a union, of the elements of a tuple."""
    yield type_
    for part in get_args(type_):
        if part is not type_:
            yield from _parts(part)


def _value_of(type_: Any, entry: dict[str, Any]) -> type[Value] | None:
    """The value that an entry is meant as: of several, the one whose tag it bears."""
    values = [part for part in _parts(type_) if isinstance(part, type) and issubclass(part, Value)]
    tagged = [
        value
        for value in values
        if entry.get(str(value.__struct_config__.tag_field)) == value.__struct_config__.tag
    ]
    return next(iter(tagged or (values if len(values) == 1 else [])), None)
