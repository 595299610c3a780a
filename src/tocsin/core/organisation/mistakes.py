"""Mistakes: every value of a tree that is not of the type wanted there, each with its path, in words that people use."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from enum import EnumType
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

import tocsin.core.organisation.sentences  # noqa: F401  a mistake can be said wherever it is found
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declared
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why

_LONGEST_WORD = 100  # what is longer was meant as no word of ours


def mistakes(value: Any, type_: Any, path: str = "") -> Iterator[Fault]:
    """Everything in ``value`` that keeps it from being a ``type_``, by field (``needs[0].all[2]``).

    None: msgspec converts it.
    """
    wanted = _bare(type_)
    if isinstance(value, dict) and isinstance(wanted, type) and issubclass(wanted, Value):
        yield from _fields(value, wanted, path)
    elif isinstance(value, dict) and get_origin(wanted) is dict:
        yield from _entries(value, wanted, path)
    elif isinstance(value, dict) and (kinds := _kinds(wanted)):
        yield from _one_of_kinds(value, kinds, path)
    elif isinstance(value, list) and get_origin(wanted) is tuple:
        for index, element in enumerate(value):
            yield from mistakes(element, get_args(wanted)[0], f"{path}[{index}]")
    else:
        yield from _mistyped(value, type_, path)


def near(word: str, known: Iterable[Any]) -> Why | None:
    """``did you mean crm?``, or nothing when no known word is similar."""
    if len(str(word)) > _LONGEST_WORD:
        return None
    found = get_close_matches(str(word), [str(known_word) for known_word in known], n=1)
    return Why(code="fault.near", facts={"word": found[0]}) if found else None


def one_of(known: Iterable[str]) -> Why:
    """``known: crm, erp``, as a remedy."""
    return Why(code="fault.known", facts={"known": list(known)})


def _kinds(type_: Any) -> dict[str, type[Value]]:
    """The kinds of object that a word of theirs distinguishes, each under its word."""
    members = [member for member in get_args(type_) if isinstance(member, type) and issubclass(member, Value)]
    return {str(tag): member for member in members if (tag := member.__struct_config__.tag) is not None}


def _one_of_kinds(spec: dict[str, Any], kinds: dict[str, type[Value]], path: str) -> Iterator[Fault]:
    tag = str(next(iter(kinds.values())).__struct_config__.tag_field)
    word = spec.get(tag)
    if tag not in spec:
        yield fault("fault.missing", one_of(kinds), field=path, name=tag)
    elif not isinstance(word, str) or word not in kinds:
        yield fault(
            "fault.word", near(str(word), kinds) or one_of(kinds), field=_below(path, tag), word=str(word)
        )
    else:
        yield from _fields(spec, kinds[word], path, tag)


def _fields(spec: dict[str, Any], type_: type[Value], path: str, tag: str = "") -> Iterator[Fault]:
    """``tag``: the field whose word says which kind of object it is."""
    fields = {field.name: field for field in msgspec.structs.fields(type_)}
    for name in spec:
        if name not in fields and name != tag:
            cure = near(name, fields) or (one_of(fields) if fields else Why(code="fault.none_known"))
            yield fault("fault.unknown_field", cure, field=_below(path, name), name=name)
    for name, field in fields.items():
        if name in spec:
            yield from mistakes(spec[name], field.type, _below(path, name))
        elif field.required:
            yield fault("fault.missing", field=path, name=name)


def _entries(spec: dict[str, Any], type_: Any, path: str) -> Iterator[Fault]:
    key_type, value_type = get_args(type_)
    for key, value in spec.items():
        yield from _mistyped(key, key_type, _below(path, key))
        yield from mistakes(value, value_type, _below(path, key))


def _mistyped(value: Any, type_: Any, path: str) -> Iterator[Fault]:
    try:
        msgspec.convert(value, type_, str_keys=True)
    except msgspec.ValidationError as error:
        yield Fault(why=_why(str(error)), cure=_cure(value, _bare(type_)), field=path)


def _cure(value: Any, type_: Any) -> Why:
    words = _words(type_)
    if words and isinstance(value, str):
        return near(value, words) or one_of(words)
    return Why(code="fault.found", facts={"found": _shown(value)})


def _words(type_: Any) -> list[str]:
    if get_origin(type_) is Literal:
        return [str(word) for word in get_args(type_)]
    members: list[Any] = list(type_) if isinstance(type_, EnumType) else []
    return [str(member.value) for member in members]


def _bare(type_: Any) -> Any:
    """The type without its bounds, and without «or nothing»."""
    if get_origin(type_) is Annotated:
        return _bare(get_args(type_)[0])
    others = [arg for arg in get_args(type_) if arg is not type(None)]
    return others[0] if len(others) == 1 and type(None) in get_args(type_) else type_


def _why(message: str) -> Why:
    """What msgspec says, in words that people use; what we have no words for stays as it is."""
    for code, pattern in _THEIRS.items():
        if found := pattern.fullmatch(message):
            return Why(
                code=code, facts={name: _in_words(name, fact) for name, fact in found.groupdict().items()}
            )
    return Why(code="fault.said", facts={"said": message})


_THEIRS = {
    "fault.expected": re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<found>[^`]+)`"),
    "fault.bounds": re.compile(r"Expected `(?P<wanted>[^`]+)` (?P<bounds>[<>]=? .+)"),
    "fault.word": re.compile(r"Invalid enum value '(?P<word>.*)'", re.DOTALL),
    "fault.day": re.compile(r"Invalid RFC3339 encoded date"),
    "fault.instant": re.compile(r"Invalid RFC3339 encoded datetime"),
}


def _in_words(name: str, text: str) -> Any:
    """Types by our names; «or nothing» goes without saying."""
    if name not in ("wanted", "found"):
        return text
    return [_type(type_name) for type_name in text.removesuffix(" | null").split(" | ")]


def _type(name: str) -> Why | str:
    return Why(code=code) if declared(code := f"fault.type.{name}") else name


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
