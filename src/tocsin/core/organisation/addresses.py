"""Addresses: whether a mail address fits a pattern that a source declares. Knows no protocol."""

from collections.abc import Iterable

ANYONE = "*"
NOBODY = "<>"  # the null sender of bounces: it fits only a pattern that is exactly this


def matches(pattern: str, address: str) -> bool:
    """Whether an address fits ``name@domain``, ``@domain``, ``*`` or ``<>``; letter case never counts."""
    wanted, given = pattern.casefold(), address.casefold() or NOBODY
    if wanted == ANYONE:
        return given != NOBODY
    return given.endswith(wanted) if wanted.startswith("@") else given == wanted


def fits(patterns: Iterable[str], address: str) -> bool:
    """Whether an address fits one of the patterns."""
    return any(matches(pattern, address) for pattern in patterns)
