"""Paths into an answer (JSONPath, RFC 9535): ``$.items``, ``$.meta.total``; a bare name means ``$.name``."""

from functools import lru_cache
from typing import Any

import jsonpath
from jsonpath import JSONPathError
from jsonpath.path import JSONPath

_ENV = jsonpath.JSONPathEnvironment()


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


def first(text: str, answer: Any) -> Any:
    """The first that it leads to; None: nothing."""
    return next(iter(found(text, answer)), None)


@lru_cache(maxsize=256)
def _compiled(text: str) -> JSONPath:
    path = _ENV.compile(text if text.startswith("$") else f"$.{text}")
    if not isinstance(path, JSONPath):
        raise ValueError("a compound path")
    return path
