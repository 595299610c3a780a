"""Paths into an answer (JSONPath, RFC 9535): ``$.items``, ``$.meta.total``, ``$.alarm.@id``; a bare name means ``$.name``.

What an answer can make costly is no path here: functions (a regular expression among them), and more than one descent
(``..``).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import jsonpath
from jsonpath import JSONPathError
from jsonpath.path import JSONPath
from jsonpath.selectors import Filter, NameSelector, WildcardSelector

_ENV = jsonpath.JSONPathEnvironment()
_ENV.function_extensions.clear()
_MARKED = re.compile(
    r"\.([@#][\w-]+)"
)  # an attribute, or the text, of an element of XML: no shorthand of RFC 9535
_COSTLY = re.compile(r"\.\..*\.\.|=~")


def is_path(text: str) -> bool:
    """Whether it can be read."""
    try:
        _compiled(text)
    except (JSONPathError, ValueError):
        return False
    return True


def found(text: str, answer: Any) -> list[Any]:
    """All that the path leads to."""
    return list(_compiled(text).findall(answer))


def located(text: str, answer: Any) -> list[tuple[str, Any]]:
    """The same, each with the name under which it stands: that which the path does not name (``*``, a filter)."""
    path = _compiled(text)
    loose = [number for number, segment in enumerate(path.segments) if _named(segment) is None]
    return [(_loose_name(match.parts, loose), match.obj) for match in path.finditer(answer)]


def is_empty(text: str, answer: Any) -> bool:
    """Whether a path to some of the members of something leads to none because there are none: not because the answer has
    another form."""
    return _is_empty(_compiled(text).segments, answer)


def elements(text: str, answer: Any) -> list[Any] | None:
    """The elements that a path of names leads to in an XML answer, one or several of each name. None: neither they are
    there nor an element around them that is empty but for attributes."""
    names = [name for segment in _compiled(text).segments if (name := _named(segment)) is not None]
    around = [answer]
    for name in names[:-1]:
        around = _members(around, name)
    found = _members(around, names[-1]) if names else around
    return found if found or (len(names) > 1 and around and all(map(_is_childless, around))) else None


def _is_childless(element: Any) -> bool:
    return element == "" or (isinstance(element, dict) and all(name.startswith("@") for name in element))


def is_of_names(text: str) -> bool:
    """Whether a path only names members, and all (``[*]``) of them."""
    return all(
        _named(segment) is not None or isinstance(segment.selectors[0], WildcardSelector)
        for segment in _compiled(text).segments
    )


def _members(around: list[Any], name: str) -> list[Any]:
    found = [node[name] for node in around if isinstance(node, dict) and name in node]
    return [inner for value in found for inner in (value if isinstance(value, list) else [value])]


def _is_empty(segments: Sequence[Any], answer: Any) -> bool:
    if not segments:
        return False
    *before, last = segments
    around = list(JSONPath(env=_ENV, segments=before).findall(answer))
    if not around:
        return _is_empty(before, answer)
    if _named(last) is not None:
        return False
    if isinstance(last.selectors[0], Filter):
        return all(isinstance(value, list | dict) for value in around)
    return all(value in ([], {}) for value in around)


def _named(segment: Any) -> str | None:
    """The one name that a piece of a path is."""
    first = segment.selectors[0]
    return first.name if len(segment.selectors) == 1 and isinstance(first, NameSelector) else None


def _loose_name(parts: Sequence[str | int], loose: list[int]) -> str:
    """The last name among the parts that the path leaves open."""
    open_parts = (parts[number] for number in reversed(loose) if number < len(parts))
    return next((part for part in open_parts if isinstance(part, str)), "")


def first(text: str, answer: Any) -> Any:
    """The first that it leads to; None: nothing."""
    return next(iter(found(text, answer)), None)


@lru_cache(maxsize=256)
def _compiled(text: str) -> JSONPath:
    if _COSTLY.search(text):
        raise ValueError("a costly path")
    path = _ENV.compile(_MARKED.sub(r"['\1']", text if text.startswith("$") else f"$.{text}"))
    if not isinstance(path, JSONPath):
        raise ValueError("a compound path")
    return path
