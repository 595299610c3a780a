"""Filling: a declared request with its blanks filled. Knows no resource; what it does not know stays empty."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

_BLANK = re.compile(r"\{(\w{1,60})\}")


def blanks(declared: Any, blank: re.Pattern[str] = _BLANK) -> set[str]:
    """The names that a declared text, list or object wants; with ``blank``, all that is of that form."""
    if isinstance(declared, str):
        return set(blank.findall(declared))
    inner = (
        declared.values()
        if isinstance(declared, Mapping)
        else declared
        if isinstance(declared, list | tuple)
        else ()
    )
    return {name for value in inner for name in blanks(value, blank)}


def filled(declared: Any, names: Mapping[str, Any]) -> Any:
    """The same with every blank filled; a text that is one blank alone becomes the value itself, be it a number."""
    return replaced(declared, _BLANK, lambda blank: names.get(blank[1], ""))


def replaced(declared: Any, blank: re.Pattern[str], value: Callable[[re.Match[str]], Any]) -> Any:
    """The same, with blanks of any form."""
    if isinstance(declared, str):
        alone = blank.fullmatch(declared)
        return _single(value(alone)) if alone else blank.sub(lambda found: _text(value(found)), declared)
    if isinstance(declared, Mapping):
        return {name: replaced(inner, blank, value) for name, inner in declared.items()}
    if isinstance(declared, list | tuple):
        return [replaced(inner, blank, value) for inner in declared]
    return declared


def filled_path(declared: str, names: Mapping[str, Any]) -> str:
    """A path whose blanks can't lead elsewhere: what fills them is one piece of it, and never ``.`` or ``..``."""
    return _BLANK.sub(lambda blank: piece(names.get(blank[1], "")), declared)


def piece(value: Any) -> str:
    """A value as one piece of a path."""
    text = _text(value)
    return quote(text, safe="") if text.strip(".") else text.replace(".", "%2E")


def _single(value: Any) -> Any:
    return _text(value) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
