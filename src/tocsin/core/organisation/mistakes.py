"""Mistakes: every value of a tree that is not of the type wanted there, each with its path, in words that people use."""

from collections.abc import Iterator
from difflib import get_close_matches
from enum import EnumType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from tocsin.core.kernel.value import Value


class Mistake(NamedTuple):
    """Where (``policies.at_risk_percent``, ``needs[0].all[2]``), what is wrong, what to do."""

    field: str
    message: str
    remedy: str


def mistakes(value: Any, type_: Any, path: str = "") -> Iterator[Mistake]:
    """Everything in ``value`` that keeps it from being a ``type_``. None: msgspec converts it."""
    wanted = _bare(type_)
    if isinstance(value, dict) and isinstance(wanted, type) and issubclass(wanted, Value):
        yield from _fields(value, wanted, path)
    elif isinstance(value, dict) and get_origin(wanted) is dict:
        yield from _entries(value, wanted, path)
    elif isinstance(value, list) and get_origin(wanted) is tuple:
        for index, one in enumerate(value):
            yield from mistakes(one, get_args(wanted)[0], f"{path}[{index}]")
    else:
        yield from _one(value, type_, path)


def near(word: str, known: Any) -> str:
    """``did you mean crm?``, or nothing when nothing comes near."""
    found = get_close_matches(str(word), [str(one) for one in known], n=1)
    return f"did you mean {found[0]}?" if found else ""


def _fields(spec: dict[str, Any], type_: type[Value], path: str) -> Iterator[Mistake]:
    fields = {field.name: field for field in msgspec.structs.fields(type_)}
    for name in spec:
        if name not in fields:
            remedy = near(name, fields) or f"known: {', '.join(fields) or 'none'}"
            yield Mistake(_below(path, name), f"unknown field {name!r}", remedy)
    for name, field in fields.items():
        if name in spec:
            yield from mistakes(spec[name], field.type, _below(path, name))
        elif field.required:
            yield Mistake(path, f"{name} is missing", f"add {name}")


def _entries(spec: dict[str, Any], type_: Any, path: str) -> Iterator[Mistake]:
    key_type, value_type = get_args(type_)
    for key, value in spec.items():
        yield from _one(key, key_type, _below(path, key))
        yield from mistakes(value, value_type, _below(path, key))


def _one(value: Any, type_: Any, path: str) -> Iterator[Mistake]:
    try:
        msgspec.convert(value, type_, str_keys=True)
    except msgspec.ValidationError as error:
        yield Mistake(path, _said(str(error)), _remedy(value, _bare(type_)))


def _remedy(value: Any, type_: Any) -> str:
    words = _words(type_)
    if words and isinstance(value, str):
        return near(value, words) or f"known: {', '.join(words)}"
    return f"found {_shown(value)}"


def _words(type_: Any) -> list[str]:
    if get_origin(type_) is Literal:
        return [str(word) for word in get_args(type_)]
    members: list[Any] = list(type_) if isinstance(type_, EnumType) else []
    return [str(member.value) for member in members]


def _bare(type_: Any) -> Any:
    """The type without its bounds, and without «or nothing»."""
    if get_origin(type_) is Annotated:
        return _bare(get_args(type_)[0])
    others = [one for one in get_args(type_) if one is not type(None)]
    return others[0] if len(others) == 1 and type(None) in get_args(type_) else type_


def _said(message: str) -> str:
    message = message.replace(" | ", "` or `")
    for theirs, ours in _OURS:
        message = message.replace(theirs, ours)
    return message


_OURS = (
    ("Expected ", "expected "),
    (", got ", ", found "),
    ("Invalid enum value", "unknown word"),
    ("Object contains unknown field", "unknown field"),
    ("`int`", "a whole number"),
    ("`float`", "a decimal number"),
    ("`str`", "text"),
    ("`bool`", "true or false"),
    ("`array`", "a list"),
    ("`object`", "fields below it"),
    ("`null`", "nothing"),
    ("`date`", "a day like 2027-12-31"),
    ("`datetime`", "an instant like 2027-12-31T09:00:00Z"),
)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
