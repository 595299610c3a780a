"""How commands print: for people in their language, or as JSON with -o json."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click
import msgspec

from tocsin.core.kernel.sentences import Language

_Command = TypeVar("_Command", bound=Callable[..., Any])

as_option = click.option(
    "-o",
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


def language_option(otherwise: Language) -> Callable[[_Command], _Command]:
    """``--language``: that of the locale, or ``otherwise`` when it is neither French nor English."""
    return click.option(
        "--language", "--lang", "language",
        type=click.Choice(["fr", "en"]),
        default=lambda: spoken(otherwise),
        show_default=f"the locale's, else {otherwise}",
    )  # fmt: skip


def spoken(otherwise: Language) -> Language:
    """The language of the locale, or ``otherwise`` when it is neither French nor English."""
    locale = next((found for name in _LOCALE if (found := os.environ.get(name))), "")
    return "fr" if locale.startswith("fr") else "en" if locale.startswith("en") else otherwise


_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def print_json(data: Any) -> None:
    """Print the data as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())
