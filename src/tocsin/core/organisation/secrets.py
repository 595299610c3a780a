"""Which settings are secrets, at any depth of a source's settings, and how they are put in. Knows no environment."""

import re
from collections.abc import Callable, Iterator
from typing import Any

_SECRET = re.compile(
    r"(?:\w+_)?(?:password|passphrase|passwd|pwd|secret|token|api_?key|mot_?de_?passe|passwort|kennwort|contrase[nñ]a)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"env:[A-Za-z_]\w*|file:/.+")  # a login may name its fields in any language


def secrets_in(settings: dict[str, Any], where: str = "settings") -> Iterator[tuple[str, str]]:
    """The secrets, each with its path: (``settings.client.auth.token``, what stands there)."""
    for name, value in settings.items():
        path = f"{where}.{name}"
        if isinstance(value, dict):
            yield from secrets_in(value, path)
        elif _is_secret(name, value):
            yield path, value


def with_secrets(settings: dict[str, Any], secret: Callable[[str], str]) -> dict[str, Any]:
    """The settings with what ``secret`` finds for each reference; it may raise."""
    return {
        name: secret(value) if _is_secret(name, value) else _within(value, secret)
        for name, value in settings.items()
    }


def _within(value: Any, secret: Callable[[str], str]) -> Any:
    """In a list, only what is written as a reference: there, ``token`` may be the name of a path or a parameter."""
    if isinstance(value, dict):
        return with_secrets(value, secret)
    if isinstance(value, list | tuple):
        return type(value)(_in_list(inner, secret) for inner in value)
    return value


def _in_list(value: Any, secret: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _in_list(inner, secret) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_in_list(inner, secret) for inner in value)
    return secret(value) if isinstance(value, str) and _REFERENCE.fullmatch(value) else value


def _is_secret(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return _SECRET.fullmatch(name) is not None or _REFERENCE.fullmatch(value) is not None
