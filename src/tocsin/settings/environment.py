"""The environment, read by name and by form: what a variable can't mean is refused, naming the variable."""

import os
from collections.abc import Collection
from pathlib import Path

from tocsin.core.kernel.errors import BadInput, Fault

HIGHEST_PORT = 65535


def text(name: str, default: str = "") -> str:
    """The variable's value without blanks around it; ``default`` where it is unset or blank."""
    return os.environ.get(name, "").strip() or default


def whole(name: str, default: int, *, least: int = 0, most: int = HIGHEST_PORT) -> int:
    """A whole number between ``least`` and ``most``. Raises BadInput."""
    said = text(name, str(default))
    if not (said.isascii() and said.isdigit() and least <= int(said) <= most):
        raise wrong(name, said, f"a whole number from {least} to {most}")
    return int(said)


def one_of(name: str, default: str, known: Collection[str]) -> str:
    """One of the ``known`` words. Raises BadInput."""
    said = text(name, default)
    if said not in known:
        raise wrong(name, said, f"known: {', '.join(known)}")
    return said


def content(name: str) -> str:
    """What stands in the file that the variable names; empty where it names none. Raises BadInput."""
    if not (file := text(name)):
        return ""
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(name, file, f"a file that can be read: {error}") from error


def wrong(name: str, found: str, remedy: str) -> BadInput:
    """The refusal of a variable."""
    return BadInput([Fault(field=name, message=f"{found!r} can't be used", remedy=remedy)])
