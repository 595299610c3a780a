"""Stored: what a row holds as a value, also when a later version wrote it. Fields that this version lacks are left out.

What people write stays strict (``Value``): an unknown name there is a mistake. Knows no table.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

import msgspec

_Value = TypeVar("_Value")


class Decoder(Generic[_Value]):
    """Reads stored JSON as values of one type."""

    def __init__(self, type_: type[_Value]) -> None:
        self._type = type_
        self._strict = msgspec.json.Decoder(type_)

    def decode(self, text: str) -> _Value:
        """The value. Raises msgspec.ValidationError for what is none even without the fields that are not known."""
        try:
            return self._strict.decode(text)
        except msgspec.ValidationError:
            return stored(msgspec.json.decode(text), self._type)


def stored(value: Any, type_: type[_Value]) -> _Value:
    """The same for JSON that is decoded already."""
    try:
        return msgspec.convert(value, type_)
    except msgspec.ValidationError:
        return msgspec.convert(_known(value, type_), type_)


def _known(value: Any, type_: Any) -> Any:
    """The value without the fields that its type lacks, at any depth."""
    if isinstance(value, Mapping):
        return _known_mapping(value, type_)
    if isinstance(value, list | tuple):
        inner = _elements(type_)
        return (
            [_known(entry, inner[min(index, len(inner) - 1)]) for index, entry in enumerate(value)]
            if inner
            else value
        )
    return value


def _known_mapping(value: Mapping[str, Any], type_: Any) -> Any:
    struct = _struct(value, type_)
    if struct is not None:
        types = {field.encode_name: field.type for field in msgspec.structs.fields(struct)}
        tag = struct.__struct_config__.tag_field
        return {
            name: _known(entry, types.get(name))
            for name, entry in value.items()
            if name in types or name == tag
        }
    values = next((get_args(part)[1] for part in _alternatives(type_) if _is_dict(part)), None)
    return {name: _known(entry, values) for name, entry in value.items()} if values else value


def _struct(value: Mapping[str, Any], type_: Any) -> type[msgspec.Struct] | None:
    """The type that a mapping is meant as: of several, the one whose tag it bears."""
    structs = [
        part for part in _alternatives(type_) if isinstance(part, type) and issubclass(part, msgspec.Struct)
    ]
    tagged = [
        part
        for part in structs
        if value.get(str(part.__struct_config__.tag_field)) == part.__struct_config__.tag
    ]
    return next(iter(tagged or structs), None)


def _alternatives(type_: Any) -> tuple[Any, ...]:
    """The parts of a union, without bounds."""
    if get_origin(type_) is Annotated:
        return _alternatives(get_args(type_)[0])
    if get_origin(type_) in (None, dict, list, tuple, frozenset, set, Mapping):
        return (type_,)
    return tuple(inner for part in get_args(type_) for inner in _alternatives(part))


def _elements(type_: Any) -> tuple[Any, ...]:
    listed = next(
        (part for part in _alternatives(type_) if get_origin(part) in (tuple, list, frozenset, set)), None
    )
    return tuple(part for part in get_args(listed) if part is not ...)


def _is_dict(type_: Any) -> bool:
    return get_origin(type_) is not None and issubclass(get_origin(type_), Mapping)
