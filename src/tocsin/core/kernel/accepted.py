"""Accepted: which words a type accepts at the place where msgspec found another word. Knows types, no meaning."""

import re
from typing import Any

import msgspec
from msgspec import inspect

_STEP = re.compile(r"\.(\w+)|\[(?:\d+|\.\.\.)\]")


def accepted(form: Any, error: Exception) -> tuple[str, ...]:
    """The words that ``form`` accepts at the place of ``error``; empty when the error is not about a wrong word."""
    message, _, place = str(error).partition(" - at `$")
    if not isinstance(error, msgspec.ValidationError) or not message.startswith("Invalid enum value"):
        return ()
    found: Any = inspect.type_info(form)
    for step in _STEP.finditer(place):
        found = _inside(_bare(found), step[1])
    return _words(_bare(found))


def _inside(type_: Any, name: str | None) -> Any:
    match type_:
        case inspect.StructType():
            return next((field.type for field in type_.fields if field.encode_name == name), None)
        case inspect.ListType():
            return type_.item_type
        case inspect.DictType():
            return type_.value_type
    return None


def _bare(type_: Any) -> Any:
    """The type without its bounds, and without «or nothing»."""
    while isinstance(type_, inspect.Metadata):
        type_ = type_.type
    if isinstance(type_, inspect.UnionType):
        return next(
            (_bare(type_name) for type_name in type_.types if not isinstance(type_name, inspect.NoneType)),
            None,
        )
    return type_


def _words(type_: Any) -> tuple[str, ...]:
    match type_:
        case inspect.EnumType():
            return tuple(str(member.value) for member in type_.cls)
        case inspect.LiteralType():
            return tuple(map(str, type_.values))
    return ()
