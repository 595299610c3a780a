"""Paths into an answer (JSONPath, RFC 9535): ``$.items``, ``$.meta.total``; a bare name means ``$.name``.

What an answer can make costly is no path here: functions (a regular expression among them), and more than one descent
(``..``).
"""

import re
from functools import lru_cache
from typing import Any

import jsonpath
from jsonpath import JSONPathError
from jsonpath.path import JSONPath

_ENV = jsonpath.JSONPathEnvironment()
_ENV.function_extensions.clear()
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


def container(text: str) -> str:
    """The path of the list or object all of whose members a path leads to; empty: it leads to something else."""
    return next((text.removesuffix(end) for end in ("[*]", ".*") if text.endswith(end)), "")


def first(text: str, answer: Any) -> Any:
    """The first that it leads to; None: nothing."""
    return next(iter(found(text, answer)), None)


@lru_cache(maxsize=256)
def _compiled(text: str) -> JSONPath:
    if _COSTLY.search(text):
        raise ValueError("a costly path")
    path = _ENV.compile(text if text.startswith("$") else f"$.{text}")
    if not isinstance(path, JSONPath):
        raise ValueError("a compound path")
    return path
