"""How commands print: for people in their language, or as JSON with -o json."""

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
import msgspec

import tocsin.cli.sentences  # noqa: F401  declared when imported
from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why

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
        default=lambda: locale_language(otherwise),
        show_default=f"the locale's, else {otherwise}",
    )  # fmt: skip


def locale_language(otherwise: Language) -> Language:
    """The language of the locale, or ``otherwise`` when it is neither French nor English."""
    locale = next((found for name in _LOCALE if (found := os.environ.get(name))), "")
    return "fr" if locale.startswith("fr") else "en" if locale.startswith("en") else otherwise


_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def sentence(code: str, **facts: Any) -> str:
    """A sentence for the user of a command, in the language of the locale."""
    return render_why(Why(code=code, facts=facts), locale_language("en"))


def as_data(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Mistakes for programs: each with its stable code beside what people read."""
    language = locale_language("en")
    return [
        {
            "code": fault.why.code,
            "message": fault.message(language),
            "remedy": fault.remedy(language),
            "file": fault.file,
            "line": fault.line,
            "field": fault.field,
        }
        for fault in faults
    ]


def print_json(data: Any) -> None:
    """Print the data as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())
