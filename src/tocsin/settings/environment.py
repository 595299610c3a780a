"""The environment, read by name and checked: a wrong value is refused, with the name of the variable."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import declare, declare_faults
from tocsin.core.kernel.why import Why

HIGHEST_PORT = 65535

declare_faults({"fault.variable": ("« {found} » ne convient pas", "{found!r} can't be used")})
declare(
    {
        "fault.variable.whole": (
            "un nombre entier de {least} à {most}",
            "a whole number from {least} to {most}",
        ),
        "fault.variable.word": ("connus : {known}", "known: {known}"),
        "fault.variable.file": ("un fichier lisible : {reason}", "a file that can be read: {reason}"),
        "fault.variable.secret": (
            "au moins {least} caractères au hasard : openssl rand -base64 48",
            "at least {least} random characters: openssl rand -base64 48",
        ),
        "fault.variable.relay": (
            "smtp://, smtp+starttls:// ou smtps:// et un hôte",
            "smtp://, smtp+starttls:// or smtps:// and a host",
        ),
        "fault.variable.database": (
            "postgresql://user:password@host/name ; libpq dit : {reason}",
            "postgresql://user:password@host/name; libpq says: {reason}",
        ),
    }
)


def text(name: str, default: str = "") -> str:
    """The variable's value without blanks around it; ``default`` where it is unset or blank."""
    return os.environ.get(name, "").strip() or default


def whole(name: str, default: int, *, least: int = 0, most: int = HIGHEST_PORT) -> int:
    """A whole number between ``least`` and ``most``. Raises BadInput."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise wrong(name, value, "fault.variable.whole", least=least, most=most)
    return int(value)


def one_of(name: str, default: str, known: Collection[str]) -> str:
    """One of the ``known`` words. Raises BadInput."""
    value = text(name, default)
    if value not in known:
        raise wrong(name, value, "fault.variable.word", known=list(known))
    return value


def content(name: str) -> str:
    """The content of the file that the variable names; empty where it is unset. Raises BadInput."""
    if not (file := text(name)):
        return ""
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(name, file, "fault.variable.file", reason=str(error)) from error


def wrong(name: str, found: str, remedy: str, **facts: Any) -> BadInput:
    """The refusal of a variable; ``remedy`` is the code of what to write instead."""
    return BadInput([fault("fault.variable", Why(code=remedy, facts=facts), field=name, found=found)])
